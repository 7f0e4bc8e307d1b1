"""Reporting, and the safeguarding officer's queue."""
