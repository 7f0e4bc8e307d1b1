"""Who can be told: a projection of what accounts announces."""
