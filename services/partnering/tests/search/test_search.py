"""Finding a partner: who is shown, why, and which filter stands in the way."""

from datetime import timedelta
from typing import Any

import pytest

from partnering.enrolments.cards import get_card
from partnering.invitations.actions import decline_invitation, send_invitation
from partnering.invitations.schemas import Decline, InvitationRequest
from partnering.people.blocking import block_person
from partnering.preview.queries import preview
from partnering.search.filters import Wanted
from partnering.search.queries import search
from partnering.search.rules import fold, matches
from shared import clock
from shared.http import NotFound, Role
from shared.testing import principal


async def find(session: Any, mine: Any, **wanted: Any) -> Any:
    return await search(session, mine[0].who, mine[1].cohort_id, mine[1].id, Wanted(**wanted), None)


async def test_only_those_who_may_be_partners_are_found(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "TR")
    good = await world.enrolled(cohort, "IT")
    await world.enrolled(cohort, "TR")
    await world.enrolled(cohort, "ES", languages={"es": "C2"})
    await world.enrolled(cohort, "PL", pupils_age_from=4, pupils_age_to=6)
    blocked = await world.enrolled(cohort, "ES")
    await block_person(session, blocked[0].who, mine[1].id)
    found = await find(session, mine)
    assert [one.enrolment_id for one in found.items] == [good[1].id]
    assert found.items[0].person_name == "Teacher 2"


