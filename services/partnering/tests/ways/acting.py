"""A small programme in which anybody may act at any time: each act is a transaction of its own."""

import json
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.actions import advance_cohort
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.enrolments.seats import fill_freed_seats
from partnering.erasure.actions import erase_person
from partnering.handover.actions import expire_offers
from partnering.invitations.closing import close_for_taken, expire_invitations
from partnering.matching.model import Match, Run
from partnering.matching.schemas import RunSettings
from partnering.partnerships.actions import expire_handshakes
from partnering.partnerships.following import (
    note_cohort_advanced,
    note_course_opened,
    note_partnerships_moved,
    note_project_opened,
)
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.people.model import Person
from partnering.rescue.cases import look_for_repairs, rescue_stranded
from partnering.rescue.model import RescueCase
from partnering.rescue.parting import help_those_without_contact
from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.contracts.course import CohortAdvanced, CourseOpened, PartnershipStranded
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.projects import ProjectOpened
from shared.http import Problem, Role
from shared.ids import new_id
from shared.testing import principal

LEAD = principal(None, Role.PROGRAMME_LEAD)
OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)
NEXT = {"partnering": "course", "course": "project", "project": "closed", "closed": "closed"}
TICKS = (
    expire_invitations,
    close_for_taken,
    fill_freed_seats,
    expire_handshakes,
    expire_offers,
    look_for_repairs,
    help_those_without_contact,
)


