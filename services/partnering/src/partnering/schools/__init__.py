"""Schools: name, place, country, region and zone."""
