"""What a person has been told, and what waits for an answer."""
