"""Scenes and their two interpreters: matplotlib and the browser."""
