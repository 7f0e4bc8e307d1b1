"""Event classes by producing service (`contact` belongs to `partnering`): all services know of each other."""
