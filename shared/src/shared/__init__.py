"""What every Meridian service needs in the same way."""
