"""Cohorts: one run of the three phases, with dates, made from a template."""
