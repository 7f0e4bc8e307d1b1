"""A held partnership goes on in another cohort: its board, its reports and its result go with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared import clock
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.projects import CertificateIssued, CertificateWithdrawn, ProjectOpened
from shared.contracts.transfers import PartnershipTransferred
from shared.ids import new_id

from .test_certificates import do_share


def moved(pair: Any, to: UUID, phase: Any = "project") -> PartnershipTransferred:
    return PartnershipTransferred(
        partnership_id=pair.id,
        from_cohort_id=pair.cohort_id,
        cohort_id=to,
        phase=phase,
        person_ids=pair.person_ids,
        enrolment_ids=(pair.ada_enrolment, pair.can_enrolment),
        transferred_by=new_id(),
    )


async def held_after_the_close(programme: Any, pair: Any) -> Any:
    await programme.begin(pair)
    await programme.hear(pair.advanced("closed", "project", held=(pair.id,)))
    return pair


def elsewhere(pair: Any) -> Any:
    """The same partnership in another cohort."""
    return replace(pair, cohort_id=new_id())


async def board(programme: Any, pair: Any) -> Any:
    answer = await programme.get(f"/partnerships/{pair.id}/project", pair.ada)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_board_goes_on_in_the_new_cohort_until_that_one_closes(programme, pair, lead):
    await held_after_the_close(programme, pair)
    there = elsewhere(pair)
    await programme.hear(there.cohort("project"), moved(pair, there.cohort_id))
    found = await board(programme, pair)
    assert (found["cohort_id"], found["state"]) == (str(there.cohort_id), "on_track")
    queue = await programme.get(f"/cohorts/{there.cohort_id}/projects", lead)
    assert [one["partnership_id"] for one in queue.json()["items"]] == [str(pair.id)]
    assert (await programme.get(f"/cohorts/{pair.cohort_id}/projects", lead)).json()["items"] == []
    await programme.hear(there.advanced("closed", "project"))
    assert (await board(programme, pair))["state"] == "closed"


async def test_reports_go_on_when_the_old_dates_are_over(programme, pair):
    await held_after_the_close(programme, pair)
    before = [one["due_on"] for one in (await board(programme, pair))["checkpoints"]]
    there = elsewhere(pair)
    with clock.travelled(timedelta(days=60)):
        await programme.hear(there.cohort("project"), moved(pair, there.cohort_id))
        after = [one["due_on"] for one in (await board(programme, pair))["checkpoints"]]
        assert after[: len(before)] == before
        assert after[len(before) :]
        assert all(due > str(clock.today()) for due in after[len(before) :])


async def test_a_board_that_waits_opens_when_the_new_cohort_begins_its_projects(programme, pair):
    await programme.hear(pair.cohort("course"), *pair.people(), pair.confirmed(), pair.plan())
    await programme.hear(pair.advanced("closed", "project", held=(pair.id,)))
    there = elsewhere(pair)
    await programme.hear(there.cohort("course"), moved(pair, there.cohort_id, "course"))
    await programme.tick()
    assert await programme.announced(ProjectOpened) == []
    await programme.hear(there.advanced("project"))
    await programme.tick()
    (opened,) = await programme.announced(ProjectOpened)
    assert (opened.cohort_id, opened.partnership_id) == (there.cohort_id, pair.id)


async def test_what_is_heard_late_of_the_old_cohort_does_not_hold_it_in_the_new_one(
    programme, pair
):
    await programme.hear(pair.cohort("course"), *pair.people(), pair.confirmed(), pair.plan())
    there = elsewhere(pair)
    await programme.hear(there.cohort("course"), moved(pair, there.cohort_id, "course"))
    await programme.hear(pair.advanced("closed", "project", held=(pair.id,)))
    await programme.hear(there.advanced("project"))
    await programme.tick()
    assert [one.partnership_id for one in await programme.announced(ProjectOpened)] == [pair.id]


async def test_a_certificate_that_only_the_last_day_had_earned_is_withdrawn(programme, pair):
    await held_after_the_close(programme, pair)
    await do_share(programme, pair, pair.ada)
    ended = PartnershipsMoved(
        cohort_id=pair.cohort_id, from_phase="project", phase="closed", partnership_ids=(pair.id,)
    )
    await programme.hear(ended)
    await programme.tick()
    issued = await programme.announced(CertificateIssued)
    assert [one.person_id for one in issued] == [pair.ada.person_id]
    there = elsewhere(pair)
    await programme.hear(there.cohort("project"), moved(pair, there.cohort_id))
    await programme.tick()
    (withdrawn,) = await programme.announced(CertificateWithdrawn)
    assert withdrawn.code == issued[0].code
