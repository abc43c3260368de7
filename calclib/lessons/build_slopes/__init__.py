"""Build slopes: the rules."""
