"""Hints to open browsers that something is new."""
