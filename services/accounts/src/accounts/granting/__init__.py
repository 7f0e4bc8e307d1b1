"""Granting roles and taking them back."""
