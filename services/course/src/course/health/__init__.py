"""The health board, and what the clock of reciprocal acts sets off."""
