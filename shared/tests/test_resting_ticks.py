"""A tick that looks at much rests between its looks, by the business clock."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.bus.reactions import Reactions
from shared.worker import Tick, Worker

from .conftest import World


async def test_a_tick_rests_until_business_time_has_passed_or_was_set_back(world: World) -> None:
    looks: list[int] = []
    due = [1, 1]

    async def look(_session: AsyncSession) -> int:
        looks.append(len(due))
        return due.pop() if due else 0

    worker = Worker("notifications", Reactions({}), [Tick("look", look, every=timedelta(hours=1))])
    await worker.tick_once(world.ledger)
    assert looks == [2, 1, 0]
    await worker.tick_once(world.ledger)
    assert len(looks) == 3
    with clock.travelled(timedelta(minutes=61)):
        await worker.tick_once(world.ledger)
        assert len(looks) == 4
    await worker.tick_once(world.ledger)
    assert len(looks) == 5
