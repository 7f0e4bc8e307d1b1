"""Staff make, change and advance a cohort through the pages, without JavaScript."""

from typing import Any
from uuid import UUID

import pytest

from shared.http import Role


async def test_a_cohort_is_made_shown_changed_and_advanced_and_the_advance_taken_back(
    school: Any,
) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    visitor = await school.browser("", visitor=True)
    cohort_id = await school.cohort(lead)
    assert "Join with a class" in await visitor.get("/cohorts")
    assert "Say hello, face to face" in await visitor.get(f"/cohorts/{cohort_id}")
    page = await lead.get(f"/staff/cohorts/{cohort_id}/edit")
    version = school.found(r'name="version" value="([^>]+)">', page)
    dates = {
        name: school.found(rf'name="{name}" type="date" value="([^"]+)"', page)
        for name in ("partnering_starts_on", "course_starts_on", "project_starts_on", "closes_on")
    }
    fields = {"title": "Autumn in colour", "languages": "en", "seats": "60", **dates}
    await lead.send(f"/staff/cohorts/{cohort_id}/edit", version=version, **fields)
    stale = await lead.send(f"/staff/cohorts/{cohort_id}/edit", 412, version=version, **fields)
    assert "saved a newer version" in stale
    assert "Autumn in colour" in await visitor.get("/cohorts")
    room, ada, _can = await school.pair(cohort_id)
    done = await school.advance(lead, cohort_id, "course")
    assert "You can take it back for 24 hours" in done
    await school.tick()
    assert "A page about your school" in await ada.get(f"{room}/course")
    back = await lead.send(f"/staff/cohorts/{cohort_id}/advance/undo")
    assert "everybody is where they were" in back
    assert "Finding partners" in back


async def test_a_run_is_not_done_when_something_changed_since_the_dry_run(school: Any) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    address = f"/staff/cohorts/{cohort_id}/advance"
    seen = school.found(r'name="seen" value="([^"]+)"', await lead.get(address))
    await school.pair(cohort_id)
    page = await lead.send(address, 409, to="course", seen=seen, then="do")
    assert "Something has changed since the preview" in page
    assert "1 partnership moves" in page


async def test_staff_change_a_step_in_one_language(school: Any) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    listed = await lead.get(f"/staff/cohorts/{cohort_id}/content")
    step = school.found(r"(/staff/cohorts/[0-9a-f-]{36}/content/[0-9a-f-]{36})", listed)
    form = await lead.get(f"{step}?language=tr")
    assert "Yüz yüze merhaba deyin" in form
    version = school.found(r'name="version" value="("\d+")"', form)
    fields = {
        "version": version,
        "language": "tr",
        "title": "Merhaba!",
        "body": "Kısa.",
        "kind": "joint",
    }
    await lead.send(step, minutes="20", **fields)
    assert "Merhaba!" in await lead.get(f"{step}?language=tr")
    assert "Say hello, face to face" in await lead.get(step)


@pytest.mark.parametrize(
    "address", ["/staff/cohorts/new", "/staff/plans", f"/staff/cohorts/{UUID(int=1)}/advance"]
)
async def test_teachers_do_not_see_the_pages_of_staff(school: Any, address: str) -> None:
    teacher = await school.browser("Ada")
    await teacher.get(address, 403)
