"""Cohorts over HTTP: described to everybody, created and advanced by programme leads."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from course.access import Anybody, Creator, Lead, Reader
from course.cohorts import actions, advancing, queries, undoing
from course.cohorts.model import Cohort
from course.cohorts.rules import AdvancePlan, next_phases
from course.cohorts.schemas import (
    AdvanceAnswer,
    AdvanceRequest,
    AdvanceSummary,
    CohortAnswer,
    CohortChange,
    CohortOverview,
    CohortRequest,
    HeldAnswer,
    MoveAnswer,
    NoticeAnswer,
    PartnershipCounts,
    PlanCounts,
    TemplateAnswer,
)
from course.cohorts.templates import TEMPLATES
from course.partnerships.queries import names_by_partnership
from shared import clock
from shared.contracts.course import CohortPhase
from shared.http import (
    Created,
    Cursor,
    IfMatch,
    Once,
    Page,
    Reading,
    Transaction,
    etag,
    page_of,
    public,
    router,
)

routes = router("cohorts")


@routes.get("/templates", dependencies=[public()])
async def list_templates() -> list[TemplateAnswer]:
    return [TemplateAnswer.model_validate(template) for template in TEMPLATES.values()]


@routes.post("/cohorts", status_code=201)
async def create_cohort(
    body: CohortRequest, who: Creator, session: Transaction, once: Once
) -> Created:
    cohort = await actions.create_cohort(session, who, body)
    return await once.created("/v1/cohorts", cohort.id)


@routes.get("/cohorts", dependencies=[public()])
async def list_cohorts(
    who: Anybody,
    session: Reading,
    phase: CohortPhase | None = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[CohortAnswer]:
    """Newest first. Drafts are for staff."""
    rows, next_cursor = await page_of(
        session, queries.visible_cohorts(who, phase), key=Cohort.id, cursor=cursor, limit=limit
    )
    return Page(items=[CohortAnswer.model_validate(row) for row in rows], next_cursor=next_cursor)


@routes.get("/cohorts/{cohort_id}", dependencies=[public()])
async def read_cohort(
    cohort_id: UUID, who: Anybody, session: Reading, response: Response
) -> CohortAnswer:
    cohort = await queries.get_cohort(session, who, cohort_id)
    response.headers["ETag"] = etag(cohort.version)
    return CohortAnswer.model_validate(cohort)


@routes.patch("/cohorts/{cohort_id}")
async def change_cohort(
    cohort_id: UUID,
    body: CohortChange,
    who: Lead,
    version: IfMatch,
    session: Transaction,
    response: Response,
) -> CohortAnswer:
    cohort = await actions.change_cohort(session, cohort_id, body, version)
    response.headers["ETag"] = etag(cohort.version)
    return CohortAnswer.model_validate(cohort)


@routes.get("/cohorts/{cohort_id}/overview")
async def read_overview(cohort_id: UUID, who: Reader, session: Reading) -> CohortOverview:
    """Where a cohort stands, for staff."""
    cohort = await queries.get_cohort(session, who, cohort_id)
    advance = await queries.latest_advance(session, cohort_id)
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
        plan = await advancing.dry_run_advance(session, cohort_id, body.to, body.hold, body.ways)
    else:
        plan, advance = await advancing.advance_cohort(
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
