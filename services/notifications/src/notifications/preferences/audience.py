"""Who of the recipients of a message gets it in the inbox, who by mail: what they have chosen."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.sql.selectable import Subquery

from notifications.people.model import Person
from notifications.preferences.model import Choice
from notifications.wording.kind import Kind


def in_inbox(kind: Kind, recipients: Select[UUID]) -> Select[UUID]:
    """Everybody who is told in the inbox; some kinds are not for anybody to leave out."""
    told = _told(kind, recipients)
    return told if kind.inbox_fixed else told.where(func.coalesce(Choice.inbox, True))


def by_mail(kind: Kind, recipients: Select[UUID]) -> Select[UUID]:
    """Everybody who wants it by mail, at once or in a summary."""
    return _told(kind, recipients).where(mail_wish(kind) != "never")


def mail_wish(kind: Kind) -> ColumnElement[str]:
    """How the person wants this kind by mail."""
    return func.coalesce(Choice.email, kind.email)


def _told(kind: Kind, recipients: Select[UUID]) -> Select[UUID]:
    told: Subquery = recipients.subquery("told")
    person_id = told.c.person_id
    return (
        select(person_id)
        .select_from(told)
        .outerjoin(Person, Person.id == person_id)
        .outerjoin(Choice, and_(Choice.person_id == person_id, Choice.kind == kind.name))
        .where(Person.erased_at.is_(None))
    )
