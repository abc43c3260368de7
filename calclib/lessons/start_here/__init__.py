"""Start here: roll downhill."""
