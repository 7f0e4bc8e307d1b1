"""School calendars for staff: what is known, entering more, and the start-date advisor."""
