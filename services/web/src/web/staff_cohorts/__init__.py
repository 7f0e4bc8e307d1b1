"""Pages where staff make, advance and watch cohorts."""
