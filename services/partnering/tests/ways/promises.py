"""What holds after every act, whoever acted: each promise is one check of what stands there then."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from acting import Programme
from sqlalchemy import select

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.handover.model import SeatOffer
from partnering.invitations.model import Invitation
from partnering.partnerships.admitting import admission_of
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.partnerships.rules import may_go_on
from partnering.people.model import Block, Person
from partnering.profiles.model import Profile
from partnering.rescue.ending import WITH_THE_COHORT
from partnering.rescue.model import RescueCase
from partnering.schools.model import School

GOING_ON = ("handshake", "confirmed", "finished")


@dataclass
class Seen:
    """Everything as it stands after an act, by id."""

    cohort_id: UUID
    phases: dict[UUID, str]
    groups: dict[UUID, Partnership]
    enrolments: dict[UUID, Enrolment]
    country: dict[UUID, str]
    gone: set[UUID]
    cases: dict[UUID, RescueCase]
    invitations: dict[UUID, str]
    offers: dict[UUID, str]
    running: set[UUID]
    """Invitations and offers of a cohort that is not closed."""
    apart: set[frozenset[UUID]]
    willing: set[UUID]
    told: dict[UUID, set[UUID]]

    @property
    def phase(self) -> str:
        return self.phases[self.cohort_id]

    def runs(self, it: Partnership | RescueCase) -> bool:
        """Whether its cohort, the first one or the one that some move to, is not closed."""
        return self.phases[it.cohort_id] != "closed"

    def going_on(self) -> list[Partnership]:
        return [one for one in self.groups.values() if one.state in GOING_ON]

    def open_cases(self) -> list[RescueCase]:
        return [one for one in self.cases.values() if one.state == "open"]

    def apart_in(self, person_ids: Any) -> set[UUID]:
        pairs = {frozenset(pair) for pair in combinations(person_ids, 2)} & self.apart
        return {one for pair in pairs for one in pair}

    def spans(self, group: Partnership) -> bool:
        return may_go_on([self.country[seat.enrolment_id] for seat in group.present])


async def look(programme: Programme) -> Seen:
    session = programme.session

    async def by_id(model: Any) -> dict[UUID, Any]:
        return {one.id: one for one in await session.scalars(select(model))}

    groups = (await session.scalars(with_members())).all()
    countries = (
        select(Enrolment.id, School.country)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
    )
    told = defaultdict(set)
    for fact in await programme.facts():
        people = {*fact.get("person_ids", ()), *(one["person_id"] for one in fact["members"])}
        told[UUID(fact["partnership_id"])] |= {UUID(one) for one in people}
    phases = {one.id: one.phase for one in await session.scalars(select(Cohort))}
    asked = await by_id(Invitation)
    offered = await by_id(SeatOffer)
    where = {one.id: one.cohort_id for one in (*groups, *asked.values())}
    where |= {one.id: where[one.partnership_id] for one in offered.values()}
    seen = Seen(
        cohort_id=programme.cohort_id,
        phases=phases,
        groups={one.id: one for one in groups},
        enrolments=await by_id(Enrolment),
        country={row[0]: row[1] for row in await session.execute(countries)},
        gone=set(await session.scalars(select(Person.id).where(Person.erased))),
        cases=await by_id(RescueCase),
        invitations={one.id: one.status for one in asked.values()},
        offers={one.id: one.state for one in offered.values()},
        running={one for one, cohort_id in where.items() if phases[cohort_id] != "closed"},
        apart={
            frozenset((one.person_id, one.blocked_id))
            for one in await session.scalars(select(Block))
        },
        willing=set(await session.scalars(select(Profile.person_id).where(Profile.willing_third))),
        told=told,
    )
    session.expunge_all()
    return seen


async def check(programme: Programme, before: Seen) -> Seen:
    now = await look(programme)
    nobody_sits_twice_or_nowhere(now)
    whoever_is_alone_knows_it(programme, now)
    cases_are_about_somebody_left_alone_here(now)
    whoever_is_without_contact_is_helped(programme, now)
    whoever_was_parted_stays_apart(now)
    nobody_who_is_gone_sits_anywhere(now)
    nothing_opens_when_closed(before, now)
    whoever_moves_moves_together(before, now)
    what_is_answered_stays_answered(before, now)
    await whoever_came_together_was_allowed_to(programme, before, now)
    return now


def nobody_sits_twice_or_nowhere(now: Seen) -> None:
    """A class has a partner exactly when it sits in one partnership that is not over."""
    seats = defaultdict(list)
    for group in now.groups.values():
        assert group.state != "dissolved" or not group.present
        assert len(set(group.person_ids)) == len(group.present) <= 3
        for seat in group.present:
            seats[seat.enrolment_id].append(group.id)
    for enrolment in now.enrolments.values():
        sits = seats[enrolment.id]
        assert len(sits) == (enrolment.status == "partnered"), (enrolment.status, sits)


def whoever_is_alone_knows_it(programme: Programme, now: Seen) -> None:
    """Told of every end; and who cannot go on in a running cohort has a case, or help of staff."""
    in_need = {one.partnership_id for one in now.open_cases()}
    for group in now.groups.values():
        if group.state == "dissolved":
            everybody = {seat.person_id for seat in group.members}
            assert everybody - now.gone <= now.told[group.id]
            continue
        assert group.present
        if group.state != "finished" and now.runs(group) and not now.spans(group):
            assert group.id in in_need | programme.by_staff, group.state


def cases_are_about_somebody_left_alone_here(now: Seen) -> None:
    for case in now.open_cases():
        group = now.groups[case.partnership_id]
        here, silent = set(group.person_ids), set(case.silent_person_ids)
        assert (group.state, now.runs(case)) == ("confirmed", True)
        assert case.cohort_id == group.cohort_id
        assert case.waiting_person_ids or silent == here
        assert {*case.waiting_person_ids, *silent} <= here
        assert not silent & set(case.waiting_person_ids)
        apart = now.apart_in(case.waiting_person_ids)
        assert set(case.apart_person_ids) == apart
        assert silent or apart or not now.spans(group)


def whoever_is_without_contact_is_helped(programme: Programme, now: Seen) -> None:
    """A block in a confirmed partnership of a running cohort is a case, or staff help otherwise."""
    of = {one.partnership_id: set(one.silent_person_ids) for one in now.open_cases()}
    for group in now.groups.values():
        if group.state == "confirmed" and now.runs(group) and now.apart_in(group.person_ids):
            assert group.id in {*of, *programme.by_staff}


def whoever_was_parted_stays_apart(now: Seen) -> None:
    for case in now.cases.values():
        if case.state == "applied" and case.apart_person_ids:
            for group in now.going_on():
                assert len(set(case.apart_person_ids) & set(group.person_ids)) <= 1


def nobody_who_is_gone_sits_anywhere(now: Seen) -> None:
    for group in now.going_on():
        assert not now.gone & set(group.person_ids), group.state
    for enrolment in now.enrolments.values():
        assert enrolment.status == "left" or enrolment.person_id not in now.gone


def nothing_opens_when_closed(before: Seen, now: Seen) -> None:
    if not before.phase == now.phase == "closed":
        return
    for one, group in now.groups.items():
        was = before.groups[one]
        if now.runs(group):
            continue
        # Whoever was held back may finish later, and that may be taken back.
        going_on = {"confirmed", "finished"}
        assert group.state in {was.state, "dissolved"} or {group.state, was.state} == going_on
        assert set(group.person_ids) <= set(was.person_ids)
    assert all(now.runs(one) for one in now.open_cases())
    for then, later in ((before.offers, now.offers), (before.invitations, now.invitations)):
        opened = {one for one, state in later.items() if state == "open"} - set(then)
        assert opened <= now.running


def whoever_moves_moves_together(before: Seen, now: Seen) -> None:
    """Classes are where their partnership is. Nobody comes back to a cohort that was left."""
    for group in now.groups.values():
        for seat in group.present:
            assert now.enrolments[seat.enrolment_id].cohort_id == group.cohort_id
    for one, group in before.groups.items():
        assert group.cohort_id in (now.groups[one].cohort_id, now.cohort_id)


def what_is_answered_stays_answered(before: Seen, now: Seen) -> None:
    for one, group in before.groups.items():
        later = now.groups[one]
        assert group.state != "dissolved" or later.state == "dissolved"
        assert group.state == "handshake" or later.state != "handshake"
        answers = {seat.id: seat.answer for seat in later.members}
        for seat in group.members:
            assert seat.answer == "waiting" or answers[seat.id] == seat.answer
    for one, case in before.cases.items():
        with_cohort = case.decided_by == WITH_THE_COHORT
        assert case.state == "open" or with_cohort or now.cases[one].state == case.state
    for then, later_ in ((before.offers, now.offers), (before.invitations, now.invitations)):
        for one, state in then.items():
            assert state == "open" or later_.get(one, state) == state
    for one, enrolment in before.enrolments.items():
        assert enrolment.status != "left" or now.enrolments[one].status == "left"


async def whoever_came_together_was_allowed_to(
    programme: Programme, before: Seen, now: Seen
) -> None:
    """Every hard rule, at the moment of the act that brought them together or made it final."""
    for group in now.groups.values():
        if group.state != "confirmed":
            continue
        was = before.groups.get(group.id)
        ids = {seat.enrolment_id for seat in group.present}
        had = {seat.enrolment_id for seat in was.present} if was is not None else set()
        if was is not None and was.state in ("confirmed", "finished") and ids <= had:
            continue
        pairs = {frozenset(pair) for pair in combinations(group.person_ids, 2)}
        assert not pairs & now.apart
        admission = await admission_of(programme.session, ids)
        programme.session.expunge_all()
        assert admission.refusal(list(ids), chosen=True) is None
        stayed = {seat.person_id for seat in group.present if seat.enrolment_id in had}
        in_need = was is not None and not now.spans(was)
        if len(ids) == 3 and len(stayed) == len(had) == 2 and not in_need:
            assert stayed <= now.willing, "a third seat that was not offered"
