"""School holidays of the demo's regions: hand-entered examples, and some regions stay unknown."""

from datetime import date
from urllib.parse import urlencode

from meridian.demo.client import Person
from shared import clock

Span = tuple[str, str, str]
"""A name, its first and its last day as MM-DD; a span may cross the year's end."""
Place = tuple[str, str]
"""Country and region; an empty region is the whole country."""

EXAMPLES: dict[Place, tuple[Span, ...]] = {
    ("TR", ""): (
        ("Autumn break", "11-09", "11-13"),
        ("Winter break", "01-18", "01-30"),
        ("Spring break", "04-05", "04-09"),
        ("Summer", "06-19", "09-06"),
    ),
    ("IT", "Emilia-Romagna"): (("Christmas", "12-24", "01-06"), ("Summer", "06-07", "09-14")),
    ("IT", "Piemonte"): (("Christmas", "12-23", "01-06"), ("Summer", "06-11", "09-10")),
    ("IT", "Puglia"): (("Christmas", "12-23", "01-06"), ("Summer", "06-09", "09-15")),
    ("ES", "Andalucía"): (("Christmas", "12-23", "01-07"), ("Summer", "06-23", "09-10")),
    ("ES", "Valencia"): (("Christmas", "12-23", "01-07"), ("Summer", "06-22", "09-08")),
    ("PL", ""): (
        ("Christmas", "12-23", "12-31"),
        ("Winter break", "02-01", "02-14"),
        ("Summer", "06-27", "08-31"),
    ),
    ("FR", "A"): (
        ("Autumn break", "10-17", "11-02"),
        ("Christmas", "12-19", "01-04"),
        ("Winter break", "02-06", "02-22"),
        ("Summer", "07-04", "08-31"),
    ),
    ("FR", "B"): (
        ("Autumn break", "10-17", "11-02"),
        ("Christmas", "12-19", "01-04"),
        ("Winter break", "02-13", "03-01"),
        ("Summer", "07-04", "08-31"),
    ),
    ("RO", ""): (
        ("Autumn break", "10-24", "11-01"),
        ("Winter break", "12-23", "01-07"),
        ("Summer", "06-20", "09-07"),
    ),
    ("GR", ""): (("Christmas", "12-24", "01-07"), ("Summer", "06-15", "09-10")),
    ("PT", ""): (("Christmas", "12-18", "01-03"), ("Summer", "06-15", "09-10")),
    ("DE", "Sachsen"): (
        ("Autumn break", "10-12", "10-24"),
        ("Christmas", "12-23", "01-02"),
        ("Summer", "07-04", "08-14"),
    ),
    ("DE", "Nordrhein-Westfalen"): (
        ("Autumn break", "10-17", "10-31"),
        ("Christmas", "12-23", "01-06"),
        ("Summer", "07-20", "09-01"),
    ),
    ("HR", ""): (
        ("Autumn break", "11-02", "11-03"),
        ("Christmas", "12-24", "01-08"),
        ("Summer", "06-17", "09-06"),
    ),
    ("CZ", ""): (
        ("Autumn break", "10-29", "10-30"),
        ("Christmas", "12-23", "01-03"),
        ("Summer", "07-01", "08-31"),
    ),
    ("SK", ""): (
        ("Autumn break", "10-29", "10-30"),
        ("Christmas", "12-23", "01-07"),
        ("Summer", "07-01", "08-31"),
    ),
    ("LT", ""): (
        ("Autumn break", "10-26", "10-30"),
        ("Christmas", "12-26", "01-06"),
        ("Summer", "06-22", "08-31"),
    ),
    ("RS", ""): (("Winter break", "12-31", "01-19"), ("Summer", "06-20", "08-31")),
    ("NG", ""): (("Christmas", "12-12", "01-06"), ("Long vacation", "07-25", "09-07")),
    ("US", ""): (
        ("Thanksgiving", "11-25", "11-27"),
        ("Winter break", "12-24", "01-01"),
        ("Summer", "06-26", "09-07"),
    ),
}


async def enter(lead: Person) -> None:
    """Staff enter each region's terms once, for everybody, marked as examples of complete years."""
    first = clock.real_now().year - 1
    for (country, region), spans in EXAMPLES.items():
        holidays = [
            holiday for year in range(first, first + 3) for holiday in _of_year(spans, year)
        ]
        of = {"region": region} if region else {}
        await lead.patch(
            "partnering",
            _address(f"/v1/calendars/{country}", of),
            {"changes": [{"now": one} for one in holidays], "example": True},
        )
        for year in range(first, first + 2):
            await lead.put(
                "partnering",
                _address(f"/v1/calendars/{country}/years/{year}", of),
                {"complete": True},
            )


def is_school_day(place: Place, day: date) -> bool:
    """No holiday of the demo's calendars; a place whose calendar is unknown has none."""
    return not any(
        holiday["starts_on"] <= str(day) <= holiday["ends_on"]
        for of in {place, (place[0], "")}
        for year in (day.year - 1, day.year)
        for holiday in _of_year(EXAMPLES.get(of, ()), year)
    )


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _of_year(spans: tuple[Span, ...], year: int) -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "starts_on": f"{year}-{starts}",
            "ends_on": f"{year + (ends < starts)}-{ends}",
        }
        for name, starts, ends in spans
    ]
