"""Phase 2: cohorts, weeks, plans, peer review."""
