"""Which rows of projects belong to a person. A table that is missing here fails a test."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from projects.boards.model import Milestone, Project
from projects.certificates.model import Certificate
from projects.checkpoints.model import Checkpoint
from projects.contact.model import Block, FrozenPerson
from projects.partnerships.model import Contribution, Member
from projects.people.model import Person
from projects.results.model import Result
from projects.showcase.model import ShowcaseEntry
from shared.personal_data import Held, NotTold


def _of_my_partnerships(column: Any, person_id: UUID) -> ColumnElement[bool]:
    mine = select(Member.partnership_id).where(Member.person_id == person_id)
    found: ColumnElement[bool] = column.in_(mine)
    return found


HELD: tuple[Held | NotTold, ...] = (
    Held("Who I am", Person, lambda me: Person.id == me),
    Held("My partnerships", Member, lambda me: Member.person_id == me),
    Held("Our projects", Project, lambda me: _of_my_partnerships(Project.partnership_id, me)),
    Held("My share", Contribution, lambda me: Contribution.person_id == me),
    Held(
        "Milestones that I added or reached",
        Milestone,
        lambda me: or_(Milestone.added_by == me, Milestone.reached_by == me),
    ),
    Held(
        "Progress reports that I wrote",
        Checkpoint,
        lambda me: Checkpoint.reported_by == me,
        frozenset({"helped_by"}),
    ),
    Held(
        "Our project results",
        Result,
        lambda me: _of_my_partnerships(Result.partnership_id, me),
        frozenset({"decided_by"}),
    ),
    Held(
        "My certificates",
        Certificate,
        lambda me: Certificate.person_id == me,
        frozenset({"granted_by"}),
    ),
    NotTold(ShowcaseEntry, "the public copy of a project result"),
    NotTold(FrozenPerson, "partnering tells when contact was paused"),
    NotTold(Block, "partnering tells whom one has blocked"),
)
