"""Advancing a cohort, taking that back, and giving partnerships a last day of their own."""
