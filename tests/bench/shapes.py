"""Cohorts of unusual shapes: one large country, everybody alike, very dense, few distinct points."""

import random
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from tests.bench.teachers import teachers

from partnering.fit.rules import Candidate


def one_large_country(count: int, percent: int, seed: int = 1) -> list[Candidate]:
    dice = random.Random(seed)
    return [
        replace(
            one,
            country="TR"
            if 100 * dice.random() < percent
            else ("IT" if one.country == "TR" else one.country),
        )
        for one in teachers(count, seed=seed, balanced=True)
    ]


def all_alike(count: int, percent: int) -> list[Candidate]:
    """In two countries, `percent` of them in one."""
    return [
        Candidate(
            enrolment_id=UUID(int=number + 1),
            person_id=UUID(int=count + number + 1),
            country="TR" if number % 10 < percent // 10 else "IT",
            languages={"en": "B2"},
            age_from=10,
            age_to=12,
            group_size="either",
        )
        for number in range(count)
    ]


def dense(count: int) -> list[Candidate]:
    """Everybody may work with everybody abroad."""
    return [
        replace(one, languages={**one.languages, "en": "C1"}, age_from=4, age_to=19)
        for one in teachers(count)
    ]


def few_points(count: int) -> list[Candidate]:
    return [
        replace(
            one,
            languages={"en": "B2"},
            age_from=10,
            age_to=12,
            subjects=frozenset({"languages" if number % 3 else "ict"}),
            topics=frozenset(),
            availability=(),
            lost_weeks=frozenset(),
        )
        for number, one in enumerate(teachers(count, balanced=True))
    ]


def some_insist(count: int) -> list[Candidate]:
    """Each fiftieth on an hour in common."""
    return [
        one if number % 50 else replace(one, musts=frozenset({"hours"}))
        for number, one in enumerate(teachers(count))
    ]


SHAPES: dict[str, Callable[[int], list[Candidate]]] = {
    "ordinary": teachers,
    "some_insist": some_insist,
    "all_alike": lambda count: all_alike(count, 50),
    "all_alike_60": lambda count: all_alike(count, 60),
    "dense": dense,
    "few_points": few_points,
}
