"""Scale the features: sensitivity."""
