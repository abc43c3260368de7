"""Trust a bowl: convexity."""
