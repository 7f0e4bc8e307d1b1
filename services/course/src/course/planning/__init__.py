"""Writing a plan together, handing it in, and deciding on it."""
