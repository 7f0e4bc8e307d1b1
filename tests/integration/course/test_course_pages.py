"""A pair learns, plans and reviews through the pages, without JavaScript."""

from datetime import timedelta
from typing import Any

from shared import clock
from shared.http import Role


async def test_a_pair_learns_writes_its_plan_without_losing_a_word_and_is_approved(
    school: Any,
) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    room, ada, can = await school.pair(cohort_id)
    await school.tick()
    step = school.found(r"(/course/steps/[0-9a-f-]{36})", await ada.get(f"{room}/course"))
    assert "Forty minutes are enough" in await ada.get(room + step)
    assert "Undo" in await ada.send(f"{room}{step}/done")
    assert "Not yet ticked by: you" in await can.get(room + step)
    version = school.found(r'name="version" value="([^>]+)">', await ada.get(f"{room}/plan"))
    saved = {**school.plan, "version": version, "then": "save"}
    await ada.send(f"{room}/plan", **saved)
    conflict = await can.send(f"{room}/plan", 412, **{**saved, "roles": "Can's own long words"})
    assert "Can's own long words" in conflict
    assert "Ada keeps the table" in conflict
    version = school.found(r'name="version" value="([^>]+)">', conflict)
    again = {**saved, "version": version, "roles": "Can's own long words"}
    await can.send(f"{room}/plan", **again)
    versions = await ada.get(f"{room}/plan/versions")
    assert "Ada keeps the table" in versions
    assert "Can's own long words" in versions
    await ada.hand_in(room, roles="Both of us.")
    assert "Whose tap water?" in await lead.get("/staff/plans")
    refused = await lead.send(f"{room}/plan/decision", 422, decision="return", note="")
    assert "Fill in “A note to the partners”." in refused
    read = school.found(r'name="version" value="(\d+)"', await lead.get(f"{room}/plan"))
    await lead.send(f"{room}/plan/decision", decision="approve", note="", version=read)
    assert "Approved" in await can.get(f"{room}/plan")


async def test_an_unfinished_plan_is_saved_and_says_what_is_missing(school: Any) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    room, ada, _can = await school.pair(cohort_id)
    version = school.found(r'name="version" value="([^>]+)">', await ada.get(f"{room}/plan"))
    page = await ada.send(
        f"{room}/plan", 422, **{**school.plan, "product": "", "version": version, "then": "submit"}
    )
    assert "Fill in “Product”." in page
    assert "Whose tap water?" in await ada.get(f"{room}/plan")


async def test_partnerships_review_each_other_through_the_pages(school: Any) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    pairs = [await school.pair(cohort_id) for _ in range(2)]
    for number, (room, ada, _can) in enumerate(pairs):
        await ada.hand_in(room, title=f"Plan {number}")
    (_room, ada, _can), (_other, _ada, other_can) = pairs
    review = school.found(r"(/reviews/[0-9a-f-]{36})", await ada.get("/reviews"))
    assert "Plan 1" in await ada.get(review)
    thin = await ada.send(review, 422, **{**school.feedback, "specific_example": "ok"})
    assert "at least 5 different words" in thin
    assert "Let both classes measure on one day." in thin
    await ada.send(review, **school.feedback)
    assert "Let both classes measure on one day." in await other_can.get("/reviews")
    assert (await other_can.client.get(review)).status_code == 404


async def test_a_silent_pair_is_asked_and_stands_red_on_the_board(school: Any) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    room, ada, _can = await school.pair(cohort_id)
    await school.tick()
    for day in (3, 5, 7):
        with clock.travelled(timedelta(days=day, minutes=5)):
            await school.tick()
    with clock.travelled(timedelta(days=7, hours=1)):
        board = await lead.get(f"/staff/cohorts/{cohort_id}/health")
        assert "Has not begun for 7 days: Ada Nowak and Can Öz" in board
        assert "Ask a mentor to call them." in board
        assert "Will you continue?" in await ada.get(f"{room}/course")
        await ada.send(f"{room}/check-in", answer="need_a_week")
        assert "Will you continue?" not in await ada.get(f"{room}/course")
