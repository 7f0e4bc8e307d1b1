"""Cohorts and their phases, as `course` announces them."""
