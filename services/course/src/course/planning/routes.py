"""The plan over HTTP: written with ETag and If-Match, decided by staff."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from course.access import Decider, PlanLister, PlanReader, SignedIn
from course.partnerships.queries import names_by_partnership
from course.planning import actions, queries, writing
from course.plans.model import Plan
from course.plans.schemas import (
    Comparison,
    Decision,
    PlanAnswer,
    PlanContent,
    PlanListed,
    Restore,
    ReturnDecision,
    Section,
    SectionAnswer,
    Status,
    Versions,
)
from shared.http import (
    Cursor,
    IfMatch,
    Page,
    Principal,
    Reading,
    Transaction,
    etag,
    page_of,
    router,
)

routes = router("plans")


@routes.get("/partnerships/{partnership_id}/plan")
async def read_plan(
    partnership_id: UUID, who: PlanReader, session: Reading, response: Response
) -> PlanAnswer:
    plan, own = await queries.visible_plan(session, who, partnership_id)
    response.headers["ETag"] = etag(plan.version)
    return await queries.plan_answer(session, who, plan, own=own)


@routes.put("/partnerships/{partnership_id}/plan")
async def write_plan(
    partnership_id: UUID,
    body: PlanContent,
    who: SignedIn,
    version: IfMatch,
    session: Transaction,
    response: Response,
) -> PlanAnswer:
    """Save the whole plan. What others saved meanwhile in other sections stays."""
    plan = await writing.write_plan(session, who, partnership_id, body, version)
    response.headers["ETag"] = etag(plan.version)
    return await queries.plan_answer(session, who, plan, own=True)


@routes.get("/partnerships/{partnership_id}/plan/sections/{section}")
async def read_plan_section(
    partnership_id: UUID, section: Section, who: PlanReader, session: Reading, response: Response
) -> SectionAnswer:
    plan, _ = await queries.visible_plan(session, who, partnership_id)
    answer = await queries.section_answer(session, plan, section)
    response.headers["ETag"] = etag(answer.version)
    return answer


@routes.put("/partnerships/{partnership_id}/plan/sections/{section}")
async def write_plan_section(
    partnership_id: UUID,
    section: Section,
    body: PlanContent,
    who: SignedIn,
    version: IfMatch,
    session: Transaction,
    response: Response,
) -> SectionAnswer:
    """Save one section on top of the version of this section that was read."""
    plan = await writing.write_section(session, who, partnership_id, section, body, version)
    answer = await queries.section_answer(session, plan, section)
    response.headers["ETag"] = etag(answer.version)
    return answer


@routes.get("/partnerships/{partnership_id}/plan/versions")
async def list_plan_versions(partnership_id: UUID, who: PlanReader, session: Reading) -> Versions:
    plan, _ = await queries.visible_plan(session, who, partnership_id)
    return Versions(items=await queries.list_versions(session, plan))


@routes.get("/partnerships/{partnership_id}/plan/compare")
async def compare_plan_versions(
    partnership_id: UUID,
    who: PlanReader,
    session: Reading,
    before: Annotated[int, Query(ge=1, le=999_999_999)],
    after: Annotated[int, Query(ge=1, le=999_999_999)],
) -> Comparison:
    plan, _ = await queries.visible_plan(session, who, partnership_id)
    return await queries.compare_versions(session, plan, before, after)


@routes.post("/partnerships/{partnership_id}/plan/versions/{number}/restore")
async def restore_plan_sections(
    partnership_id: UUID,
    number: Annotated[int, Path(ge=1, le=999_999_999)],
    body: Restore,
    who: SignedIn,
    version: IfMatch,
    session: Transaction,
    response: Response,
) -> PlanAnswer:
    """Take sections back from an older version. This makes a new version; none is lost."""
    plan = await writing.restore_sections(
        session, who, partnership_id, number, body.sections, version
    )
    response.headers["ETag"] = etag(plan.version)
    return await queries.plan_answer(session, who, plan, own=True)


@routes.post("/partnerships/{partnership_id}/plan/submit")
async def submit_plan(partnership_id: UUID, who: SignedIn, session: Transaction) -> PlanAnswer:
    plan = await actions.submit_plan(session, who, partnership_id)
    return await queries.plan_answer(session, who, plan, own=True)


@routes.post("/partnerships/{partnership_id}/plan/approve")
async def approve_plan(
    partnership_id: UUID, body: Decision, who: Decider, session: Transaction
) -> PlanAnswer:
    plan = await actions.approve_plan(session, who, partnership_id, body)
    return await _decided(session, who, plan)


@routes.post("/partnerships/{partnership_id}/plan/return")
async def return_plan(
    partnership_id: UUID, body: ReturnDecision, who: Decider, session: Transaction
) -> PlanAnswer:
    plan = await actions.return_plan(session, who, partnership_id, body)
    return await _decided(session, who, plan)


@routes.get("/plans")
async def list_plans(
    who: PlanLister,
    session: Reading,
    cohort_id: UUID | None = None,
    status: Status | None = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[PlanListed]:
    """Plans of the cohorts I look after, oldest partnership first."""
    rows, next_cursor = await page_of(
        session,
        queries.plans_for_staff(who, cohort_id, status),
        key=Plan.partnership_id,
        cursor=cursor,
        limit=limit,
        descending=False,
    )
    ids = [row.partnership_id for row in rows]
    names = await names_by_partnership(session, ids)
    received = await queries.count_reviews(session, ids)
    items = [
        PlanListed(
            partnership_id=row.partnership_id,
            cohort_id=row.cohort_id,
            title=row.content.get("title", ""),
            people=names.get(row.partnership_id, []),
            status=row.status,
            version=row.version,
            submitted_version=row.submitted_version,
            submitted_at=row.submitted_at,
            reviews_received=received.get(row.partnership_id, 0),
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=next_cursor)


async def _decided(session: Transaction, who: Principal, plan: Plan) -> PlanAnswer:
    return await queries.plan_answer(session, who, plan, own=False)
