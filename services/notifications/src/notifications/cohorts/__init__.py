"""Cohorts and who takes part in them: a projection for announcements."""
