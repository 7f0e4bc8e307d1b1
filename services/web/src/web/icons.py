"""Icons from Lucide. They are decoration: words always stand beside them."""

from functools import lru_cache

import structlog
from lucide import IconDoesNotExist
from lucide.jinja import lucide
from markupsafe import Markup


@lru_cache(maxsize=512)
def icon(name: str, size: int = 20) -> Markup:
    """The icon of that Lucide name, hidden from screen readers."""
    try:
        drawn = lucide(name, size=size, aria_hidden="true", focusable="false", **{"class": "icon"})
    except IconDoesNotExist:
        structlog.get_logger().warning("unknown_icon", name=name)
        return icon("circle", size)
    return Markup(" ".join(str(drawn).split()))  # noqa: S704 - drawn by a package from its own files.
