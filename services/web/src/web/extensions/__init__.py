"""Going on after the close: why, until when, what to ask for, and the answers of staff."""
