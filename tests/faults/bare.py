"""Two bare services under the judge: what `accounts` did, announced, and what `notifications` made of it."""

from collections import Counter
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from meridian.testing.bare import World
from shared.contracts.accounts import TeacherRefused
from shared.db import Database
from shared.outbox import announce

from .judgement import Command, Fact, Record, Verdict, judge_commands, judge_effects, judge_numbers

KIND = "fact"
_WRITE = text("INSERT INTO effects (aggregate_id, reason) VALUES (:person, :reason)")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:person, 0))")


async def do(session: AsyncSession, person: UUID, mark: str, *, lock: bool = True) -> None:
    """An action as services write them: lock the aggregate, change the state, announce the fact."""
    if lock:
        await session.execute(_LOCK, {"person": str(person)})
    await session.execute(_WRITE, {"person": person, "reason": mark})
    await announce(session, TeacherRefused(person_id=person, reason=mark))


class Case:
    """Commands to a world, and the verdict on what became of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.commands: list[Command] = []

    async def act(self, person: UUID, *marks: str) -> None:
        for mark in marks:
            command = Command(mark, KIND, str(person))
            self.commands.append(command)
            async with self.world.announcer.transaction() as session:
                await do(session, person, mark)
            command.outcome = "done"

    def acknowledged(self, person: UUID, mark: str) -> None:
        self.commands.append(Command(mark, KIND, str(person), "done"))

    async def verdict(self) -> Verdict:
        written = await self._ledger(self.world.announcer)
        async with self.world.announcer.reading() as session:
            query = "SELECT number, body::json->>'reason' FROM outbox ORDER BY number NULLS LAST"
            rows = (await session.execute(text(query))).all()
        record = Record(
            written=Counter(fact.mark for fact in written),
            announced={KIND: [mark for number, mark in rows if number is not None]},
        )
        judged = judge_commands(self.commands, record)
        judged.add(judge_numbers("accounts", [number for number, _ in rows]))
        judged.add(judge_effects("ledger", written, await self._ledger(self.world.ledger)))
        return judged

    async def _ledger(self, database: Database) -> list[Fact]:
        async with database.reading() as session:
            query = "SELECT aggregate_id::text, reason FROM effects ORDER BY position"
            return [Fact(*row) for row in (await session.execute(text(query))).all()]
