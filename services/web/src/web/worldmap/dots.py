"""A dot for every country that takes part, also for those too small to be drawn."""

from dataclasses import dataclass
from typing import Any

from web.worldmap.land import project
from web.worldmap.places import PLACES


@dataclass(frozen=True)
class Dot:
    """A country on the map. `size` is the radius in the map's units."""

    code: str
    teachers: int
    partnerships: int
    x: float
    y: float
    size: float


def dots_of(countries: list[dict[str, Any]]) -> list[Dot]:
    """Largest first, so that small dots lie on top. Countries without a known place are only listed."""
    dots = []
    for entry in countries:
        code = str(entry.get("country", "")).upper()
        partnerships = int(entry.get("partnerships", 0))
        latitude, longitude = PLACES.get(code, (0.0, 0.0))
        x, y = project(longitude, latitude) if code in PLACES else (-100.0, -100.0)
        size = min(4.0 + partnerships**0.5 * 1.6, 14.0)
        dots.append(
            Dot(
                code,
                int(entry.get("teachers", 0)),
                partnerships,
                round(x, 1),
                round(y, 1),
                round(size, 1),
            )
        )
    return sorted(dots, key=lambda dot: (-dot.partnerships, dot.code))
