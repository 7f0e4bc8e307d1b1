"""Nobody stays invisible: exposure, saved searches that tell, and posts for recognised teachers."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnering.erasure.actions import erase_person
from partnering.people.blocking import block_person
from partnering.posts import actions as posts
from partnering.posts.queries import posts_for
from partnering.posts.schemas import PostIn
from partnering.safety.reporting import file_report
from partnering.safety.schemas import ReportRequest
from partnering.search.filters import Wanted
from partnering.search.queries import PAGE, search
from partnering.search.rules import EVERY, exposed, lot
from partnering.search.saving import (
    TOLD_EVERY,
    forget_search,
    save_search,
    saved_searches,
    tell_of_newcomers,
)
from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.contracts.partnering import SavedSearchMatched
from shared.http import Conflict, Forbidden, NotFound
from shared.ids import new_id
from shared.testing import announced

POST = PostIn(
    title="A river, two schools", text="We measure our river each week. Who measures too?"
)


@given(st.lists(st.integers(), unique=True, max_size=60))
def test_exposure_moves_people_and_loses_nobody(ranked: list[int]) -> None:
    shown = exposed(ranked, lambda one: -one)
    assert sorted(shown) == sorted(ranked)
    if len(ranked) >= EVERY:
        assert shown[: EVERY - 1] == ranked[: EVERY - 1]
        assert shown[EVERY - 1] == max(ranked[EVERY - 1 :])


def test_the_moment_of_joining_makes_nobody_invisible() -> None:
    seekers = [UUID(int=(moment << 80) | moment) for moment in range(1, 41)]
    # One joined when the higher digits of the time had changed for all others to come.
    others = [UUID(int=(moment << 80) | moment) for moment in (*range(41, 50), 1 << 20)]
    firsts = {min(others, key=lambda other: lot(seeker, other)) for seeker in seekers}
    assert others[-1] in firsts
    assert len(firsts) > len(others) / 2


async def test_whoever_fits_worst_is_on_somebodys_first_page(session, world) -> None:
    cohort = await world.cohort()
    # Whose page it is decides by chance: of forty somebody sees them, but for one time in a million.
    seekers = [await world.enrolled(cohort, "TR") for _ in range(40)]
    for _ in range(PAGE + 9):
        await world.enrolled(cohort, "IT")
    _, last = await world.enrolled(
        cohort, "IT", languages={"en": "A2"}, subjects=["sport"], topics=[], availability=[]
    )
    seen = 0
    for teacher, mine in seekers:
        page = await search(session, teacher.who, cohort.id, mine.id, Wanted(), None)
        seen += last.id in {card.enrolment_id for card in page.items}
    assert 0 < seen < len(seekers)


async def _later(monkeypatch, by):
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)


async def _told(session):
    return [one for one in await announced(session) if isinstance(one, SavedSearchMatched)]


async def test_a_saved_search_tells_of_whoever_is_new_and_passes(session, world, monkeypatch):
    cohort = await world.cohort()
    teacher, mine = await world.enrolled(cohort, "TR")
    await world.enrolled(cohort, "PL")
    saved = await save_search(session, teacher.who, mine.id, "Poland", Wanted(country="PL"))
    again = await save_search(session, teacher.who, mine.id, "Poland!", Wanted(country="PL"))
    assert again.id == saved.id
    await _later(monkeypatch, timedelta(hours=2))
    await world.enrolled(cohort, "IT")
    await world.enrolled(cohort, "PL", verified=False)
    await _later(monkeypatch, TOLD_EVERY)
    await tell_of_newcomers(session)
    assert await _told(session) == []
    await _later(monkeypatch, timedelta(hours=1))
    await world.enrolled(cohort, "PL")
    assert await tell_of_newcomers(session) == 0
    await _later(monkeypatch, TOLD_EVERY)
    await tell_of_newcomers(session)
    (told,) = await _told(session)
    assert (told.search_id, told.found) == (saved.id, 1)
    await _later(monkeypatch, TOLD_EVERY)
    assert await tell_of_newcomers(session) == 0


async def test_five_searches_are_enough_and_only_ones_own_are_forgotten(session, world) -> None:
    cohort = await world.cohort()
    teacher, mine = await world.enrolled(cohort, "TR")
    other, _ = await world.enrolled(cohort, "IT")
    for age in range(5):
        await save_search(session, teacher.who, mine.id, "Ages", Wanted(age_from=5 + age))
    with pytest.raises(Conflict, match="too-many-searches"):
        await save_search(session, teacher.who, mine.id, "Ages", Wanted(age_from=12))
    with pytest.raises(NotFound):
        await save_search(session, other.who, mine.id, "Not mine", Wanted())
    found = await saved_searches(session, teacher.who)
    with pytest.raises(NotFound):
        await forget_search(session, other.who, found[0].id)
    await forget_search(session, teacher.who, found[0].id)
    assert len(await saved_searches(session, teacher.who)) == 4


@pytest.fixture
async def wanted(session, world):
    cohort = await world.cohort()
    writer = await world.enrolled(cohort, "IT")
    reader = await world.enrolled(cohort, "TR")
    await posts.save_post(session, writer[0].who, writer[1].id, POST)
    return cohort, writer, reader


async def _read(session, somebody):
    return (await posts_for(session, somebody[0].who, somebody[1].id, None)).items


async def test_a_post_is_read_with_reasons_by_recognised_teachers_of_the_cohort(
    session, world, wanted
):
    cohort, writer, reader = wanted
    (post,) = await _read(session, reader)
    assert (post.title, post.mine) == (POST.title, False)
    assert post.card.reasons
    assert (await _read(session, writer))[0].mine
    pending = await world.enrolled(cohort, "PL", verified=False)
    with pytest.raises(Forbidden):
        await _read(session, pending)
    with pytest.raises(Forbidden):
        await posts.save_post(session, pending[0].who, pending[1].id, POST)
    elsewhere = await world.enrolled(await world.cohort(), "PL")
    assert await _read(session, elsewhere) == []


async def test_writing_again_changes_the_one_post_and_it_can_be_taken_down(session, wanted):
    _, writer, reader = wanted
    changed = PostIn(
        title="A lake after all", text="The river froze over, so we measure a lake now."
    )
    await posts.save_post(session, writer[0].who, writer[1].id, changed)
    assert [one.title for one in await _read(session, reader)] == ["A lake after all"]
    with pytest.raises(NotFound):
        await posts.take_down_post(session, reader[0].who, writer[1].id)
    await posts.take_down_post(session, writer[0].who, writer[1].id)
    assert await _read(session, reader) == []


async def test_a_block_a_partner_and_a_month_end_what_is_read(session, world, wanted, monkeypatch):
    cohort, writer, reader = wanted
    blocker = await world.enrolled(cohort, "ES")
    await block_person(session, writer[0].who, blocker[1].id)
    assert await _read(session, blocker) == []
    writer[1].status = "partnered"
    await session.flush()
    assert await _read(session, reader) == []
    writer[1].status = "free"
    await session.flush()
    assert len(await _read(session, reader)) == 1
    await _later(monkeypatch, timedelta(days=31))
    assert await _read(session, reader) == []


async def test_a_post_is_reported_with_its_words_as_they_stood(session, world, wanted):
    _, writer, reader = wanted
    (post,) = await _read(session, reader)
    request = ReportRequest(subject="post", subject_id=post.id, reason="spam")
    report = await file_report(session, reader[0].who, request)
    assert report.about_person_id == writer[0].who.person_id
    assert POST.text in report.snapshot
    stranger = await world.enrolled(await world.cohort(), "PL")
    with pytest.raises(NotFound):
        await file_report(session, stranger[0].who, request)


async def test_erasure_takes_posts_and_saved_searches(session, wanted):
    _, writer, reader = wanted
    await save_search(session, writer[0].who, writer[1].id, "All", Wanted())
    await erase_person(
        session, ErasureRequested(person_id=writer[0].who.person_id, erasure_id=new_id())
    )
    assert await _read(session, reader) == []
    assert await saved_searches(session, writer[0].who) == []
