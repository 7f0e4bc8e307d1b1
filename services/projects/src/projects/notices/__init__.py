"""What an advance of a cohort will make this service announce."""
