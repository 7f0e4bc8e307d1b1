"""Every service announces what its staff did, under its own name; `accounts` keeps it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.event import Event, Part

MOST_PEOPLE: Final = 200
Code = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=60)]
Detail = Annotated[str, Field(pattern=r"^[A-Za-z0-9_:,.\- ]*$", max_length=200)]


class Act(Part):
    """Who did what, for which cohort and about whom: ids and codes, no names and no words."""

    entry_id: UUID
    at: datetime
    actor_id: UUID | None
    """None: time, or the operator on the machine."""
    action: Code
    """The name of the command's route."""
    outcome: Literal["done", "denied"]
    cohort_id: UUID | None = None
    subject_id: UUID | None = None
    """The run, plan, result … that it concerns."""
    person_ids: Annotated[tuple[UUID, ...], Field(max_length=MOST_PEOPLE)] = ()
    """Whom it concerns."""
    detail: Detail = ""
    """Codes only, such as the two phases of an advance."""


class PartneringActRecorded(Act, Event, type="partnering.audit.recorded.v1", aggregate="entry_id"):
    """Staff gave a command, or were refused one."""


class CourseActRecorded(Act, Event, type="course.audit.recorded.v1", aggregate="entry_id"):
    """Staff gave a command, or were refused one."""


class ProjectsActRecorded(Act, Event, type="projects.audit.recorded.v1", aggregate="entry_id"):
    """Staff gave a command, or were refused one."""


class NotificationsActRecorded(
    Act, Event, type="notifications.audit.recorded.v1", aggregate="entry_id"
):
    """Staff gave a command, or were refused one."""


ActRecorded = (
    PartneringActRecorded | CourseActRecorded | ProjectsActRecorded | NotificationsActRecorded
)
RECORDED: Final[Mapping[str, type[ActRecorded]]] = {
    "partnering": PartneringActRecorded,
    "course": CourseActRecorded,
    "projects": ProjectsActRecorded,
    "notifications": NotificationsActRecorded,
}
