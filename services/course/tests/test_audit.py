"""What staff of the course do leaves exactly one entry in the audit: who, what, for which cohort."""

from uuid import UUID

import pytest

from shared.contracts.audit import CourseActRecorded
from shared.http import Grant, Role
from shared.testing import bearer, principal


async def entries(world, *, since: int = 0):
    return [
        (one.actor_id, one.action, one.outcome, one.cohort_id, one.detail)
        for one in (await world.announced(CourseActRecorded))[since:]
    ]


async def test_creating_and_changing_a_cohort_leave_an_entry_each(world) -> None:
    cohort_id = await world.cohort(phase="draft")
    headers = {**bearer(world.lead, "course"), "If-Match": '"1"'}
    change = {"title": "Another title", "seats": 61, "languages": ["en"]}
    path = f"/v1/cohorts/{cohort_id}"
    assert (await world.client.patch(path, json=change, headers=headers)).status_code == 200
    who = world.lead.person_id
    assert await entries(world) == [
        (who, "create_cohort", "done", cohort_id, ""),
        (who, "change_cohort", "done", cohort_id, "seats title"),
    ]


async def test_saving_a_cohort_as_it_is_leaves_no_entry(world) -> None:
    cohort_id = await world.cohort(phase="draft")
    path = f"/v1/cohorts/{cohort_id}"
    title = (await world.client.get(path, headers=bearer(world.lead, "course"))).json()["title"]
    headers = {**bearer(world.lead, "course"), "If-Match": '"1"'}
    answer = await world.client.patch(path, json={"title": title}, headers=headers)
    assert (answer.status_code, len(await entries(world))) == (200, 1)


async def test_a_stale_change_leaves_no_entry(world) -> None:
    cohort_id = await world.cohort(phase="draft")
    headers = {**bearer(world.lead, "course"), "If-Match": '"7"'}
    path = f"/v1/cohorts/{cohort_id}"
    answer = await world.client.patch(path, json={"title": "Another title"}, headers=headers)
    assert (answer.status_code, len(await entries(world))) == (412, 1)


async def test_advancing_and_its_undo_leave_an_entry_each_and_the_preview_none(world) -> None:
    cohort_id = await world.cohort(phase="partnering")
    before = len(await entries(world))
    path = f"/cohorts/{cohort_id}/advance"
    await world.do(path, world.lead, {"to": "course"})
    assert len(await entries(world)) == before
    await world.do(path, world.lead, {"to": "course", "dry_run": False})
    await world.do(f"{path}/undo", world.lead)
    who = world.lead.person_id
    assert await entries(world, since=before) == [
        (who, "advance_cohort", "done", cohort_id, "partnering course 0 0"),
        (who, "undo_advance", "done", cohort_id, "course partnering"),
    ]
    refused = await world.post(path, world.lead, {"to": "closed", "dry_run": False})
    assert (refused.status_code, len(await entries(world))) == (409, before + 2)


async def test_whom_staff_hold_back_is_counted_in_the_entry_of_the_advance(world) -> None:
    cohort_id = await world.cohort(phase="partnering")
    pairs = [await world.pair(cohort_id) for _ in range(3)]
    before = len(await entries(world))
    await world.advance(cohort_id, "course", hold=[str(pairs[0].id)])
    await world.advance(cohort_id, "course")
    assert [one[1:2] + one[4:] for one in await entries(world, since=before)] == [
        ("advance_cohort", "partnering course 2 1"),
        ("advance_cohort", "course course 1 0"),
    ]


async def test_editing_a_step_leaves_an_entry_for_its_cohort(world) -> None:
    pair = await world.learning_pair()
    step_id = await world.step(pair, "joint")
    before = len(await entries(world))
    headers = {**bearer(world.lead, "course"), "If-Match": '"1"'}
    answer = await world.client.patch(
        f"/v1/steps/{step_id}", json={"title": "Secret words", "language": "en"}, headers=headers
    )
    assert answer.status_code == 200, answer.text
    (entry,) = (await world.announced(CourseActRecorded))[before:]
    assert (entry.action, entry.cohort_id) == ("edit_step", pair.cohort_id)
    assert entry.subject_id == UUID(step_id)
    assert "Secret" not in entry.model_dump_json()


@pytest.mark.parametrize(("act", "name"), [("approve", "approve_plan"), ("return", "return_plan")])
async def test_deciding_on_a_plan_leaves_an_entry_about_its_members(world, act, name) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    tutor = principal(None, Grant(Role.TUTOR, pair.cohort_id))
    before = len(await entries(world))
    note = "Say where the classes need each other."
    await world.do(f"/partnerships/{pair.id}/plan/{act}", tutor, {"note": note, "version": 2})
    (entry,) = (await world.announced(CourseActRecorded))[before:]
    assert (entry.actor_id, entry.action, entry.outcome) == (tutor.person_id, name, "done")
    assert (entry.cohort_id, entry.subject_id) == (pair.cohort_id, pair.id)
    assert set(entry.person_ids) == set(pair.person_ids)
    assert note not in entry.model_dump_json()


async def test_deciding_on_ones_own_plan_is_recorded_as_denied_and_not_as_done(world) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    own = principal(pair.ada.person_id, Role.PROGRAMME_LEAD)
    before = len(await entries(world))
    answer = await world.post(
        f"/partnerships/{pair.id}/plan/approve", own, {"note": "", "version": 2}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "own-partnership")
    assert await entries(world, since=before) == [
        (own.person_id, "approve_plan", "denied", pair.cohort_id, "")
    ]


async def test_what_teachers_do_themselves_is_not_in_the_audit(world) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    other = await world.submitted_pair(pair.cohort_id)
    before = len(await entries(world))
    (review,) = await world.to_give(pair)
    await world.do(f"/reviews/{review['id']}", pair.ada, world.feedback)
    await world.put_plan(other, other.can, 2, title="Another title")
    assert len(await entries(world)) == before
