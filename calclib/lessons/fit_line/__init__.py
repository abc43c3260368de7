"""Fit a line: why AI needs calculus."""
