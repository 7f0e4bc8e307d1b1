"""Two bare services on real servers, for the tests of delivery."""

from meridian.testing.bare import World, ground, settings_of, world

__all__ = ["World", "ground", "settings_of", "world"]
