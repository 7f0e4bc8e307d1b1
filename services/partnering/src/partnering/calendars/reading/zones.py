"""The clock of a region that a calendar file says nothing about."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from partnering.calendars.reading.rows import Defaults


def zone_of(defaults: Defaults) -> ZoneInfo | None:
    """The zone that was named, else the country's; None where a country has several clocks."""
    name = defaults.zone or _of_country(defaults.country)
    return ZoneInfo(name) if name in available_timezones() else None


@lru_cache(maxsize=300)
def _of_country(country: str) -> str:
    zones = [
        zone
        for zone in get_global("territory_zones").get(country, [])
        if zone in available_timezones()
    ]
    clocks = {
        tuple(
            datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone)).utcoffset()
            for month in range(1, 13)
        )
        for zone in zones
    }
    return zones[0] if len(clocks) == 1 else ""
