"""Events and time: what this service does without being asked."""

from projects.certificates.actions import issue_certificates
from projects.checkpoints.falling_due import (
    announce_due_checkpoints,
    announce_overdue_checkpoints,
)
from projects.opening.actions import open_boards
from projects.reactions import REACTIONS
from projects.retention import forget_old
from shared.retention import LOOKED_FOR_EVERY
from shared.worker import Tick, Worker


def create_worker() -> Worker:
    return Worker(
        service="projects",
        reactions=REACTIONS,
        ticks=[
            Tick("open_boards", open_boards),
            Tick("announce_due_checkpoints", announce_due_checkpoints),
            Tick("announce_overdue_checkpoints", announce_overdue_checkpoints),
            Tick("issue_certificates", issue_certificates),
            Tick("forget_old", forget_old, every=LOOKED_FOR_EVERY),
        ],
    )
