"""One person cannot stop the others: heavy requests take turns."""

import asyncio
from uuid import UUID, uuid4

import pytest

from shared.http.bulkhead import Bulkhead
from shared.http.problems import Problem


class Work:
    """Counts how many run at once; ends when told to."""

    def __init__(self, bulkhead: Bulkhead) -> None:
        self._bulkhead = bulkhead
        self.running: list[UUID] = []
        self.may_end = asyncio.Event()

    async def ask(self, person: UUID) -> None:
        async with self._bulkhead.place(person):
            self.running.append(person)
            await self.may_end.wait()
            self.running.remove(person)

    async def begin(self, *people: UUID) -> list[asyncio.Task[None]]:
        tasks = [asyncio.ensure_future(self.ask(one)) for one in people]
        for _ in range(5):
            await asyncio.sleep(0)
        return tasks


async def test_a_person_computes_one_thing_at_a_time_and_others_pass_by() -> None:
    work, eager, other = Work(Bulkhead(at_once=2)), uuid4(), uuid4()
    asked = await work.begin(eager, eager, eager, other)
    assert work.running == [eager, other]
    work.may_end.set()
    await asyncio.gather(*asked)


async def test_only_few_are_computed_at_once_however_many_ask() -> None:
    work = Work(Bulkhead(at_once=2))
    asked = await work.begin(*(uuid4() for _ in range(20)))
    assert len(work.running) == 2
    work.may_end.set()
    await asyncio.gather(*asked)


async def test_whoever_asks_for_too_much_is_told_when_to_come_back() -> None:
    work, eager = Work(Bulkhead(each=1)), uuid4()
    asked = await work.begin(eager, eager)
    with pytest.raises(Problem) as refused:
        await work.ask(eager)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "5")
    others = await work.begin(uuid4())
    assert len(work.running) == 2
    work.may_end.set()
    await asyncio.gather(*asked, *others)
    await work.ask(eager)


async def test_a_full_line_is_answered_with_503_and_when_to_come_back() -> None:
    work = Work(Bulkhead(at_once=1, most_waiting=2))
    asked = await work.begin(*(uuid4() for _ in range(3)))
    with pytest.raises(Problem) as refused:
        await work.ask(uuid4())
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "5")
    work.may_end.set()
    await asyncio.gather(*asked)


async def test_whoever_hangs_up_gives_their_place_to_the_next() -> None:
    bulkhead = Bulkhead(at_once=1, most_waiting=1)
    work = Work(bulkhead)
    (first,) = await work.begin(uuid4())
    (second,) = await work.begin(uuid4())
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.may_end.set()
    await second
    await work.ask(uuid4())
