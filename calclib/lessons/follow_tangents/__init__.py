"""Follow tangents: Newton's roots."""
