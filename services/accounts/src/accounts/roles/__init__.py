"""Who holds which role, in which cohort."""
