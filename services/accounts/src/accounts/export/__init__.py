"""A copy of everything that accounts keeps about a person, for that person."""
