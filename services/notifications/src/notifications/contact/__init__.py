"""Between whom contact is paused, and that nobody hears then of what the other does."""
