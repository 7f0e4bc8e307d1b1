"""When this event, then that action."""

from accounts.erasure.actions import collect_answer
from shared.bus import Reactions
from shared.contracts.erasure import (
    CourseErasureCompleted,
    NotificationsErasureCompleted,
    PartneringErasureCompleted,
    ProjectsErasureCompleted,
)

REACTIONS = Reactions(
    {
        PartneringErasureCompleted: collect_answer,
        CourseErasureCompleted: collect_answer,
        ProjectsErasureCompleted: collect_answer,
        NotificationsErasureCompleted: collect_answer,
    }
)
