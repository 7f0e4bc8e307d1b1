"""Opening boards: what is heard of a plan, a course and a cohort decides when a project begins."""
