"""Countries and zones to choose from, named in the reader's language."""

from functools import lru_cache
from zoneinfo import available_timezones

from web.i18n import formats
from web.i18n.collation import by_name

CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@lru_cache(maxsize=1)
def zones() -> tuple[tuple[str, str], ...]:
    """IANA zones of places, as (name, words): “Europe/Istanbul” is “Europe: Istanbul”."""
    named = []
    for zone in sorted(available_timezones()):
        continent, _sep, place = zone.partition("/")
        if continent in CONTINENTS and place:
            named.append((zone, f"{continent}: {place.replace('_', ' ').replace('/', ', ')}"))
    return (*named, ("UTC", "UTC"))


def countries() -> list[tuple[str, str]]:
    """Countries by ISO code, in the order of their names in the reader's language."""
    names = {str(code): str(name) for code, name in formats.locale().territories.items()}
    apart = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in apart]
    return by_name((code, names[code]) for code in codes)
