"""Peer review keeps those apart who have no contact: nobody reads the other's words, nobody waits."""

from typing import Any
from uuid import UUID

import pytest

from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    ContactUnblocked,
)
from shared.contracts.course import ReviewAssigned


async def _between(world: Any, one: Any, other: Any) -> list[dict[str, Any]]:
    """Open reviews of one pair that are about the other's plan."""
    events = {event.review_id: event for event in await world.announced(ReviewAssigned)}
    return [
        review
        for review in await world.to_give(one)
        if set(events[UUID(review["id"])].plan_person_ids) == set(other.person_ids)
    ]


async def _hand_in(world: Any, pair: Any) -> None:
    assert (await world.put_plan(pair, pair.ada, 1)).status_code == 200
    await world.do(f"/partnerships/{pair.id}/plan/submit", pair.can)


@pytest.mark.parametrize("kind", ["blocked", "blocking", "long ago", "second partner"])
async def test_whoever_has_no_contact_is_not_asked_to_review_each_other(
    world: Any, kind: str
) -> None:
    cohort_id = await world.running_cohort()
    first = await world.submitted_pair(cohort_id)
    second = await world.learning_pair(cohort_id)
    me, other = first.ada.person_id, second.can.person_id
    await world.hear(
        {
            "blocked": ContactBlocked(person_id=other, blocked_id=me),
            "blocking": ContactBlocked(person_id=me, blocked_id=other),
            "long ago": ContactStillPaused(person_id=me, blocked_id=other),
            "second partner": ContactBlocked(
                person_id=first.can.person_id, blocked_id=second.ada.person_id
            ),
        }[kind]
    )
    await _hand_in(world, second)
    third = await world.submitted_pair(cohort_id)
    assert await _between(world, first, second) == []
    assert await _between(world, second, first) == []
    assert len(await _between(world, first, third)) == 1


@pytest.mark.parametrize("begun", [False, True])
async def test_a_block_takes_back_what_was_asked_between_two_and_unblocking_allows_it_again(
    world: Any, begun: bool
) -> None:
    cohort_id = await world.running_cohort()
    first, second, third = [await world.submitted_pair(cohort_id) for _ in range(3)]
    (review,) = await _between(world, first, second)
    path = f"/reviews/{review['id']}"
    if begun:
        await world.read(path, first.ada)
    fact = {"person_id": second.can.person_id, "blocked_id": first.can.person_id}
    await world.hear(ContactBlocked(**fact))
    assert await _between(world, first, second) == []
    assert await _between(world, second, first) == []
    assert (await world.get(path, first.ada)).status_code == 404
    answer = await world.post(path, first.ada, world.feedback)
    assert answer.status_code == 404
    assert len(await _between(world, first, third)) == 1
    await world.hear(ContactUnblocked(**fact))
    await world.hear(third.dissolved())
    assert len(await _between(world, first, second)) == 1


async def test_the_plan_of_somebody_frozen_rests_and_is_reviewed_after_release(world: Any) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(4)]
    frozen, *others = pairs
    await world.hear(ContactFrozen(person_id=frozen.ada.person_id))
    for one in others:
        assert await _between(world, one, frozen) == []
        assert await _between(world, frozen, one) == []
        assert len(await world.to_give(one)) == 2
    await world.hear(ContactReleased(person_id=frozen.ada.person_id))
    assert sum([len(await _between(world, one, frozen)) for one in others]) == 2


async def test_a_reviewer_is_shown_no_words_that_were_written_after_their_feedback(
    world: Any,
) -> None:
    """A block that came later could otherwise be got round through the title of the plan."""
    cohort_id = await world.running_cohort()
    first, second = [await world.submitted_pair(cohort_id) for _ in range(2)]
    (review,) = await _between(world, first, second)
    path = f"/reviews/{review['id']}"
    before = await world.read(path, first.ada)
    await world.do(path, first.ada, world.feedback)
    await world.hear(ContactBlocked(person_id=first.ada.person_id, blocked_id=second.can.person_id))
    plan = await world.get(f"/partnerships/{second.id}/plan", second.can)
    version = int(plan.headers["etag"].strip('"'))
    rewritten = await world.put_plan(second, second.can, version, title="You cannot get away")
    assert rewritten.status_code == 200, rewritten.text
    again = await world.post(f"/partnerships/{second.id}/plan/submit", second.can)
    assert again.status_code in {200, 204, 409}
    mine = (await world.read("/me/reviews", first.ada))["partnerships"][0]["to_give"]
    (listed,) = [one for one in mine if one["id"] == review["id"]]
    assert listed["plan_title"] == before["plan"]["title"]
    assert (await world.read(path, first.ada))["plan"] == before["plan"]