async def test_whoever_does_not_bring_what_one_of_both_insists_on_is_not_found(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    times = [{"weekday": 1, "from": "09:00", "to": "13:00"}]
    mine = await world.enrolled(cohort, "TR", availability=times)
    at_other_times = [{"weekday": 3, "from": "14:00", "to": "15:30"}]

    async def other(musts: list[str], **more: Any) -> Any:
        return await world.enrolled(cohort, "IT", profile={"wishes": {"musts": musts}}, **more)

    good = await other(["hours", "subjects"], availability=times)
    easy = await other([], availability=at_other_times, subjects=["arts"])
    await other(["hours"], availability=at_other_times)
    await other(["subjects"], subjects=["arts"])
    await world.enrolled(
        cohort, "PL", profile={"wishes": {"countries": ["IT"], "musts": ["countries"]}}
    )
    found = await find(session, mine)
    assert {one.enrolment_id for one in found.items} == {good[1].id, easy[1].id}


async def test_a_result_says_why_and_when(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "TR")
    # 09:00 to 10:00 in Rome is 11:00 to 12:00 in Istanbul in winter.
    await world.enrolled(
        cohort, "IT", availability=[{"weekday": 1, "from": "09:00", "to": "11:00"}]
    )
    [card] = (await find(session, mine)).items
    assert {one.code for one in card.reasons} == {
        "shared_language", "common_ages", "common_subjects",
    }  # fmt: skip
    assert card.caution.code == "calendar_unknown"
    assert card.overlap == [0, 60, 0, 0, 0, 0, 0]
    assert card.calendar_known is False


async def test_until_i_am_verified_others_have_no_names(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "TR", verified=False)
    other = await world.enrolled(
        cohort, "IT", profile={"headline": "Films", "about": "I film with my pupils."}
    )
    [card] = (await find(session, mine)).items
    hidden = (
        card.person_id, card.person_name, card.school_name, card.place, card.class_name,
        card.headline, card.about, card.description,
    )  # fmt: skip
    assert hidden == (None,) * 8
    assert card.anonymised
    assert (await find(session, mine, text="films")).total == 0
    opened = await get_card(session, mine[0].who, other[1].id, None)
    assert opened.person_name is None


async def test_who_is_not_verified_is_shown_without_a_name(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "TR")
    await world.enrolled(cohort, "IT", verified=False)
    [card] = (await find(session, mine)).items
    assert (card.person_name, card.verified) == (None, False)


async def test_text_finds_without_accents_and_capitals(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "IT")
    await world.enrolled(cohort, "TR", name="Işıl Çağlar")
    await world.enrolled(cohort, "PL", name="Łucja Żak")
    assert [one.person_name for one in (await find(session, mine, text="isil")).items] == [
        "Işıl Çağlar"
    ]
    assert (await find(session, mine, text="LUCJA zak")).total == 1


async def test_when_nothing_fits_the_filter_that_blocks_most_is_named(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "TR")
    for _ in range(3):
        await world.enrolled(cohort, "IT")
    await world.enrolled(cohort, "ES", topics=["music"])
    found = await find(session, mine, country="ES", topic="climate")
    assert found.total == 0
    assert (found.blocking_filter.filter, found.blocking_filter.would_find) == ("country", 3)
    assert (await find(session, mine, country="ES")).blocking_filter is None


async def test_each_filter_keeps_only_what_it_says(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "TR", languages={"en": "B2", "fr": "B1"})
    films = await world.enrolled(
        cohort, "IT", languages={"fr": "B2"}, subjects=["arts"], topics=["media"],
        pupils_age_from=12, pupils_age_to=16, availability=[],
    )  # fmt: skip
    plain = await world.enrolled(cohort, "ES", availability=[
        {"weekday": 1, "from": "08:00", "to": "10:00"},
    ])  # fmt: skip
    everybody = {films[1].id, plain[1].id}
    for wanted, expected in [
        ({}, everybody),
        ({"country": "IT"}, {films[1].id}),
        ({"language": "fr"}, {films[1].id}),
        ({"language": "fr", "level": "C1"}, set()),
        ({"level": "C1"}, everybody),
        ({"subject": "arts"}, {films[1].id}),
        ({"topic": "climate"}, {plain[1].id}),
        ({"age_from": 14}, {films[1].id}),
        ({"age_to": 11}, {plain[1].id}),
        ({"overlap": 60}, {plain[1].id}),
        ({"clean_weeks": 1}, set()),
    ]:
        found = await find(session, mine, **wanted)
        assert {one.enrolment_id for one in found.items} == expected, wanted


async def test_among_equals_whoever_was_asked_least_comes_first(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine = await world.enrolled(cohort, "TR")
    asked, unasked = await world.enrolled(cohort, "IT"), await world.enrolled(cohort, "IT")
    other = await world.enrolled(cohort, "ES")
    await _ask(session, other, asked)
    shown = [one.enrolment_id for one in (await find(session, mine)).items]
    assert set(shown[:2]) == {unasked[1].id, other[1].id}
    assert shown[2] == asked[1].id


async def test_usually_answers_in_n_days_comes_from_at_least_two_answers(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    mine, second = [await world.enrolled(cohort, "TR") for _ in range(2)]
    other = await world.enrolled(cohort, "IT")
    for days, asking in ((2, mine), (3, second)):
        invitation = await _ask(session, asking, other)
        with clock.travelled(timedelta(days=days) - timedelta(hours=1)):
            await decline_invitation(session, other[0].who, invitation.id, Decline())
        [card] = (await find(session, mine)).items
        assert card.usually_answers_days == (None if days == 2 else 2)


async def test_nobody_searches_for_somebody_else(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    mine, other = await world.enrolled(cohort, "TR"), await world.enrolled(cohort, "IT")
    with pytest.raises(NotFound):
        await find(session, (mine[0], other[1]))


async def test_a_card_is_for_the_same_cohort_and_its_staff(session: Any, world: Any) -> None:
    cohort, elsewhere = await world.cohort(), await world.cohort(slug="spring")
    _, enrolment = await world.enrolled(cohort, "TR")
    stranger, _ = await world.enrolled(elsewhere, "IT")
    with pytest.raises(NotFound):
        await get_card(session, stranger.who, enrolment.id, None)
    lead = principal(None, Role.PROGRAMME_LEAD)
    assert (await get_card(session, lead, enrolment.id, None)).person_name == "Teacher 1"


async def test_the_preview_counts_by_the_rules_of_the_search(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    for country in ("IT", "ES", "TR"):
        await world.enrolled(cohort, country)
    await world.enrolled(cohort, "PL", languages={"pl": "C2"})
    found = await preview(session, country="TR", language="en", ages=(11, 13), subject="science")
    assert (found.teachers, found.countries) == (2, ["ES", "IT"])
    assert ("shared_language", 2) in {(one.code, one.teachers) for one in found.reasons}


async def _ask(session: Any, sender: Any, recipient: Any) -> Any:
    return await send_invitation(
        session,
        sender[0].who,
        InvitationRequest(
            from_enrolment_id=sender[1].id, to_enrolment_id=recipient[1].id, message="Shall we?"
        ),
    )


def test_folding_knows_letters_that_unicode_does_not_take_apart() -> None:
    assert fold("  IŞIL  Łódź İstanbul Straße ") == "isil lodz istanbul strasse"
    assert matches("lod", "Szkoła, Łódź")
    assert not matches("odz", "Łódź")
