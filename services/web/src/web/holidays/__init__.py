"""School holidays of one's own region, as a teacher knows them."""
