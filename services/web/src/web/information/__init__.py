"""Pages that explain: privacy, accessibility, code of conduct, status."""
