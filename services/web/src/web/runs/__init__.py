"""Matching runs, for staff."""
