"""Safety: reports, the officer's queue, and freezing contact."""
