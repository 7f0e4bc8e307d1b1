"""Cohorts: made from templates, described to everybody, changed with care."""

from datetime import timedelta
from typing import Any

import pytest

from course.content.library import FOUR_WEEKS, LANGUAGES
from shared import clock
from shared.contracts.course import CohortChanged
from shared.http import Grant, Role
from shared.testing import bearer, principal


async def test_a_cohort_from_a_template_gets_a_course_of_its_own(world) -> None:
    cohort_id = await world.cohort()
    weeks = await world.read(f"/cohorts/{cohort_id}/weeks")
    assert [len(week["steps"]) for week in weeks] == [5, 5, 5, 5]
    assert {step["kind"] for week in weeks for step in week["steps"]} == {"joint", "individual"}


async def test_the_outline_is_in_the_readers_language_and_english_where_there_is_none(
    world,
) -> None:
    cohort_id = await world.cohort()
    titles = {
        language: (await world.read(f"/cohorts/{cohort_id}/weeks", language=language))[0]["title"]
        for language in ("en", "tr", "fi")
    }
    assert titles["tr"] == "Tanışın, okullarınızı tanıyın"
    assert titles["fi"] == titles["en"]


def test_every_step_of_the_library_says_something_in_every_language() -> None:
    for week in FOUR_WEEKS:
        for step in week.steps:
            for language in LANGUAGES:
                assert len(step.texts[language].body) > 600, (step.key, language)


async def test_staff_edit_a_step_of_one_cohort_and_no_other(world) -> None:
    first, second = await world.cohort(), await world.cohort()
    step = (await world.read(f"/cohorts/{first}/weeks"))[0]["steps"][0]
    tutor = principal(None, Grant(Role.TUTOR, first))
    edited = await world.client.patch(
        f"/v1/steps/{step['id']}",
        json={"title": "Say hello twice", "minutes": 50},
        headers={**bearer(tutor, "course"), "If-Match": '"1"'},
    )
    assert edited.json()["title"] == "Say hello twice"
    other = (await world.read(f"/cohorts/{second}/weeks"))[0]["steps"][0]
    assert (other["title"], other["minutes"]) == (step["title"], step["minutes"])


