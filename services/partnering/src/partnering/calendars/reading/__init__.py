"""Reading holidays from files: tables and iCalendar, each row strictly."""
