"""Who belongs to which partnership: a projection for fan-out."""
