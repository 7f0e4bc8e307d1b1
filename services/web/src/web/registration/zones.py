"""Which time zone a country has, where it has only one."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global


def zone_of_country(country: str) -> str:
    """The zone whose clocks the whole country shows; "" where its clocks differ."""
    known = available_timezones()
    zones = [zone for zone in get_global("territory_zones").get(country, []) if zone in known]
    if not zones:
        return ""
    clocks = {_clocks(zone) for zone in zones}
    return zones[0] if len(clocks) == 1 else ""


def zones_of_country(country: str) -> list[str]:
    """Every zone of a country, one for each clock that differs; all that are known, else none."""
    known = available_timezones()
    found: dict[tuple[object, ...], str] = {}
    for zone in get_global("territory_zones").get(country, []):
        if zone in known:
            found.setdefault(_clocks(zone), zone)
    return sorted(found.values())


def _clocks(zone: str) -> tuple[object, ...]:
    """How far the zone is from UTC in the middle of each month."""
    place = ZoneInfo(zone)
    return tuple(datetime(2026, month, 15, 12, tzinfo=place).utcoffset() for month in range(1, 13))
