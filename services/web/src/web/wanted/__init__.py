"""Partner wanted: posts of the cohort, and one's own."""
