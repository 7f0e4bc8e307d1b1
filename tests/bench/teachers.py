"""Realistic cohorts for the matching figures: the skew, languages, ages and subjects of real programmes."""

import random
from uuid import UUID

from partnering.fit.rules import Candidate
from partnering.fit.week import FreeSlot

COUNTRIES = (
    "TR 25 IT 10 ES 10 PL 8 FR 7 RO 6 GR 6 PT 4 DE 3 HR 3 BG 2 CZ 2 LT 2 SK 2 UA 2 RS 2 GE 2 "
    "AM 1 AZ 1 MK 1 AL 1 NL 1 HU 1 NG 1 US 1"
)
ZONES = {
    "TR": "Europe/Istanbul",
    "GR": "Europe/Athens",
    "RO": "Europe/Bucharest",
    "PT": "Europe/Lisbon",
    "GE": "Asia/Tbilisi",
    "NG": "Africa/Lagos",
    "US": "America/New_York",
}
LOCAL = {
    "TR": "tr",
    "IT": "it",
    "ES": "es",
    "PL": "pl",
    "FR": "fr",
    "RO": "ro",
    "GR": "el",
    "PT": "pt",
    "DE": "de",
}
SUBJECTS = {
    "languages": 38,
    "primary": 18,
    "science": 12,
    "ict": 10,
    "maths": 6,
    "arts": 6,
    "history": 6,
    "geography": 4,
}
AGES = {(4, 6): 8, (6, 10): 27, (11, 13): 28, (14, 16): 25, (16, 19): 12}
TOPICS = ("water", "climate", "food", "stories", "games", "peace", "robots", "town", "music", "art")


def _weighted(dice: random.Random, weights: dict[object, int]) -> object:
    return dice.choices(list(weights), list(weights.values()))[0]


def teachers(count: int, *, seed: int = 1, balanced: bool = False) -> list[Candidate]:
    """`count` candidates; `balanced` draws every country alike instead of with the real skew."""
    dice = random.Random(seed)
    words = COUNTRIES.split()
    weights: dict[object, int] = {
        country: 1 if balanced else int(weight)
        for country, weight in zip(words[::2], words[1::2], strict=True)
    }
    return [_teacher(dice, str(_weighted(dice, weights))) for _ in range(count)]


def _teacher(dice: random.Random, country: str) -> Candidate:
    low, high = _weighted(dice, AGES)  # type: ignore[misc]
    age = dice.randint(low, high)
    slots = tuple(
        sorted(
            FreeSlot(day, start, start + 90)
            for day, start in {
                (dice.randrange(5), 30 * dice.randint(16, 28)) for _ in range(dice.randint(0, 4))
            }
        )
    )
    return Candidate(
        enrolment_id=UUID(int=dice.getrandbits(128)),
        person_id=UUID(int=dice.getrandbits(128)),
        country=country,
        languages=_languages(dice, country),
        age_from=age,
        age_to=min(19, age + dice.randint(0, 3)),
        subjects=frozenset({str(_weighted(dice, dict(SUBJECTS))) for _ in range(2)}),
        topics=frozenset(dice.sample(TOPICS, 3)),
        availability=slots,
        zone=ZONES.get(country, "Europe/Rome"),
        group_size=dice.choices(["2", "3", "either"], [45, 5, 50])[0],
        first_timer=dice.random() < 0.4,
        willing_third=dice.random() < 0.25,
        lost_weeks=None
        if dice.random() < 0.2
        else frozenset(dice.sample(range(4), dice.choice([0, 0, 1]))),
    )


def _languages(dice: random.Random, country: str) -> dict[str, str]:
    spoken = {LOCAL.get(country, country.lower()): "C2"}
    if dice.random() < 0.94:
        spoken["en"] = dice.choices(["A2", "B1", "B2", "C1"], [10, 30, 35, 25])[0]
    for language, share in (("fr", 0.15), ("de", 0.12), ("es", 0.12), ("it", 0.05)):
        if language not in spoken and dice.random() < share:
            spoken[language] = dice.choices(["A2", "B1", "B2", "C1"], [30, 35, 20, 15])[0]
    return spoken
