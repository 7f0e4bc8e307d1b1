"""Staff move a partnership of a closed cohort to one that runs: classes, room and partners together."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.partnerships.actions import lock_enrolments
from partnering.partnerships.admitting import WHY_NOT, admission_of, conditions_of
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import Partnership
from partnering.partnerships.rules import may_go_on
from partnering.rescue.cases import open_case
from partnering.transfers.queries import held_partnership, obstacle_in
from partnering.transfers.rules import runs
from shared.audit import describe_act
from shared.contracts.transfers import PartnershipTransferred
from shared.http import Conflict, NotFound, Permission, Principal
from shared.outbox import announce


async def transfer_partnership(
    session: AsyncSession, who: Principal, cohort_id: UUID, partnership_id: UUID, to: UUID
) -> None:
    """Move everybody in it, with all work; three as two. It cannot be taken back.

    Nobody moves alone: who wants to stay leaves first. Whoever has lost the partner moves, too, and
    has a case at once, because partners are sought where they are now.
    """
    if not who.may(Permission.LEAD_COHORT, to):
        raise NotFound("This cohort")
    cohort = await _locked(session, cohort_id, to)
    partnership = await held_partnership(session, who, cohort_id, partnership_id, lock=True)
    describe_act(session, about=partnership.person_ids)
    if cohort is None or not runs(cohort.phase):
        raise Conflict("cohort-cannot-take", "This cohort does not run.", why="over")
    why = await obstacle_in(session, partnership, cohort)
    if why is not None:
        raise Conflict("cohort-cannot-take", "This cohort cannot take the partnership.", why=why)
    seats = [seat.enrolment_id for seat in partnership.present]
    countries = [one.country for one in (await facts_of(session, seats)).values()]
    await _require_admission(session, partnership, together=may_go_on(countries))
    for enrolment in await lock_enrolments(session, seats):
        enrolment.cohort_id = cohort.id
    partnership.cohort_id = cohort.id
    await session.flush()
    await announce(
        session,
        PartnershipTransferred.model_validate(
            {
                "partnership_id": partnership.id,
                "from_cohort_id": cohort_id,
                "cohort_id": cohort.id,
                "phase": partnership.phase,
                "person_ids": partnership.person_ids,
                "enrolment_ids": tuple(seats),
                "transferred_by": who.person_id,
            }
        ),
    )
    if not may_go_on(countries):
        await open_case(session, partnership, partnership.person_ids)


async def _locked(session: AsyncSession, left: UUID, entered: UUID) -> Cohort | None:
    """The cohort that is entered. Both stay locked, so that neither changes meanwhile."""
    found = await session.scalars(
        select(Cohort)
        .where(Cohort.id.in_((left, entered)))
        .order_by(Cohort.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return next((one for one in found.all() if one.id == entered), None)


async def _require_admission(
    session: AsyncSession, partnership: Partnership, *, together: bool
) -> None:
    """The hard rules for those who go on together. Being left alone, or in one country, is no reason
    to stay: a partner is sought for them."""
    seats = [seat.enrolment_id for seat in partnership.present]
    admission = await admission_of(session, seats)
    conditions = await conditions_of(session, partnership)
    why = admission.refusal(seats, conditions, chosen=True)
    if why is not None and (together or why != "same_country"):
        raise Conflict("not-admissible", WHY_NOT[why], why=why)
