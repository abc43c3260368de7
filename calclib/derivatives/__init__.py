"""Three rooms with the same furniture: symbolic, numeric and automatic derivatives."""
