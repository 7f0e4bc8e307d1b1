"""Projects at a glance: the board with all that hangs on it, one's own projects, a cohort's list."""
