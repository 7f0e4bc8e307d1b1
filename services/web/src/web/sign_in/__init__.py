"""Signing in and out, and getting back in."""
