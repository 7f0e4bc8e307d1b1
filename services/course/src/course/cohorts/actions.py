"""Creating and changing cohorts."""

from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort
from course.cohorts.queries import lock_cohort
from course.cohorts.schemas import CohortChange, CohortRequest
from course.cohorts.templates import TEMPLATES
from course.content.actions import copy_content
from shared import clock
from shared.audit import describe_act, nothing_done
from shared.contracts.course import CohortChanged
from shared.http import Conflict, Invalid, Principal, StaleVersion
from shared.outbox import announce

_DATES = ("partnering_starts_on", "course_starts_on", "project_starts_on", "closes_on")


async def create_cohort(session: AsyncSession, who: Principal, request: CohortRequest) -> Cohort:
    """A new draft with a copy of the template's content, which staff may then change."""
    template = TEMPLATES.get(request.template)
    if template is None:
        raise Invalid({"/template": "is not one of the templates"})
    if await session.scalar(select(Cohort.id).where(Cohort.slug == request.slug)):
        raise Conflict(
            "slug-taken",
            "Another cohort has this short name.",
            errors=[{"pointer": "/slug", "detail": "is taken"}],
        )
    cohort = Cohort(
        **request.model_dump(exclude={"pace"}),
        pace=request.pace or template.pace,
        phase="draft",
        version=1,
        created_by=who.person_id,
        created_at=clock.now(),
    )
    _check_dates(cohort)
    _refuse_all_over(cohort)
    session.add(cohort)
    await session.flush()
    await copy_content(session, cohort.id)
    describe_act(session, cohort_id=cohort.id)
    await _announce_change(session, cohort)
    return cohort


async def change_cohort(
    session: AsyncSession, cohort_id: UUID, change: CohortChange, version: int
) -> Cohort:
    """Change a cohort's description or dates. Dates that have passed their phase stay."""
    cohort = await lock_cohort(session, cohort_id)
    if cohort.version != version:
        raise StaleVersion(cohort.version)
    if cohort.phase == "closed":
        raise Conflict("cohort-closed", "A closed cohort stays as it was.")
    changes = change.model_dump(exclude_none=True)
    changed = [name for name, value in changes.items() if getattr(cohort, name) != value]
    describe_act(session, detail=" ".join(sorted(changed)))
    if not changed:
        nothing_done(session)
    _refuse_past_dates(cohort, changes)
    moved = any(
        getattr(cohort, name) != changes.get(name, getattr(cohort, name)) for name in _DATES
    )
    for field, value in changes.items():
        setattr(cohort, field, value)
    _check_dates(cohort)
    if moved:
        _refuse_all_over(cohort)
    cohort.version += 1
    await _announce_change(session, cohort)
    return cohort


def _check_dates(cohort: Cohort) -> None:
    errors = {}
    for earlier, later in pairwise(_DATES):
        first: date = getattr(cohort, earlier)
        then: date = getattr(cohort, later)
        if then < first or (then == first and later != "course_starts_on"):
            errors[f"/{later}"] = f"must come after {earlier}"
    if (cohort.closes_on - cohort.partnering_starts_on).days > 1_100:
        errors["/closes_on"] = "is more than three years after the start"
    if errors:
        raise Invalid(errors)


def _refuse_all_over(cohort: Cohort) -> None:
    """A cohort that is over before it begins is a slip of the pen.

    Single days in the past are none: staff enter cohorts late.
    """
    today = clock.today()
    if cohort.closes_on <= today:
        raise Invalid(
            {f"/{name}": "lies in the past" for name in _DATES if getattr(cohort, name) <= today}
        )


def _refuse_past_dates(cohort: Cohort, changes: dict[str, Any]) -> None:
    begun = {
        "draft": (),
        "partnering": ("partnering_starts_on",),
        "course": ("partnering_starts_on", "course_starts_on"),
        "project": ("partnering_starts_on", "course_starts_on", "project_starts_on"),
    }[cohort.phase]
    late = [
        field
        for field in begun
        if changes.get(field, getattr(cohort, field)) != getattr(cohort, field)
    ]
    if late:
        raise Invalid({f"/{field}": "this phase has begun" for field in late})


async def _announce_change(session: AsyncSession, cohort: Cohort) -> None:
    await announce(
        session,
        CohortChanged(
            cohort_id=cohort.id,
            slug=cohort.slug,
            title=cohort.title,
            pace=cohort.pace,
            phase=cohort.phase,
            languages=tuple(cohort.languages),
            seats=cohort.seats,
            partnering_starts_on=cohort.partnering_starts_on,
            course_starts_on=cohort.course_starts_on,
            project_starts_on=cohort.project_starts_on,
            closes_on=cohort.closes_on,
        ),
    )
