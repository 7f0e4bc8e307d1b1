"""The demo's people: seeded, skewed by country as real programmes are unless asked otherwise, each
with a class."""

import random
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from meridian.demo import words
from meridian.demo.countries import COUNTRIES, Country

Choice = TypeVar("Choice")

_SUBJECTS = {
    "languages": 38, "science": 12, "ict": 10, "maths": 6, "arts": 6,
    "history_civics": 6, "geography": 4,
}  # fmt: skip
_AGES = {(4, 6): 8, (7, 10): 27, (11, 13): 28, (14, 16): 25, (16, 19): 12}
_GRADES = {
    (4, 6): ("Group ",),
    (7, 10): "234",
    (11, 13): "567",
    (14, 16): "89",
    (16, 19): ("10", "11"),
}
_PRIMARY = {(4, 6): 1.0, (7, 10): 0.37}
"""How many of those who teach such pupils teach all subjects: 18 of 100 teachers in all."""
_ENGLISH = {"A2": 10, "B1": 30, "B2": 35, "C1": 25}
_OTHER_LANGUAGES = {"fr": 15, "de": 12, "es": 12, "it": 5}
_TOPICS = (
    "climate", "water", "energy", "nature", "food", "health", "sport", "heritage", "stories",
    "theatre", "music", "art", "media", "democracy", "peace", "migration", "inclusion", "city",
    "robotics", "space", "maths_in_life", "enterprise",
)  # fmt: skip
_SKILLS = (
    "project_planning", "digital_tools", "coding", "film_and_photo", "storytelling", "drama",
    "arts", "music", "experiments", "outdoor", "language_teaching", "assessment", "inclusion",
    "young_children", "community",
)  # fmt: skip
WITHOUT_ENGLISH = 0.07


@dataclass(frozen=True)
class Teacher:
    """One registrant and their class."""

    key: str
    name: str
    email: str
    country: Country
    town: str
    region: str
    school: str
    interface_language: str
    languages: tuple[tuple[str, str], ...]
    headline: str
    about: str
    strengths: tuple[str, ...]
    needs: tuple[str, ...]
    first_timer: bool
    willing_third: bool
    willing_spare: bool
    class_name: str
    class_description: str
    subjects: tuple[str, ...]
    topics: tuple[str, ...]
    sdgs: tuple[int, ...]
    ages: tuple[int, int]
    size: int
    availability: tuple[tuple[int, str, str], ...]


def teachers(
    seed: str, count: int, taken: set[str] | None = None, *, balanced: bool = False
) -> list[Teacher]:
    """`count` different teachers; the same seed gives the same ones. `balanced`: countries weigh alike.

    `taken` holds the names and addresses of earlier ones and takes those of the new.
    """
    rng = random.Random(seed)
    taken = set() if taken is None else taken
    countries = _countries(count, balanced=balanced)
    rng.shuffle(countries)
    return [
        _teacher(rng, f"{seed}/{index}", country, taken) for index, country in enumerate(countries)
    ]


def _countries(count: int, *, balanced: bool) -> list[Country]:
    """Largest remainders, so that the skew is exact and not left to chance."""
    weights = [1 if balanced else country.weight for country in COUNTRIES]
    shares = zip(COUNTRIES, weights, strict=True)
    quotas = [(country, weight * count / sum(weights)) for country, weight in shares]
    chosen = [country for country, quota in quotas for _ in range(int(quota))]
    rest = sorted(quotas, key=lambda pair: (int(pair[1]) - pair[1], pair[0].code))
    return chosen + [country for country, _ in rest[: count - len(chosen)]]


def _teacher(rng: random.Random, key: str, country: Country, taken: set[str]) -> Teacher:
    name, email = _name(rng, country, taken)
    town, region = rng.choice(country.towns)
    languages = _languages(rng, country)
    ages = _weighted(rng, _AGES)
    generalist = rng.random() < _PRIMARY.get(ages, 0.0)
    subject = "primary" if generalist else _weighted(rng, _SUBJECTS)
    extra = rng.choice(("ict", "arts", "languages")) if rng.random() < 0.35 else subject
    written = country.language if rng.random() < 0.5 else "en"
    written = written if written in words.ABOUT else "en"
    first_timer = rng.random() < 0.45
    headlines = (*words.HEADLINES, words.FIRST_HEADLINE) if first_timer else words.HEADLINES
    return Teacher(
        key=key,
        name=name,
        email=email,
        country=country,
        town=town,
        region=region,
        school=country.school.format(town),
        interface_language="tr" if country.code == "TR" else "en",
        languages=languages,
        headline=rng.choice(headlines),
        about=rng.choice(words.ABOUT[written]).format(years=rng.randint(2, 28)),
        strengths=tuple(rng.sample(_SKILLS, 2)),
        needs=tuple(rng.sample(_SKILLS, 1)),
        first_timer=first_timer,
        willing_third=rng.random() < 0.4,
        willing_spare=rng.random() < 0.15,
        class_name=f"{rng.choice(_GRADES[ages])}{rng.choice('ABC')}",
        class_description=rng.choice(words.CLASS_DESCRIPTIONS[written]),
        subjects=tuple(dict.fromkeys((subject, extra))),
        topics=tuple(rng.sample(_TOPICS, rng.randint(2, 4))),
        sdgs=tuple(sorted(rng.sample(range(1, 18), 2))),
        ages=ages,
        size=max(12, min(32, round(rng.gauss(22, 4)))),
        availability=_availability(rng),
    )


def _name(rng: random.Random, country: Country, taken: set[str]) -> tuple[str, str]:
    while True:
        first, last = rng.choices(country.names, [len(first) for first, _ in country.names])[0]
        name = f"{rng.choice(first)} {rng.choice(last)}"
        if name not in taken or rng.random() < 0.02:
            break
    taken.add(name)
    local = ".".join(_ascii(name).lower().split())
    email = f"{local}@school-{country.code.lower()}.example"
    while email in taken:
        email = f"{local}{rng.randint(2, 99)}@school-{country.code.lower()}.example"
    taken.add(email)
    return name, email


def _ascii(text: str) -> str:
    plain = text.translate(str.maketrans("ıłđßəƏŁĐ'", "ildseELD-"))
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(one for one in decomposed if ord(one) < 128)


def _languages(rng: random.Random, country: Country) -> tuple[tuple[str, str], ...]:
    levels = {country.language: "C2"}
    if country.language != "en" and rng.random() > WITHOUT_ENGLISH:
        levels["en"] = _weighted(rng, _ENGLISH)
    for language, share in _OTHER_LANGUAGES.items():
        # Whoever has no English has another language to meet in.
        if language not in levels and (rng.random() < share / 100 or len(levels) == 1):
            levels[language] = rng.choice(("A2", "B1", "B2"))
    return tuple(levels.items())


def _availability(rng: random.Random) -> tuple[tuple[int, str, str], ...]:
    days = sorted(rng.sample(range(5), rng.randint(2, 4)))
    starts = [rng.choice((8, 9, 10, 11, 13)) for _ in days]
    return tuple(
        (day, f"{start:02d}:00", f"{start + rng.choice((2, 3, 4)):02d}:00")
        for day, start in zip(days, starts, strict=True)
    )


def _weighted(rng: random.Random, weights: Mapping[Choice, int]) -> Choice:
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def by_country(people: Sequence[Teacher]) -> dict[str, int]:
    """How many come from where."""
    counts: dict[str, int] = {}
    for person in people:
        counts[person.country.code] = counts.get(person.country.code, 0) + 1
    return counts
