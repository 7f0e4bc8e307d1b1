"""Silence: who is reminded, who is asked, when a pair becomes a case for staff, and what staff see."""

from datetime import timedelta

from shared import clock
from shared.contracts.course import (
    CheckInAnswered,
    CheckInAsked,
    MentorAsked,
    PartnershipActiveAgain,
    PartnershipNudged,
    PartnershipStranded,
)
from shared.http import Grant, Role
from shared.testing import principal

STAGES = (PartnershipNudged, CheckInAsked, MentorAsked, PartnershipStranded)


async def pass_days(world, *days: int, busy=None, pair=None) -> list[str]:
    """Go through these days; `busy` writes on each of them. The names of what was announced."""
    for day in days:
        with clock.travelled(timedelta(days=day, minutes=1)):
            if busy is not None:
                await world.hear(pair.message(busy))
            await world.tick()
    return [type(event).__name__ for event in await world.announced(*STAGES)]


async def test_silence_is_answered_on_days_three_five_seven_and_nine(world) -> None:
    pair = await world.learning_pair()
    assert await pass_days(world, *range(1, 12), busy=pair.ada, pair=pair) == [
        "PartnershipNudged",
        "CheckInAsked",
        "MentorAsked",
        "PartnershipStranded",
    ]
    (stranded,) = await world.announced(PartnershipStranded)
    assert stranded.silent_person_ids == (pair.can.person_id,)
    assert stranded.waiting_person_ids == (pair.ada.person_id,)


async def test_the_mentor_of_the_cohort_is_asked_before_its_lead(world) -> None:
    pair = await world.learning_pair()
    mentor = principal(None, Grant(Role.MENTOR, pair.cohort_id))
    elsewhere = principal(None, Grant(Role.MENTOR, pair.id))
    await world.hear(
        *(world.person(who, name) for who, name in ((mentor, "Mia"), (elsewhere, "Max"))),
        world.person(world.lead, "Lea"),
    )
    await pass_days(world, 3, 5, 7)
    (asked,) = await world.announced(MentorAsked)
    assert asked.person_ids == (mentor.person_id,)


async def test_an_answer_of_the_silent_one_stops_the_reminders(world) -> None:
    pair = await world.learning_pair()
    await pass_days(world, 3, busy=pair.ada, pair=pair)
    with clock.travelled(timedelta(days=4)):
        await world.hear(pair.message(pair.can), pair.message(pair.ada))
    assert await pass_days(world, 5, 6) == ["PartnershipNudged"]
    assert await pass_days(world, 7) == ["PartnershipNudged", "PartnershipNudged"]


async def test_holidays_of_the_silent_one_do_not_count(world) -> None:
    today = clock.today()
    pair = await world.learning_pair(free=((today, today + timedelta(days=8)),))
    assert await pass_days(world, *range(1, 11), busy=pair.ada, pair=pair) == []
    assert await pass_days(world, 12, busy=pair.ada, pair=pair) == ["PartnershipNudged"]


async def test_after_an_outage_the_reminders_come_one_by_one(world) -> None:
    pair = await world.learning_pair()
    assert await pass_days(world, 20) == ["PartnershipNudged"]
    assert await pass_days(world, 21, busy=pair.ada, pair=pair) == [
        "PartnershipNudged",
        "CheckInAsked",
    ]


async def test_who_has_done_everything_is_not_called_silent(world) -> None:
    pair = await world.learning_pair()
    for step in (await world.course(pair))["weeks"][0]["steps"]:
        await world.tick_step(pair, step["id"], pair.ada, pair.can)
    assert await pass_days(world, *range(1, 7)) == []
    with clock.travelled(timedelta(days=7)):
        await world.tick()
    assert await pass_days(world, 8, 9) == []
    assert await pass_days(world, 10, 11) == ["PartnershipNudged"]


async def test_a_week_asked_for_is_a_week_given(world) -> None:
    pair = await world.learning_pair()
    path = f"/partnerships/{pair.id}/check-in"
    with clock.travelled(timedelta(days=4)):
        await world.do(path, pair.can, {"answer": "need_a_week"})
        await world.do(path, pair.ada, {"answer": "still_in"})
    assert await pass_days(world, *range(5, 14), busy=pair.ada, pair=pair) == []
    assert await pass_days(world, 14, 15, busy=pair.ada, pair=pair) == ["PartnershipNudged"]
    answers = await world.announced(CheckInAnswered)
    assert [(one.answered_by, one.answer) for one in answers] == [
        (pair.can.person_id, "need_a_week"),
        (pair.ada.person_id, "still_in"),
    ]


async def test_who_must_stop_frees_the_other_at_once(world) -> None:
    pair = await world.learning_pair()
    path = f"/partnerships/{pair.id}/check-in"
    await world.do(path, pair.can, {"answer": "must_stop"})
    await world.do(path, pair.can, {"answer": "must_stop"})
    (stranded,) = await world.announced(PartnershipStranded)
    assert stranded.waiting_person_ids == (pair.ada.person_id,)


async def test_the_course_page_asks_whoever_has_not_answered(world) -> None:
    pair = await world.learning_pair()
    await pass_days(world, 3, 5)
    with clock.travelled(timedelta(days=5, hours=1)):
        await world.do(f"/partnerships/{pair.id}/check-in", pair.ada, {"answer": "need_a_week"})
        asked = [(await world.course(pair, who))["check_in_asked"] for who in (pair.ada, pair.can)]
    assert asked == [False, True]


