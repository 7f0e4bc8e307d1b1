"""One class in one cohort: what is invited, matched and certified."""
