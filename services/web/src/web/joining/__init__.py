"""Joining a cohort with a class."""
