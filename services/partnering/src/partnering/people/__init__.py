"""What this service knows of persons, learned from accounts."""
