"""HTTP of the outline of a cohort's course."""

from uuid import UUID

from course.access import Anybody
from course.cohorts.queries import get_cohort
from course.content import queries
from course.content.routes import Language
from course.content.schemas import WeekOutline
from shared.http import Reading, public, router

# Readers of the API find this beside the steps.
routes = router("content")


@routes.get("/cohorts/{cohort_id}/weeks", dependencies=[public()])
async def list_weeks(
    cohort_id: UUID, who: Anybody, session: Reading, language: Language = "en"
) -> list[WeekOutline]:
    """Titles and minutes are public; the texts are for participants."""
    await get_cohort(session, who, cohort_id)
    weeks = await queries.outline(session, cohort_id, language.partition("-")[0])
    return [WeekOutline.model_validate(week) for week in weeks]
