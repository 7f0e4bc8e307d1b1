"""What staff are told before an advance: the very people whom this service then announces."""

import random
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.projects import CertificateIssued, ProjectOpened
from shared.testing import principal

from .conftest import Pair
from .test_certificates import do_share

FATES = (
    "nothing",
    "share",
    "published",
    "left",
    "rescued",
    "plan missing",
    "completed",
    "nameless",
)


async def random_cohort(programme: Any, chance: random.Random) -> list[Pair]:
    """Pairs of one cohort in its course, to whom all kinds of things have happened."""
    first = Pair()
    pairs = [first, *(Pair(cohort_id=first.cohort_id) for _ in range(chance.randint(2, 5)))]
    await programme.hear(first.cohort("course"))
    for pair in pairs:
        fate = chance.choice(FATES)
        people = pair.people()[: 1 if fate == "nameless" else 2]
        await programme.hear(*people, pair.confirmed())
        if fate != "plan missing":
            await programme.hear(pair.plan())
        if fate == "left":
            await programme.hear(pair.without_can())
        if fate == "rescued":
            await programme.hear(pair.dissolved("rescued"))
        if fate == "completed":
            await programme.hear(pair.completed())
    return pairs


async def named_before(programme: Any, lead: Any, pair: Pair, to: str, held: Any) -> Any:
    path = f"/cohorts/{pair.cohort_id}/advance-notices"
    answer = await programme.post(path, lead, {"to": to, "held": [str(one) for one in held]})
    assert answer.status_code == 200, answer.text
    return {
        one["event"]: {UUID(each) for each in one["person_ids"]} for one in answer.json()["notices"]
    }


async def announced_since(programme: Any, since: int) -> Any:
    found: dict[str, set[UUID]] = {}
    for event in (await programme.announced(ProjectOpened, CertificateIssued))[since:]:
        people = event.person_ids if isinstance(event, ProjectOpened) else (event.person_id,)
        found.setdefault(event.type, set()).update(people)
    return found


@pytest.mark.parametrize("seed", range(8))
async def test_exactly_those_who_were_named_before_hear_of_a_project_or_a_certificate(
    programme: Any, lead: Any, seed: int
) -> None:
    chance = random.Random(seed)
    pairs = await random_cohort(programme, chance)
    for to, from_phase in (
        ("project", "course"),
        ("project", "project"),
        ("closed", "project"),
        ("closed", "closed"),
    ):
        if to == "closed" and from_phase == "project":
            for pair in pairs:
                board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
                if (
                    board.get("milestones") is not None
                    and board.get("checkpoints")
                    and chance.random() < 0.6
                ):
                    await programme.post(
                        f"/checkpoints/{board['checkpoints'][0]['id']}",
                        pair.ada,
                        {"went_well": "All."},
                    )
            await programme.tick()
        held = [one.id for one in pairs if chance.random() < 0.4] if to != from_phase else []
        before = len(await programme.announced(ProjectOpened, CertificateIssued))
        named = await named_before(programme, lead, pairs[0], to, held)
        await programme.hear(pairs[0].advanced(to, from_phase, held=tuple(held)))
        await programme.tick()
        assert await announced_since(programme, before) == named


async def test_staff_see_before_a_close_who_will_get_a_certificate(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.can)
    named = await named_before(programme, lead, pair, "closed", [])
    assert named == {CertificateIssued.type: {pair.can.person_id}}
    assert await named_before(programme, lead, pair, "closed", [pair.id]) == {}
    assert await programme.announced(CertificateIssued) == []


async def test_only_the_lead_of_the_cohort_asks_who_will_be_certified(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    path = f"/cohorts/{pair.cohort_id}/advance-notices"
    assert (await programme.post(path, principal(), {"to": "closed"})).status_code == 403
