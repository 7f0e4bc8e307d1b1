"""A partnership's course over HTTP."""

from uuid import UUID

from course.access import SignedIn
from course.content.routes import Language
from course.learning import actions, queries
from course.learning.schemas import CourseAnswer, MyCourses, StepPage
from shared.http import Reading, Transaction, router

routes = router("learning")


@routes.get("/me/courses")
async def list_my_courses(who: SignedIn, session: Reading) -> MyCourses:
    return MyCourses(items=await queries.my_courses(session, who))


@routes.get("/partnerships/{partnership_id}/course")
async def read_course(
    partnership_id: UUID, who: SignedIn, session: Reading, language: Language = "en"
) -> CourseAnswer:
    return await queries.read_course(session, who, partnership_id, language.partition("-")[0])


@routes.get("/partnerships/{partnership_id}/steps/{step_id}")
async def read_step_page(
    partnership_id: UUID, step_id: UUID, who: SignedIn, session: Reading, language: Language = "en"
) -> StepPage:
    return await queries.read_step_page(
        session, who, partnership_id, step_id, language.partition("-")[0]
    )


@routes.post("/partnerships/{partnership_id}/steps/{step_id}/done", status_code=204)
async def mark_step_done(
    partnership_id: UUID, step_id: UUID, who: SignedIn, session: Transaction
) -> None:
    await actions.mark_step_done(session, who, partnership_id, step_id)


@routes.post("/partnerships/{partnership_id}/steps/{step_id}/undone", status_code=204)
async def mark_step_undone(
    partnership_id: UUID, step_id: UUID, who: SignedIn, session: Transaction
) -> None:
    await actions.mark_step_undone(session, who, partnership_id, step_id)