class Programme:
    """One cohort and its teachers. What an act refuses is undone alone, as a request would be."""

    def __init__(self, session: AsyncSession, world: Any) -> None:
        self.session, self.world = session, world
        self.time = ExitStack()
        self.teachers: dict[Any, Any] = {}
        self.advances: list[tuple[str, str, tuple[Any, ...]]] = []
        self.by_staff: set[Any] = set()
        """Partnerships whose case staff closed by hand: they help in another way."""

    async def settle(self) -> "Programme":
        """Nine teachers of five countries, two of whom share a school. One seat is missing."""
        cohort = await self.world.cohort(seats=8)
        self.cohort_id = cohort.id
        # Whoever goes on after the close may move to this one. It has places for two pairs.
        self.next_id = (await self.world.cohort(seats=5, slug="winter")).id
        profiles = {"willing_third": True, "willing_spare": True}
        first = None
        for country in ("TR", "TR", "TR", "IT", "IT", "ES", "PL", "NG"):
            teacher = await self.world.teacher(country, profile=profiles)
            first = first or teacher
            self.teachers[teacher.who.person_id] = teacher
            await self.world.joins(teacher, cohort)
            profiles = {"willing_third": not profiles["willing_third"]}
        colleague = await self.world.colleague(first)
        self.teachers[colleague.who.person_id] = colleague
        return self

    def copy(self, session: AsyncSession) -> "Programme":
        """The same people, for another transaction."""
        other = Programme(session, None)
        other.cohort_id, other.next_id = self.cohort_id, self.next_id
        other.teachers = dict(self.teachers)
        return other

    async def facts(self) -> list[dict[str, Any]]:
        """What was announced of partnerships and names people."""
        rows = await self.session.execute(
            text("SELECT body FROM outbox WHERE type LIKE 'partnering.partnership.%'")
        )
        facts = [json.loads(row.body) for row in rows]
        return [{"members": (), "person_ids": (), **one} for one in facts]

    async def do(self, act: Callable[..., Awaitable[Any]], *arguments: Any) -> bool:
        """Whether it was done: a rule may refuse it, and then nothing of it stays."""
        try:
            async with self.session.begin_nested():
                await act(self.session, *arguments)
        except Problem:
            return False
        finally:
            self.session.expunge_all()
        return True

    async def pass_time(self, by: timedelta) -> None:
        self.time.enter_context(clock.travelled(by))
        for tick in TICKS:
            assert await self.do(tick)

    def who(self, person_id: Any) -> Any:
        return self.teachers[person_id].who

    async def all(self, query: Any) -> list[Any]:
        found = list((await self.session.scalars(query)).unique())
        self.session.expunge_all()
        return found

    async def here(self) -> list[Any]:
        """Whoever has not been erased, in the order they came."""
        gone = set(await self.all(select(Person.id).where(Person.erased)))
        return [one for one in self.teachers if one not in gone]

    async def enrolments(self, *status: str) -> list[Enrolment]:
        return await self.all(
            select(Enrolment).where(Enrolment.status.in_(status)).order_by(Enrolment.id)
        )

    async def partnerships(self, *state: str) -> list[Partnership]:
        query = with_members().where(Partnership.state.in_(state))
        return await self.all(query.order_by(Partnership.id))

    async def cases(self) -> list[RescueCase]:
        query = select(RescueCase).where(RescueCase.state == "open")
        return await self.all(query.order_by(RescueCase.id))

    async def phase(self) -> str:
        (cohort,) = await self.all(select(Cohort).where(Cohort.id == self.cohort_id))
        return str(cohort.phase)

    async def draft(self, *groups: list[Any]) -> None:
        """A run as the solver would leave it, whatever happened since it began."""
        run = Run(
            id=new_id(),
            cohort_id=self.cohort_id,
            status="draft",
            settings=RunSettings().model_dump(mode="json"),
            result={"teachers": 9, "unmatched": []},
            created_by=LEAD.person_id,
            created_at=clock.now(),
            solved_at=clock.now(),
        )
        self.session.add(run)
        await self.session.flush()
        for group in groups:
            match = {"enrolment_ids": group, "points": 1, "language": "en", "explanation": {}}
            self.session.add(Match(run_id=run.id, id=new_id(), **match))
        await self.session.flush()
        self.session.expunge_all()

    async def begin_course(self, partnership: Partnership, *, project: bool = False) -> None:
        facts = {
            "partnership_id": partnership.id,
            "cohort_id": partnership.cohort_id,
            "person_ids": partnership.person_ids,
        }
        if project:
            await self.do(note_project_opened, ProjectOpened(**facts, title="River"))
        else:
            event = CourseOpened(**facts, starts_on=clock.today())
            await self.do(note_course_opened, event)

    async def advance(self, held: tuple[Any, ...]) -> None:
        """The cohort goes on; whoever is in a handshake stays behind, as course decides."""
        before = await self.phase()
        if before not in NEXT:
            return
        waiting = tuple(one.id for one in await self.partnerships("handshake"))
        move = (before, NEXT[before], tuple({*held, *waiting}))
        # Undoing names who did not move with it: also those who had finished before.
        over = [one.id for one in await self.partnerships("finished")]
        self.advances.append((*move[:2], (*move[2], *over)))
        await self._announce(*move, undone=False)
        if NEXT[before] == "course":
            for one in await self.partnerships("confirmed"):
                if one.id not in move[2] and one.cohort_id == self.cohort_id:
                    await self.begin_course(one)

    async def undo(self) -> None:
        if self.advances:
            before, after, held = self.advances.pop()
            await self._announce(after, before, held, undone=True)

    async def end_apart(self, partnership: Partnership) -> None:
        """Its last day after the close is over. Taking the close back takes this back as well."""
        event = PartnershipsMoved(
            cohort_id=self.cohort_id,
            from_phase=partnership.phase,
            phase="closed",
            partnership_ids=(partnership.id,),
        )
        await self.do(note_partnerships_moved, event)
        if self.advances and self.advances[-1][1] == "closed":
            before, after, held = self.advances[-1]
            stayed = tuple(one for one in held if one != partnership.id)
            self.advances[-1] = (before, after, stayed)

    async def _announce(self, before: str, after: str, held: Any, *, undone: bool) -> None:
        event = CohortAdvanced(
            cohort_id=self.cohort_id,
            title="Autumn",
            from_phase=before,
            phase=after,
            held=held,
            undone=undone,
        )
        await self.do(advance_cohort, event)
        await self.do(note_cohort_advanced, event)

    async def strand(self, partnership: Partnership, silent: list[Any]) -> None:
        """What course says of those it knows: perhaps not who sits there now."""
        people = partnership.person_ids
        event = PartnershipStranded(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            silent_person_ids=tuple(silent),
            waiting_person_ids=tuple(one for one in people if one not in silent),
        )
        await self.do(rescue_stranded, event)

    async def erase(self, person_id: Any) -> None:
        event = ErasureRequested(person_id=person_id, erasure_id=new_id())
        assert await self.do(erase_person, event)
