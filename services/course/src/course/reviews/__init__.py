"""Peer review between partnerships."""
