"""Differentiate three ways: by differences, by dual numbers, by formula."""
