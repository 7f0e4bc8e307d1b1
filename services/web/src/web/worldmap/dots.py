"""A dot for every country that takes part, also for those too small to be drawn."""

from dataclasses import dataclass
from typing import Any

from web.worldmap.land import HEIGHT, WIDTH, project
from web.worldmap.places import PLACES

CLOSEST = 240.0
"""The narrowest part of the map that is shown, in its units."""


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


@dataclass(frozen=True)
class View:
    """The part of the map that is shown, in its units; `scale` is how much larger than the whole."""

    x: float
    y: float
    width: float
    height: float

    @property
    def scale(self) -> float:
        return self.width / WIDTH

    @property
    def box(self) -> str:
        """As SVG writes it."""
        return f"{self.x:.0f} {self.y:.0f} {self.width:.0f} {self.height:.0f}"


def view_of(dots: list[Dot]) -> View:
    """As close as all dots allow, but never so close that the coast looks broken."""
    shown = [dot for dot in dots if dot.x >= 0]
    if not shown:
        return View(0, 0, WIDTH, HEIGHT)
    left, right = min(d.x for d in shown), max(d.x for d in shown)
    top, bottom = min(d.y for d in shown), max(d.y for d in shown)
    ratio = WIDTH / HEIGHT
    width = min(WIDTH, max(CLOSEST, (right - left) * 1.35, (bottom - top) * 1.5 * ratio))
    height = width / ratio
    x = min(max(0.0, (left + right - width) / 2), WIDTH - width)
    y = min(max(0.0, (top + bottom - height) / 2), HEIGHT - height)
    return View(x, y, width, height)
