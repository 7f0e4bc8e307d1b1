"""Generated pictures for people and projects: the same seed always draws the same quilt."""

import hashlib
from functools import lru_cache

from markupsafe import Markup

SHAPES = (
    '<path d="M{x} {y}h8v8z"/>',
    '<path d="M{x} {y}v8h8z"/>',
    '<path d="M{x} {y}a8 8 0 0 1 8 8h-8z"/>',
    '<path d="M{r} {y}a8 8 0 0 0 -8 8h8z"/>',
    '<circle cx="{cx}" cy="{cy}" r="3"/>',
    '<path d="M{cx} {y}l4 4l-4 4l-4 -4z"/>',
    '<path d="M{x} {y}h8v4h-8z"/>',
    '<path d="M{x} {y}h4v8h-4z"/>',
)


@lru_cache(maxsize=2048)
def pattern(seed: str, size: int = 48) -> Markup:
    """A quilt of four by four patches, mirrored, in three of the house's colours."""
    bits = hashlib.sha256(seed.encode()).digest()
    hue = bits[0] % 4
    patches = []
    for i in range(8):
        row, column = divmod(i, 2)
        shape = SHAPES[bits[i + 1] % len(SHAPES)]
        tone = bits[i + 9] % 3
        for mirrored in (False, True):
            x = (3 - column if mirrored else column) * 8
            y = row * 8
            drawn = shape.format(x=x, y=y, r=x + 8, cx=x + 4, cy=y + 4)
            if mirrored:
                drawn = f'<g transform="matrix(-1 0 0 1 {2 * x + 8} 0)">{drawn}</g>'
            patches.append(f'<g class="t{tone}">{drawn}</g>')
    return Markup(  # noqa: S704 - nothing in it comes from people; the seed is only hashed.
        f'<svg class="pattern p{hue}" viewBox="0 0 32 32" width="{size}" height="{size}" '
        f'aria-hidden="true" focusable="false"><rect width="32" height="32"/>{"".join(patches)}</svg>'
    )
