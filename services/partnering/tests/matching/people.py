"""Random candidates, also with one dominant country, and the pool of all their pairs."""

import random
from dataclasses import replace
from uuid import UUID

from meridian_matcher.pool import Pool
from partnering.fit.rules import LEVELS, Candidate, Conditions, Weights
from partnering.fit.week import FreeSlot
from partnering.matching.candidates import Crowd, build_pool


def random_people(seed: int, count: int) -> list[Candidate]:
    """Candidates that differ in everything the rules of fit look at."""
    dice = random.Random(seed)

    def some(names: list[str], most: int) -> frozenset[str]:
        return frozenset(dice.sample(names, dice.randint(0, most)))

    ids = [UUID(int=dice.getrandbits(128)) for _ in range(count)]
    people = []
    for number in range(count):
        age = dice.randint(4, 16)
        slots = tuple(
            FreeSlot(dice.randint(0, 6), start := 5 * dice.randint(90, 200), start + 60)
            for _ in range(dice.randint(0, 3))
        )
        people.append(
            Candidate(
                enrolment_id=ids[number],
                person_id=UUID(int=dice.randint(1, max(2, count - 2))),
                country=dice.choice(["TR", "TR", "TR", "IT", "PL", "NP"]),
                languages={
                    name: dice.choice(list(LEVELS)) for name in some(["en", "fr", "tr", "de"], 3)
                },
                age_from=age,
                age_to=age + dice.randint(0, 4),
                subjects=some(["maths", "arts", "ict"], 3),
                topics=some(["water", "food", "peace", "space"], 3),
                availability=slots,
                zone=dice.choice(["Europe/Istanbul", "Europe/Rome", "Asia/Kathmandu"]),
                group_size=dice.choice(["2", "3", "either"]),
                first_timer=dice.random() < 0.3,
                willing_third=dice.random() < 0.3,
                wish_countries=some(["TR", "IT", "PL"], 2),
                musts=some(["countries", "hours", "subjects"], 1),
                avoid=some(["water", "food"], 1),
                strengths=some(["video", "music"], 2),
                needs=some(["video", "music"], 2),
                blocked=frozenset({UUID(int=1)}) if dice.random() < 0.2 else frozenset(),
                lost_weeks=None if dice.random() < 0.3 else frozenset(dice.sample(range(5), 2)),
                course_weeks=dice.choice([3, 4]),
            )
        )
    return people


def skewed_people(n: int, percent: int, seed: int) -> list[Candidate]:
    """As `random_people`, but with few blocks and wishes, and `percent` of one country."""
    dice = random.Random(seed)
    return [
        replace(
            one,
            person_id=one.enrolment_id,
            country="TR" if dice.randrange(100) < percent else dice.choice(["IT", "PL", "NP"]),
            languages={"en": "B2"} if dice.random() < 0.5 else one.languages,
            musts=frozenset(),
            blocked=frozenset(),
        )
        for one in random_people(seed, n)
    ]


def pool_of_people(people: list[Candidate]) -> Pool:
    crowd = Crowd(people, Weights(), Conditions())
    return build_pool(crowd, may_trio=lambda one: one.group_size != "2", companions=True)
