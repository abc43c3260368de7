"""Add momentum: a ball with friction."""
