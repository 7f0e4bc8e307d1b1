"""Rescues, for staff."""
