"""Long computing is shared fairly: nobody's questions stop the others."""

import asyncio
from uuid import uuid4

import pytest

from partnering.turns import Turns
from shared.http import Conflict, Problem


class Work:
    """Counts how many run at once; ends when told to."""

    def __init__(self) -> None:
        self.running = self.most = self.begun = self.cancelled = 0
        self.may_end = asyncio.Event()

    async def __call__(self) -> str:
        self.begun += 1
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.running -= 1
        return "solved"


async def soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_questions_of_many_people_are_answered_one_at_a_time() -> None:
    turns, work = Turns(), Work()
    asked = [asyncio.ensure_future(turns.take(uuid4(), work)) for _ in range(5)]
    await soon()
    assert work.running == 1
    work.may_end.set()
    assert await asyncio.gather(*asked) == ["solved"] * 5
    assert work.most == 1


async def test_a_newer_question_of_the_same_person_ends_the_earlier_one() -> None:
    turns, work, person = Turns(), Work(), uuid4()
    asked = []
    for _ in range(4):
        asked.append(asyncio.ensure_future(turns.take(person, work)))
        await soon()
    work.may_end.set()
    *earlier, newest = await asyncio.gather(*asked, return_exceptions=True)
    assert [one.slug for one in earlier if isinstance(one, Conflict)] == ["question-replaced"] * 3
    assert newest == "solved"
    assert (work.most, work.cancelled) == (1, 3)


async def test_a_full_line_answers_at_once_and_says_when_to_come_back() -> None:
    turns, work = Turns(at_once=1, most_waiting=2), Work()
    asked = [asyncio.ensure_future(turns.take(uuid4(), work)) for _ in range(3)]
    await soon()
    with pytest.raises(Problem) as refused:
        await turns.take(uuid4(), work)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "60")
    work.may_end.set()
    await asyncio.gather(*asked)
    assert await turns.take(uuid4(), work) == "solved"


async def test_whoever_stops_waiting_gives_the_turn_to_the_next() -> None:
    turns, work = Turns(), Work()
    first, second = (asyncio.ensure_future(turns.take(uuid4(), work)) for _ in "12")
    await soon()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await soon()
    assert (work.begun, work.running, work.cancelled) == (2, 1, 1)
    work.may_end.set()
    assert await second == "solved"
