"""Real Postgres and NATS from their wheels, for one machine without Docker."""
