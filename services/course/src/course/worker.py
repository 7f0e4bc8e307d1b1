"""Events and time: what this service does without being asked."""

from course.extensions.ending import end_extensions, remind_of_last_days
from course.health.actions import ring_due_clocks
from course.opening.actions import open_due_courses, open_due_weeks
from course.planning.overdue import remind_of_plans
from course.reactions import REACTIONS
from course.retention import forget_old
from course.reviews.deadlines import end_waiting_for_peers, pass_on_overdue_reviews
from shared.retention import LOOKED_FOR_EVERY
from shared.worker import Tick, Worker


def create_worker() -> Worker:
    return Worker(
        service="course",
        reactions=REACTIONS,
        ticks=[
            Tick("open_due_courses", open_due_courses),
            Tick("open_due_weeks", open_due_weeks),
            Tick("ring_due_clocks", ring_due_clocks),
            Tick("pass_on_overdue_reviews", pass_on_overdue_reviews),
            Tick("end_waiting_for_peers", end_waiting_for_peers),
            Tick("remind_of_plans", remind_of_plans),
            Tick("remind_of_last_days", remind_of_last_days),
            Tick("end_extensions", end_extensions),
            Tick("forget_old", forget_old, every=LOOKED_FOR_EVERY),
        ],
    )
