"""Moving partnerships from phase to phase, apart from their cohort or with it."""
