"""Going on after the cohort has closed: until a day, alone, and what members ask for."""
