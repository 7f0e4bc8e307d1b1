"""Small random pools and candidates, and every possible grouping tried one by one."""

import random
from functools import cache
from itertools import combinations
from uuid import UUID

from partnering.fit.rules import LEVELS, Candidate
from partnering.fit.week import FreeSlot
from partnering.matching.pool import Pool, Seat, pool_of

Edges = dict[tuple[str, str], int]


def random_parts(seed: int, most: int = 12) -> tuple[list[Seat], Edges, Edges]:
    """Seats, foreign pairs and pairs of one country: of every density and skew."""
    dice = random.Random(seed)
    countries = dice.choice(["AB", "ABC", "AAAAB", "AAAAABCD"])
    density, willing = dice.choice([0.2, 0.4, 0.7, 1.0]), dice.choice([1.0, 0.5, 0.8])
    seats = [
        Seat(f"s{i:02}", f"p{i}", dice.choice(countries), may_trio=dice.random() < willing)
        for i in range(dice.randint(0, most))
    ]
    partners: Edges = {}
    companions: Edges = {}
    for a, b in combinations(seats, 2):
        if dice.random() < density:
            edges = partners if a.country != b.country else companions
            edges[a.key, b.key] = dice.randint(0, 100)
    return seats, partners, companions


def random_pool(seed: int, most: int = 12) -> Pool:
    return pool_of(*random_parts(seed, most))


def best_by_trying_all(pool: Pool, *, trios: bool) -> tuple[int, int, int]:
    """The best (placed, groups, points) over every grouping."""
    n = len(pool.seats)
    groups: list[tuple[int, ...]] = [one for one in combinations(range(n), 2) if pool.spans(one)]
    if trios:
        groups += [
            one
            for one in combinations(range(n), 3)
            if pool.spans(one) and all(pool.seats[each].may_trio for each in one)
        ]
    by_first: dict[int, list[tuple[int, ...]]] = {}
    for group in groups:
        by_first.setdefault(group[0], []).append(group)

    @cache
    def best(free: int) -> tuple[int, int, int]:
        if not free:
            return (0, 0, 0)
        first = (free & -free).bit_length() - 1
        answer = best(free & ~(1 << first))
        for group in by_first.get(first, ()):
            mask = sum(1 << one for one in group)
            if mask & free == mask:
                placed, count, points = best(free & ~mask)
                rest = (placed + len(group), count + 1, points + pool.points(group))
                answer = max(answer, rest)
        return answer

    return best((1 << n) - 1)


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
