"""The staff's table of a cohort."""
