"""Proving who you are."""
