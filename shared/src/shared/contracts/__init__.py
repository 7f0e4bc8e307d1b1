"""Event classes, one module per producing service: the only thing services know of each other."""
