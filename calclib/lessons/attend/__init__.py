"""Lesson 20, attend: a transformer learns first names, letter by letter."""
