"""Decide: policy gradient, when the reward has no slope."""
