"""School holidays per region; what nobody entered is unknown, never free."""
