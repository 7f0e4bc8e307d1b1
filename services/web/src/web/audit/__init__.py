"""The audit log: what staff did in all services, for those who answer for it."""
