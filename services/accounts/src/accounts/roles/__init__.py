"""Who may do what, in which cohort."""
