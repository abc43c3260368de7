"""Shrink the weights: penalties and constraints."""
