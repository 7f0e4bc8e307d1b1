"""The clock of reciprocal acts and the health board."""
