"""The most important acts through the real services: what each person finds in the inbox after them.

`services/notifications/tests/told.csv` says who hears of which event; this says that the acts of
people announce those events, with the right people in them, and that who acted is not told of it.
"""

from datetime import timedelta
from typing import Any

import pytest

from shared import clock

PHASES = ("course", "project", "closed")


@pytest.fixture
async def pair(programme: Any) -> Any:
    """Ada and Can are partners; Free has no partner."""
    for name, country in (("ada", "TR"), ("can", "IT"), ("free", "ES")):
        await programme.arrives(name, country)
    partnership = await programme.partners("ada", "can")
    await programme.told()
    return partnership


async def test_accepting_tells_the_sender_and_asks_both_to_confirm(programme: Any) -> None:
    await programme.arrives("ada", "TR")
    await programme.arrives("can", "IT")
    await programme.told()
    invitation = await programme.invites("ada", "can")
    assert await programme.told() == {"can": {"invitation_received"}}
    accepted = await programme.act("can", "partnering", f"/invitations/{invitation}/accept")
    assert await programme.told() == {
        "ada": {"invitation_accepted", "partnership_proposed"},
        "can": {"partnership_proposed"},
    }
    path = f"/partnerships/{accepted['partnership_id']}/confirm"
    await programme.act("ada", "partnering", path)
    assert await programme.told() == {}
    await programme.act("can", "partnering", path)
    assert await programme.told() == {"ada": {"partnership_confirmed"}}


async def test_who_says_no_is_not_told_of_it(programme: Any) -> None:
    await programme.arrives("ada", "TR")
    await programme.arrives("can", "IT")
    invitation = await programme.invites("ada", "can")
    accepted = await programme.act("can", "partnering", f"/invitations/{invitation}/accept")
    await programme.told()
    path = f"/partnerships/{accepted['partnership_id']}/object"
    await programme.act("can", "partnering", path, {"reason": ""})
    assert await programme.told() == {"ada": {"partnership_objected"}}


async def test_publishing_a_matching_tells_who_has_a_partner_and_who_has_none(
    programme: Any,
) -> None:
    for name, country in (("ada", "TR"), ("can", "IT"), ("free", "TR")):
        await programme.arrives(name, country)
    await programme.told()
    await programme.publish_a_matching()
    told = await programme.told()
    alone = {name for name, kinds in told.items() if any("unmatched" in one for one in kinds)}
    matched = {name for name, kinds in told.items() if kinds == {"partnership_proposed"}}
    assert "can" in matched
    assert (len(matched), len(alone)) == (2, 1)
    assert told["lead"] == {"run_published"}
    assert "run_published" not in await programme.mailed("lead")


async def test_a_block_among_partners_tells_both_what_follows_and_staff_to_help(
    programme: Any, pair: str
) -> None:
    body = {"enrolment_id": programme.enrolments["can"]}
    await programme.act("ada", "partnering", "/me/blocks", body)
    assert await programme.told() == {
        "ada": {"contact_paused"},
        "can": {"contact_paused"},
        "lead": {"contact_paused_among"},
    }


async def test_leaving_before_the_course_tells_both_and_nobody_else(
    programme: Any, pair: str
) -> None:
    await programme.act("ada", "partnering", f"/partnerships/{pair}/leave", {"reason": ""})
    assert await programme.told() == {"ada": {"enrolment_left"}, "can": {"partnership_ended"}}


async def test_a_rescue_tells_who_waited_and_who_joins(programme: Any, pair: str) -> None:
    await programme.advance("course")
    await programme.told()
    await programme.act("ada", "partnering", f"/partnerships/{pair}/leave", {"reason": ""})
    assert await programme.told() == {
        "ada": {"enrolment_left"},
        "can": {"partner_gone"},
        "lead": {"rescue_ready"},
    }
    path = f"/cohorts/{programme.cohort_id}/rescues"
    (case,) = (await programme.ask("lead", "GET", "partnering", path)).json()["items"]
    await programme.act("lead", "partnering", f"/rescues/{case['id']}/apply")
    assert await programme.told() == {"can": {"partner_joined"}, "free": {"partner_joined"}}


