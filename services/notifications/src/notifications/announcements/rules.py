"""Who may write to a cohort."""

from typing import Final

ANNOUNCERS: Final = ("programme_lead", "tutor", "moderator")
"""Roles that may announce something to the cohorts they hold them for."""
