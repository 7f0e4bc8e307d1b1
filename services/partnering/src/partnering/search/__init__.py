"""Finding a partner, with reasons, a caution and the filter that blocks most."""
