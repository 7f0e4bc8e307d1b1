"""What a person sets: who they are to us, and what they want to hear."""
