"""Read results: for their writers and for staff."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.cohorts.queries import titles_of
from projects.partnerships.queries import (
    as_member,
    countries_by_partnership,
    countries_of,
    membership,
)
from projects.results.model import Result
from projects.results.rules import still_missing
from projects.results.schemas import (
    ResultForStaff,
    ResultPreview,
    ResultQueueLine,
    ResultRequest,
    ResultView,
)
from projects.showcase.model import ShowcaseEntry
from projects.showcase.queries import slugs_of
from shared.http import Conflict, NotFound, Page, Permission, Principal, page_of
from shared.markdown import render


async def view_result(session: AsyncSession, who: Principal, partnership_id: UUID) -> ResultView:
    """The saved draft, or its beginning from the plan while nothing is saved."""
    await as_member(session, who, partnership_id)
    result = await _of_partnership(session, partnership_id)
    if result is not None:
        return ResultView(**await _saved(session, result))
    project = await session.get(Project, partnership_id)
    if project is None or project.opened_at is None:
        raise Conflict("project-not-open", "This project has not begun yet.")
    return _beginning(project)


async def preview_result(
    session: AsyncSession, who: Principal, partnership_id: UUID, draft: ResultRequest
) -> ResultPreview:
    """Members only: the renderer is no public service."""
    await as_member(session, who, partnership_id)
    return ResultPreview(
        title=draft.title,
        summary=draft.summary,
        what_we_did_html=render(draft.what_we_did),
        what_pupils_learned_html=render(draft.what_pupils_learned),
    )


async def list_results(
    session: AsyncSession,
    who: Principal,
    *,
    status: str,
    cohort_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[ResultQueueLine]:
    """Of the cohorts in which one may publish."""
    query = select(Result).where(Result.status == status)
    if cohort_id is not None:
        query = query.where(Result.cohort_id == cohort_id)
    allowed = who.cohorts_with(Permission.PUBLISH_RESULTS)
    if allowed is not None:
        query = query.where(Result.cohort_id.in_(allowed))
    rows, next_cursor = await page_of(
        session, query, key=Result.id, cursor=cursor, limit=limit, descending=False
    )
    partnership_ids = {row.partnership_id for row in rows}
    titles = await titles_of(session, {row.cohort_id for row in rows})
    countries = await countries_by_partnership(session, partnership_ids)
    slugs = await slugs_of(session, partnership_ids)
    items = [
        ResultQueueLine(
            id=row.id,
            partnership_id=row.partnership_id,
            cohort_id=row.cohort_id,
            cohort_title=titles.get(row.cohort_id, ""),
            title=row.title,
            version=row.version,
            status=row.status,
            countries=countries.get(row.partnership_id, []),
            shows_people=row.shows_people,
            submitted_at=row.submitted_at,
            slug=slugs.get(row.partnership_id),
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=next_cursor)


async def view_result_for_staff(
    session: AsyncSession, who: Principal, result_id: UUID
) -> ResultForStaff:
    """As it would be published."""
    result = await session.get(Result, result_id)
    if result is None or not who.may(Permission.PUBLISH_RESULTS, result.cohort_id):
        raise NotFound("This result")
    own = await membership(session, who, result.partnership_id) is not None
    return ResultForStaff(
        **await _saved(session, result),
        countries=await countries_of(session, result.partnership_id),
        what_we_did_html=render(result.what_we_did),
        what_pupils_learned_html=render(result.what_pupils_learned),
        own_partnership=own,
    )


async def _of_partnership(session: AsyncSession, partnership_id: UUID) -> Result | None:
    query = select(Result).where(Result.partnership_id == partnership_id)
    return (await session.scalars(query)).one_or_none()


async def _saved(session: AsyncSession, result: Result) -> dict[str, Any]:
    slug = await session.scalar(
        select(ShowcaseEntry.slug).where(ShowcaseEntry.result_id == result.id)
    )
    names = set(ResultView.model_fields) - {"slug", "still_missing"}
    fields = {name: getattr(result, name) for name in names}
    return {**fields, "slug": slug, "still_missing": still_missing(fields)}


def _beginning(project: Project) -> ResultView:
    draft = ResultRequest(
        title=project.title[:160],
        summary=project.summary[:600],
        subjects=[],
        languages=[],
        links=[],
        pupils_age_from=min(max(project.pupils_age_from, 3), 20),
        pupils_age_to=min(max(project.pupils_age_to, project.pupils_age_from, 3), 20),
    )
    fields = draft.model_dump()
    fields["subjects"], fields["languages"] = project.subjects[:10], project.languages[:10]
    return ResultView(
        **fields,
        id=None,
        partnership_id=project.partnership_id,
        cohort_id=project.cohort_id,
        version=0,
        status="draft",
        edited_at=None,
        submitted_at=None,
        decided_at=None,
        note="",
        slug=None,
        still_missing=still_missing(fields),
    )
