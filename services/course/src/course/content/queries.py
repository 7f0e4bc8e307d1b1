"""Reading the content of a cohort in one language, English where a translation is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from course.content.model import Step, StepText, Week, WeekText
from course.content.schemas import StepAnswer
from shared.http import NotFound


@dataclass(frozen=True)
class OutlinedStep:
    id: UUID
    key: str
    position: int
    kind: str
    minutes: int
    title: str


@dataclass(frozen=True)
class OutlinedWeek:
    id: UUID
    number: int
    title: str
    summary: str
    steps: tuple[OutlinedStep, ...]


async def outline(session: AsyncSession, cohort_id: UUID, language: str) -> list[OutlinedWeek]:
    """Weeks with their steps, in order."""
    steps = await _steps(session, cohort_id, language)
    mine, english = aliased(WeekText), aliased(WeekText)
    rows = await session.execute(
        select(
            Week.id,
            Week.number,
            func.coalesce(mine.title, english.title),
            func.coalesce(mine.summary, english.summary),
        )
        .outerjoin(mine, and_(mine.week_id == Week.id, mine.language == language))
        .outerjoin(english, and_(english.week_id == Week.id, english.language == "en"))
        .where(Week.cohort_id == cohort_id)
        .order_by(Week.number)
    )
    return [OutlinedWeek(*row, tuple(steps.get(row[0], ()))) for row in rows.all()]


async def _steps(
    session: AsyncSession, cohort_id: UUID, language: str
) -> dict[UUID, list[OutlinedStep]]:
    mine, english = aliased(StepText), aliased(StepText)
    rows: Sequence[tuple[UUID, OutlinedStep]] = [
        (row[0], OutlinedStep(*row[1:]))
        for row in await session.execute(
            select(
                Step.week_id,
                Step.id,
                Step.key,
                Step.position,
                Step.kind,
                Step.minutes,
                func.coalesce(mine.title, english.title),
            )
            .outerjoin(mine, and_(mine.step_id == Step.id, mine.language == language))
            .outerjoin(english, and_(english.step_id == Step.id, english.language == "en"))
            .where(Step.cohort_id == cohort_id)
            .order_by(Step.week_id, Step.position)
        )
    ]
    found: dict[UUID, list[OutlinedStep]] = {}
    for week_id, step in rows:
        found.setdefault(week_id, []).append(step)
    return found


async def read_step(session: AsyncSession, step_id: UUID, language: str) -> StepAnswer:
    """One step with its text in the language asked for, or in English."""
    found = (
        await session.execute(
            select(Step, Week.number, StepText)
            .join(Week, Week.id == Step.week_id)
            .join(StepText, StepText.step_id == Step.id)
            .where(Step.id == step_id, StepText.language.in_([language, "en"]))
            .order_by((StepText.language == language).desc())
            .limit(1)
        )
    ).one_or_none()
    if found is None:
        raise NotFound("This step")
    step, week, text = found
    return StepAnswer(
        id=step.id,
        cohort_id=step.cohort_id,
        key=step.key,
        week=week,
        position=step.position,
        kind=step.kind,
        minutes=step.minutes,
        language=text.language,
        title=text.title,
        body=text.body,
        version=step.version,
    )
