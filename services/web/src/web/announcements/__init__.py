"""What staff tell a whole cohort."""
