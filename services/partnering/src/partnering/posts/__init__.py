"""Partner wanted: what a class looks for, to be read by the recognised teachers of its cohort."""
