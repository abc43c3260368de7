"""Scale the features: sensitivity, scaling and regularisation."""
