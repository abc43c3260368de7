"""Losses, layers and data for the application lessons."""
