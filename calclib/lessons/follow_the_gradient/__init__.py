"""Follow the gradient: many variables."""
