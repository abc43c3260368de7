"""Lesson 18: a convolutional network learns to read handwritten digits."""
