"""Pages about cohorts, for everybody."""
