"""The clock of reciprocal acts: who has been silent for how long."""
