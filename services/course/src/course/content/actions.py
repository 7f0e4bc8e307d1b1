"""Copying the course content into a cohort, and staff editing the copy."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.content.library import FOUR_WEEKS, LibraryWeek
from course.content.model import Step, StepText, Week, WeekText
from course.content.queries import read_step
from course.content.schemas import StepAnswer, StepEdit
from shared.http import NotFound, Permission, Principal, StaleVersion
from shared.ids import new_id


async def copy_content(session: AsyncSession, cohort_id: UUID) -> None:
    """Give the cohort weeks and steps of its own: one statement per table."""
    weeks = [(new_id(), number, week) for number, week in enumerate(FOUR_WEEKS, start=1)]
    await session.execute(
        insert(Week),
        [{"id": id_, "cohort_id": cohort_id, "number": number} for id_, number, _ in weeks],
    )
    await session.execute(
        insert(WeekText),
        [
            {"week_id": id_, "language": language, "title": text.title, "summary": text.body}
            for id_, _, week in weeks
            for language, text in week.texts.items()
        ],
    )
    for id_, _, week in weeks:
        await _copy_steps(session, cohort_id, id_, week)


async def _copy_steps(
    session: AsyncSession, cohort_id: UUID, week_id: UUID, week: LibraryWeek
) -> None:
    steps = [(new_id(), position, step) for position, step in enumerate(week.steps, start=1)]
    await session.execute(
        insert(Step),
        [
            {
                "id": id_,
                "cohort_id": cohort_id,
                "week_id": week_id,
                "key": step.key,
                "position": position,
                "kind": step.kind,
                "minutes": step.minutes,
            }
            for id_, position, step in steps
        ],
    )
    await session.execute(
        insert(StepText),
        [
            {"step_id": id_, "language": language, "title": text.title, "body": text.body}
            for id_, _, step in steps
            for language, text in step.texts.items()
        ],
    )


async def edit_step(
    session: AsyncSession, who: Principal, step_id: UUID, edit: StepEdit, version: int
) -> Step:
    """Change one cohort's copy of a step; the template and other cohorts stay as they are.

    What somebody else saved since the caller read the step is never overwritten unseen.
    """
    step = await _editable_step(session, who, step_id, lock=True)
    if step.version != version:
        raise StaleVersion(step.version)
    if edit.kind is not None:
        step.kind = edit.kind
    if edit.minutes is not None:
        step.minutes = edit.minutes
    if edit.title is not None or edit.body is not None:
        await _edit_text(session, step, edit)
    step.version += 1
    return step


async def read_step_to_edit(
    session: AsyncSession, who: Principal, step_id: UUID, language: str
) -> StepAnswer:
    """A step as the staff of its cohort edit it."""
    step = await _editable_step(session, who, step_id)
    return await read_step(session, step.id, language)


async def _editable_step(
    session: AsyncSession, who: Principal, step_id: UUID, *, lock: bool = False
) -> Step:
    """The step, for the staff of its cohort. A step of another cohort does not exist for them."""
    step = await session.get(Step, step_id, with_for_update=lock or None)
    if step is None or not who.may(Permission.EDIT_CONTENT, step.cohort_id):
        raise NotFound("This step")
    return step


async def _edit_text(session: AsyncSession, step: Step, edit: StepEdit) -> None:
    text = await session.get(StepText, (step.id, edit.language))
    if text is None:
        english = await session.get_one(StepText, (step.id, "en"))
        text = StepText(
            step_id=step.id, language=edit.language, title=english.title, body=english.body
        )
        session.add(text)
    text.title = edit.title or text.title
    text.body = edit.body or text.body
