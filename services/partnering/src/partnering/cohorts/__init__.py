"""What this service knows of cohorts, learned from course."""
