"""Results: written by the partnership, published or returned by staff."""
