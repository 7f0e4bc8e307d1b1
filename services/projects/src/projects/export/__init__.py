"""A copy of everything that this service keeps about a person, for that person."""
