"""Who people are, as far as this service must name them."""