async def test_a_tutor_of_another_cohort_cannot_edit_a_step(world) -> None:
    cohort_id = await world.cohort()
    step = (await world.read(f"/cohorts/{cohort_id}/weeks"))[0]["steps"][0]
    stranger = principal(None, Grant(Role.TUTOR, await world.cohort()))
    answer = await world.client.patch(
        f"/v1/steps/{step['id']}",
        json={"minutes": 5},
        headers={**bearer(stranger, "course"), "If-Match": '"1"'},
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("language", ["en", "tr", "fi"])
async def test_the_second_of_two_edits_of_a_step_does_not_delete_the_first(
    world, language: str
) -> None:
    cohort_id = await world.cohort()
    outline = (await world.read(f"/cohorts/{cohort_id}/weeks"))[0]["steps"][0]
    path = f"/v1/steps/{outline['id']}"
    tutor = bearer(principal(None, Grant(Role.TUTOR, cohort_id)), "course")
    read = await world.client.get(path, params={"language": language}, headers=tutor)

    async def save(words: str, version: str) -> Any:
        edit = {"language": language, "body": f"{read.json()['body']}\n{words}"}
        return await world.client.patch(path, json=edit, headers={**tutor, "If-Match": version})

    first = await save("Edit one", read.headers["ETag"])
    assert first.status_code == 200
    second = await save("Edit two", read.headers["ETag"])
    assert (second.status_code, second.json()["type"].rsplit("/", 1)[-1]) == (412, "stale-version")
    now = (await world.client.get(path, params={"language": language}, headers=tutor)).json()
    assert now["body"].endswith("Edit one")
    assert (await save("Both", first.headers["ETag"])).status_code == 200


async def test_a_step_is_not_edited_without_saying_which_version_was_read(world) -> None:
    cohort_id = await world.cohort()
    step = (await world.read(f"/cohorts/{cohort_id}/weeks"))[0]["steps"][0]
    tutor = bearer(principal(None, Grant(Role.TUTOR, cohort_id)), "course")
    answer = await world.client.patch(f"/v1/steps/{step['id']}", json={"minutes": 5}, headers=tutor)
    assert answer.status_code == 428


async def test_a_draft_is_seen_by_staff_only(world) -> None:
    cohort_id = await world.cohort(phase="draft")
    assert (await world.get(f"/cohorts/{cohort_id}")).status_code == 404
    assert (await world.get(f"/cohorts/{cohort_id}", principal())).status_code == 404
    assert (await world.read(f"/cohorts/{cohort_id}", world.lead))["phase"] == "draft"
    assert (await world.read("/cohorts"))["items"] == []


async def test_the_same_key_creates_one_cohort(world) -> None:
    request = world.cohort_request()
    first = await world.post("/cohorts", world.lead, request, Idempotency_Key="k1")
    again = await world.post("/cohorts", world.lead, request, Idempotency_Key="k1")
    assert first.json() == again.json()
    assert len(await world.announced(CohortChanged)) == 1


async def test_dates_that_run_backwards_are_refused_with_the_field(world) -> None:
    request = world.cohort_request(project_starts_on="2020-01-01")
    answer = await world.post("/cohorts", world.lead, request)
    assert answer.status_code == 422
    assert "/project_starts_on" in [error["pointer"] for error in answer.json()["errors"]]


async def test_a_cohort_that_is_over_before_it_begins_is_refused(world) -> None:
    dates = ("partnering_starts_on", "course_starts_on", "project_starts_on", "closes_on")
    over = dict(zip(dates, ("2020-01-06", "2020-02-03", "2020-03-02", "2020-06-01"), strict=True))
    answer = await world.post("/cohorts", world.lead, world.cohort_request(**over))
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {f"/{one}" for one in dates}
    cohort_id = await world.cohort(phase="draft")
    headers = {**bearer(world.lead, "course"), "If-Match": '"1"'}
    address = f"/v1/cohorts/{cohort_id}"
    assert (await world.client.patch(address, json=over, headers=headers)).status_code == 422
    # What has ended on its day can still be given another title.
    with clock.travelled(timedelta(days=400)):
        titled = await world.client.patch(address, json={"title": "Ended"}, headers=headers)
        assert titled.status_code == 200


async def test_only_a_lead_of_all_cohorts_creates_one(world) -> None:
    for who in (principal(), principal(None, Role.TUTOR), principal(None, Role.OPERATOR)):
        answer = await world.post("/cohorts", who, world.cohort_request())
        assert answer.status_code == 403
    elsewhere = principal(None, Grant(Role.PROGRAMME_LEAD, await world.cohort()))
    answer = await world.post("/cohorts", elsewhere, world.cohort_request())
    assert answer.status_code == 403


async def test_a_change_needs_the_version_that_was_read(world) -> None:
    cohort_id = await world.cohort(phase="draft")
    headers = bearer(world.lead, "course")
    address = f"/v1/cohorts/{cohort_id}"
    changed = await world.client.patch(
        address, json={"title": "Spring"}, headers={**headers, "If-Match": '"1"'}
    )
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = await world.client.patch(
        address, json={"title": "Summer"}, headers={**headers, "If-Match": '"1"'}
    )
    assert stale.status_code == 412
    blind = await world.client.patch(address, json={"title": "Summer"}, headers=headers)
    assert blind.status_code == 428
    events = await world.announced(CohortChanged)
    assert [event.title for event in events] == ["Autumn 1", "Spring"]


async def test_the_start_of_a_phase_that_has_begun_stays(world) -> None:
    cohort_id = await world.running_cohort()
    version = (await world.read(f"/cohorts/{cohort_id}", world.lead))["version"]
    answer = await world.client.patch(
        f"/v1/cohorts/{cohort_id}",
        json={"course_starts_on": "2026-01-01"},
        headers={**bearer(world.lead, "course"), "If-Match": f'"{version}"'},
    )
    assert answer.status_code == 422


async def test_a_short_name_is_used_once(world) -> None:
    await world.cohort(slug="winter")
    answer = await world.post("/cohorts", world.lead, world.cohort_request(slug="winter"))
    assert (answer.status_code, answer.json()["type"]) == (409, "slug-taken")