async def test_the_preview_of_every_advance_shows_exactly_the_messages_that_go_out(
    programme: Any, pair: str
) -> None:
    await programme.arrives("late", "PL")
    await programme.invites("free", "late")
    await programme.told()
    for phase in PHASES:
        if phase == "closed":
            await do_share(programme, pair)
        if phase == "project":
            await programme.approved_plan(pair, "ada")
        await programme.told()
        shown = await programme.preview(phase)
        await programme.advance(phase)
        # The first week of the course opens on its day.
        with clock.travelled(timedelta(days=1)):
            await programme.settle()
        told = await programme.told()
        counted: dict[str, int] = {}
        for kinds in told.values():
            for kind in kinds:
                counted[kind] = counted.get(kind, 0) + 1
        assert counted == shown, phase
    assert "certificate_issued" in shown


async def test_a_start_of_the_course_taken_back_is_told_to_those_who_were_told_of_it(
    programme: Any, pair: str
) -> None:
    await programme.arrives("late", "PL")
    await programme.invites("free", "late")
    await programme.told()
    await programme.advance("course")
    told = await programme.told()
    assert told["ada"] == told["can"] == {"cohort_course", "course_opened"}
    assert told["free"] == {"invitation_expired"}
    await programme.undo()
    assert await programme.told() == {
        "ada": {"cohort_taken_back"},
        "can": {"cohort_taken_back"},
        "free": {"invitation_reopened"},
        "late": {"invitation_received"},
    }


async def test_a_close_taken_back_tells_everybody_that_it_goes_on_and_holders_of_certificates(
    programme: Any, pair: str
) -> None:
    await to_projects(programme, pair)
    await do_share(programme, pair)
    await programme.told()
    await programme.advance("closed")
    told = await programme.told()
    assert told["ada"] == {"cohort_closed", "certificate_issued"}
    assert told["can"] == told["free"] == {"cohort_closed"}
    await programme.undo()
    told = await programme.told()
    assert told["ada"] == {"cohort_reopened", "certificate_withdrawn"}
    assert told["can"] == told["free"] == {"cohort_reopened"}


async def test_a_close_taken_back_tells_the_held_that_their_last_day_no_longer_applies(
    programme: Any, pair: str
) -> None:
    await to_projects(programme, pair)
    await programme.told()
    held = {"partnership_id": pair, "way": "extend", "until": str(clock.today() + timedelta(22))}
    close = {"to": "closed", "dry_run": False, "ways": [held]}
    await programme.act("lead", "course", f"/cohorts/{programme.cohort_id}/advance", close)
    assert await programme.told() == {
        "ada": {"extension_granted"},
        "can": {"extension_granted"},
        "free": {"cohort_closed"},
    }
    await programme.undo()
    assert await programme.told() == {
        "ada": {"cohort_reopened_held"},
        "can": {"cohort_reopened_held"},
        "free": {"cohort_reopened"},
    }


async def test_partners_and_staff_hear_of_a_plan_that_is_never_handed_in(
    programme: Any, pair: str
) -> None:
    await programme.advance("course")
    for day in (2, 9, 16, 23):
        with clock.travelled(timedelta(days=day)):
            await programme.settle()
    await programme.told()
    with clock.travelled(timedelta(days=36)):
        await programme.settle()
    told = await programme.told()
    assert "plan_overdue" in told["ada"] & told["can"]
    assert "plan_missing" in told["lead"]
    assert "free" not in told


async def to_projects(programme: Any, pair: str) -> None:
    await programme.advance("course")
    await programme.approved_plan(pair, "ada")
    await programme.advance("project")


async def do_share(programme: Any, pair: str) -> None:
    """Ada reports the first checkpoint, and reaches a milestone."""
    board = (await programme.ask("ada", "GET", "projects", f"/partnerships/{pair}/project")).json()
    await programme.told()
    await programme.act("ada", "projects", f"/milestones/{board['milestones'][0]['id']}/reached")
    assert await programme.told() == {"can": {"milestone_reached"}}
    report = {"went_well": "We met online.", "needs_help": False}
    path = f"/checkpoints/{board['checkpoints'][0]['id']}"
    await programme.act("ada", "projects", path, report)
    assert await programme.told() == {"can": {"checkpoint_reported"}}
