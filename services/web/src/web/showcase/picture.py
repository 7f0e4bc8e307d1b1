"""A wide picture for a result, instead of a stock photo: the same seed always draws the same."""

import hashlib
from functools import lru_cache

from markupsafe import Markup

PATCHES = ("M{x} {y}h8v8z", "M{x} {y}v8h8z", "M{x} {y}a8 8 0 0 1 8 8h-8z", "M{x} {y}h8v4h-8z")
ROWS, COLUMNS, SIDE = 3, 10, 8


@lru_cache(maxsize=1024)
def picture(seed: str) -> Markup:
    """A band of three by ten patches above a river, in the house's colours."""
    bits = hashlib.sha512(seed.encode()).digest()
    shapes: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for number in range(ROWS * COLUMNS):
        row, column = divmod(number, COLUMNS)
        byte = bits[number]
        if byte % 5 == 0:
            continue
        patch = PATCHES[byte // 5 % len(PATCHES)].format(x=column * SIDE, y=row * SIDE)
        shapes[byte % 3].append(patch)
    height = ROWS * SIDE
    wave = 2 + bits[40] % 5
    river = (
        f"M0 {height - wave}q10 {-wave} 20 0t20 0t20 0t20 0v4q-10 {wave} -20 0t-20 0t-20 0t-20 0z"
    )
    paths = "".join(
        f'<path class="t{tone}" d="{"".join(drawn)}"/>' for tone, drawn in shapes.items() if drawn
    )
    return Markup(  # noqa: S704 - nothing in it comes from people; the seed is only hashed.
        f'<svg class="pattern picture p{bits[41] % 4}" viewBox="0 0 {COLUMNS * SIDE} {height}" '
        f'preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
        f'<rect width="{COLUMNS * SIDE}" height="{height}"/>{paths}'
        f'<path class="river" d="{river}"/></svg>'
    )
