"""A partnership that goes on in another cohort, through all services: told once, and at work there."""

from datetime import timedelta
from typing import Any

from shared import clock

from .test_inboxes import do_share, pair, to_projects

__all__ = ["pair"]


async def another_cohort(programme: Any) -> str:
    today = clock.today()
    cohort = {
        "template": "four-weeks-fixed", "title": "Winter", "slug": "winter",
        "languages": ["en"], "seats": 60, "partnering_starts_on": str(today),
        "course_starts_on": str(today + timedelta(days=30)),
        "project_starts_on": str(today + timedelta(days=60)),
        "closes_on": str(today + timedelta(days=150)),
    }  # fmt: skip
    made = await programme.made("lead", "course", "/cohorts", cohort)
    open_it = {"to": "partnering", "dry_run": False}
    await programme.act("lead", "course", f"/cohorts/{made}/advance", open_it)
    return str(made)


async def test_a_held_partnership_moves_is_told_once_and_ends_with_its_new_cohort(
    programme: Any, pair: str
) -> None:
    await to_projects(programme, pair)
    old, new = programme.cohort_id, await another_cohort(programme)
    close = {"to": "closed", "dry_run": False, "hold": [pair]}
    await programme.act("lead", "course", f"/cohorts/{old}/advance", close)
    await programme.told()
    wish = {"way": "move", "reason": "Our school was closed."}
    await programme.act("ada", "course", f"/partnerships/{pair}/extension", wish)
    assert await programme.told() == {
        "can": {"extension_asked_by_partner"},
        "lead": {"extension_asked"},
    }
    path = f"/cohorts/{old}/partnerships/{pair}"
    found = (await programme.ask("lead", "GET", "partnering", f"{path}/destinations")).json()
    assert [(one["title"], one["obstacle"]) for one in found] == [("Winter", None)]
    await programme.act("lead", "partnering", f"{path}/transfer", {"to_cohort_id": new})
    assert await programme.told() == {
        "ada": {"partnership_transferred"},
        "can": {"partnership_transferred"},
    }
    # The last day of the old cohort means nothing any more, and neither does undoing its close.
    with clock.travelled(timedelta(days=40)):
        await programme.settle()
        assert not {"cohort_closed", "extension_ending"} & (await programme.told()).get(
            "ada", set()
        )
    await programme.undo()
    assert set(await programme.told()) == {"free"}
    await do_share(programme, pair)
    await programme.told()
    programme.cohort_id = new
    for phase in ("course", "project"):
        await programme.advance(phase)
        assert await programme.told() == {}
    await programme.advance("closed")
    told = await programme.told()
    assert told["ada"] == {"cohort_closed", "certificate_issued"}
    assert told["can"] == {"cohort_closed"}
    mine = (await programme.ask("ada", "GET", "projects", "/me/certificates")).json()
    assert [one["cohort_title"] for one in mine["items"]] == ["Winter"]
