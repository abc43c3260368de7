"""Zoom in: the derivative."""
