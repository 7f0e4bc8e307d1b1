"""Project boards and checkpoints, for partners and for staff."""
