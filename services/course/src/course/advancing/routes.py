"""HTTP of advancing a cohort, for programme leads."""

from datetime import date
from uuid import UUID

from course.access import Lead, Reader
from course.advancing import actions, queries, undoing
from course.advancing.schemas import (
    AdvanceAnswer,
    AdvanceRequest,
    AdvanceSummary,
    CohortOverview,
    HeldAnswer,
    MoveAnswer,
    NoticeAnswer,
    PartnershipCounts,
    PlanCounts,
)
from course.cohorts.queries import get_cohort, latest_advance
from course.cohorts.rules import AdvancePlan, next_phases
from course.cohorts.schemas import CohortAnswer
from course.partnerships.queries import names_by_partnership
from shared import clock
from shared.http import Reading, Transaction, router

# Readers of the API find this beside the cohorts.
routes = router("cohorts")


@routes.get("/cohorts/{cohort_id}/overview")
async def read_overview(cohort_id: UUID, who: Reader, session: Reading) -> CohortOverview:
    """Where a cohort stands, for staff."""
    cohort = await get_cohort(session, who, cohort_id)
    advance = await latest_advance(session, cohort_id)
    partnerships = await queries.count_partnerships(session, cohort_id)
    over = cohort.phase == "closed" and set(partnerships) <= {"closed"}
    return CohortOverview(
        cohort=CohortAnswer.model_validate(cohort),
        partnerships=PartnershipCounts(**partnerships),
        plans=PlanCounts(**await queries.count_plans(session, cohort_id)),
        next_phases=[] if over else [*next_phases(cohort.pace, cohort.phase)],
        last_advance=AdvanceSummary.model_validate(advance) if advance else None,
        can_undo=advance is not None and advance.can_be_undone(clock.now()),
    )


@routes.post("/cohorts/{cohort_id}/advance")
async def advance_cohort(
    cohort_id: UUID, body: AdvanceRequest, who: Lead, session: Transaction
) -> AdvanceAnswer:
    """A dry run unless told otherwise; the run does exactly what the dry run shows."""
    undo_until = None
    if body.dry_run:
        plan = await actions.dry_run_advance(session, cohort_id, body.to, body.hold, body.ways)
    else:
        plan, advance = await actions.advance_cohort(
            session, who, cohort_id, body.to, body.hold, body.seen, body.ways
        )
        undo_until = advance.undo_until
    ids = [move.partnership_id for move in plan.moves]
    ids += [held.partnership_id for held in plan.held]
    names = await names_by_partnership(session, ids)
    return _advance_answer(plan, names, dry_run=body.dry_run, undo_until=undo_until)


@routes.post("/cohorts/{cohort_id}/advance/undo")
async def undo_advance(cohort_id: UUID, who: Lead, session: Transaction) -> AdvanceSummary:
    return AdvanceSummary.model_validate(await undoing.undo_advance(session, who, cohort_id))


def _advance_answer(
    plan: AdvancePlan, names: dict[UUID, list[str]], *, dry_run: bool, undo_until: date | None
) -> AdvanceAnswer:
    return AdvanceAnswer.model_validate(
        {
            "dry_run": dry_run,
            "from_phase": plan.from_phase,
            "to_phase": plan.to_phase,
            "moves": [
                MoveAnswer(
                    partnership_id=move.partnership_id,
                    people=names.get(move.partnership_id, []),
                    from_phase=move.from_phase,
                )
                for move in plan.moves
            ],
            "held": [
                HeldAnswer.model_validate(
                    {
                        "partnership_id": held.partnership_id,
                        "people": names.get(held.partnership_id, []),
                        "why": held.why,
                        "way": held.way and held.way.way,
                        "until": held.way and held.way.until,
                        "members": len(held.person_ids),
                    }
                )
                for held in plan.held
            ],
            "notices": [NoticeAnswer.model_validate(notice) for notice in plan.notices],
            "digest": plan.digest,
            "undo_until": undo_until,
        }
    )
