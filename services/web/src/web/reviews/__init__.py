"""Peer review, given and received."""
