"""The pages: no database, no events, no rules."""