async def test_only_the_silent_one_is_asked_whether_they_will_continue(world) -> None:
    pair = await world.learning_pair()
    await pass_days(world, *range(1, 6), busy=pair.ada, pair=pair)
    (asked,) = await world.announced(CheckInAsked)
    assert asked.silent_person_ids == (pair.can.person_id,)
    assert set(asked.person_ids) == {pair.ada.person_id, pair.can.person_id}
    with clock.travelled(timedelta(days=5, hours=1)):
        pages = [await world.course(pair, who) for who in (pair.ada, pair.can)]
        board = await world.read(f"/cohorts/{pair.cohort_id}/health", world.lead)
    assert [page["check_in_asked"] for page in pages] == [False, True]
    asked = [one for one in board["items"][0]["facts"] if one["fact"] == "check_in_unanswered"]
    assert asked[0]["person_ids"] == [str(pair.can.person_id)]


async def test_who_was_left_by_their_partner_is_not_asked_whether_they_will_continue(world) -> None:
    pair = await world.learning_pair()
    await pass_days(world, 3, 5)
    with clock.travelled(timedelta(days=5, hours=1)):
        assert (await world.course(pair, pair.ada))["check_in_asked"]
        await world.hear(pair.members_changed(pair.seats()[0]))
        assert not (await world.course(pair, pair.ada))["check_in_asked"]


async def test_who_was_left_by_their_partner_is_at_risk_and_is_not_reminded(world) -> None:
    pair = await world.learning_pair()
    await world.hear(pair.members_changed(pair.seats()[0]))
    assert await pass_days(world, 3, 5, 7, 9) == []
    with clock.travelled(timedelta(days=9)):
        board = await world.read(f"/cohorts/{pair.cohort_id}/health", world.lead)
    (alone,) = board["items"]
    assert (alone["colour"], alone["suggested_action"]) == ("red", "find_a_new_partner")
    assert alone["facts"][0]["fact"] == "left_alone"


async def test_when_all_are_silent_a_mentor_calls_and_nobody_is_replaced(world) -> None:
    pair = await world.learning_pair()
    assert (await pass_days(world, *range(1, 11)))[-1] == "PartnershipStranded"
    (stranded,) = await world.announced(PartnershipStranded)
    assert (len(stranded.silent_person_ids), stranded.waiting_person_ids) == (2, ())
    with clock.travelled(timedelta(days=10)):
        board = await world.read(f"/cohorts/{pair.cohort_id}/health", world.lead)
    assert board["items"][0]["suggested_action"] == "call_a_mentor"


async def test_others_hear_when_a_quiet_partnership_is_active_again(world) -> None:
    pair = await world.learning_pair()
    await pass_days(world, 3, busy=pair.ada, pair=pair)
    with clock.travelled(timedelta(days=4)):
        await world.hear(pair.message(pair.ada))
        assert await world.announced(PartnershipActiveAgain) == []
        await world.hear(pair.message(pair.can))
    (again,) = await world.announced(PartnershipActiveAgain)
    assert again.partnership_id == pair.id


async def test_a_completed_or_broken_up_pair_is_left_in_peace(world) -> None:
    pair = await world.learning_pair()
    await world.hear(pair.dissolved())
    assert await pass_days(world, 3, 5, 7, 9) == []


async def test_the_board_shows_the_red_first_with_names_and_a_suggestion(world) -> None:
    cohort_id = await world.running_cohort()
    busy, quiet = await world.learning_pair(cohort_id), await world.learning_pair(cohort_id)
    with clock.travelled(timedelta(days=8)):
        await world.hear(busy.message(busy.ada), busy.message(busy.can))
        board = await world.read(f"/cohorts/{cohort_id}/health", world.lead)
        reds = await world.read(f"/cohorts/{cohort_id}/health", world.lead, colour="red")
    assert [(one["partnership_id"], one["colour"]) for one in board["items"]] == [
        (str(quiet.id), "red"),
        (str(busy.id), "green"),
    ]
    red = board["items"][0]
    assert (red["suggested_action"], red["facts"][0]["fact"]) == ("call_a_mentor", "not_begun")
    assert {one["name"] for one in red["members"]} == {"Ada Wiśniewska", "Can Öztürk"}
    assert (board["red"], board["green"]) == (1, 1)
    assert [one["partnership_id"] for one in reds["items"]] == [str(quiet.id)]


async def test_nobody_reads_the_health_of_their_own_partnership(world) -> None:
    pair = await world.learning_pair()
    both = principal(pair.ada.person_id, Role.TUTOR)
    board = await world.read(f"/cohorts/{pair.cohort_id}/health", both)
    assert board["items"] == []


async def test_the_board_of_a_cohort_is_for_those_who_look_after_it(world) -> None:
    cohort_id = await world.running_cohort()
    for who, status in (
        (principal(), 403),
        (principal(None, Role.MODERATOR), 403),
        (principal(None, Grant(Role.TUTOR, await world.running_cohort())), 404),
        (principal(None, Grant(Role.EVALUATOR, cohort_id)), 200),
    ):
        assert (await world.get(f"/cohorts/{cohort_id}/health", who)).status_code == status
