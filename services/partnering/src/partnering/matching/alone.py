"""Why a teacher stays without a partner: a code, and the numbers that make it checkable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meridian_matcher.certificate import Certificate
from meridian_matcher.pool import Seat
from partnering.fit.rules import Candidate


@dataclass(frozen=True)
class Circumstances:
    """What the reasons of all unmatched teachers have in common, worked out once.

    `possible` counts everybody's possible partners, `open_to` without what staff locked or forbade;
    `rules` says for whoever has none which rules keep how many away, the most frequent first.
    `circle` has the size of the needy circle that a seat is in; `scarce` says who waits for whose
    help.
    """

    possible: Sequence[int]
    open_to: Sequence[int]
    rules: Mapping[int, Mapping[str, int]]
    circle: Mapping[int, int]
    scarce: dict[str, Any]
    trios: bool


def circumstances(
    people: Sequence[Candidate],
    possible: Sequence[int],
    open_to: Sequence[int],
    rules: Mapping[int, Mapping[str, int]],
    certificate: Certificate,
    *,
    trios: bool,
) -> Circumstances:
    circle = {one: len(each) for each in certificate.needy for one in each}
    scarce = {
        "waiting": len(certificate.needy),
        "help_available": certificate.help_available,
        "countries": sorted({people[first].country for first, *_ in certificate.needy}),
    }
    return Circumstances(possible, open_to, rules, circle, scarce, trios)


def why_unmatched(one: int, me: Candidate, seat: Seat, around: Circumstances) -> dict[str, Any]:
    """The reason one teacher stayed alone: a code, and the numbers that make it checkable."""
    facts: dict[str, Any] = {
        "enrolment_id": str(me.enrolment_id),
        "country": me.country,
        "possible_partners": around.possible[one],
    }
    if not around.possible[one]:
        rules = around.rules[one]
        facts["rules"] = dict(rules)
        if not me.languages:
            return facts | {"code": "no_language_given"}
        abroad = [rule for rule in rules if rule != "same_country"]
        return facts | {"code": abroad[0] if abroad else "one_country_only"}
    if not around.open_to[one]:
        return facts | {"code": "decided_by_staff"}
    circle = around.circle.get(one, 0)
    if circle == 1:
        return facts | {"code": "too_many_for_too_few"} | around.scarce
    if around.trios and not seat.may_trio:
        return facts | {"code": "wants_a_pair"}
    if circle:
        return facts | {"code": "odd_circle", "circle": circle}
    return facts | {"code": "odd_one_out"}
