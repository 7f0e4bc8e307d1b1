"""What a kind of notification is: its words, its link, and what fills the gaps in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Topic = Literal[
    "partner_finding", "partnership", "course", "project", "programme", "account", "staff"
]
Email = Literal["at_once", "digest", "never"]


def mark(text: str) -> str:
    """Mark a text for translation. It is translated when somebody reads it."""
    return text


class Shown(StrEnum):
    """How a stored value becomes words."""

    PERSON = "person"
    PARTNERS = "partners"
    """Everybody in the list except the reader."""
    COHORT = "cohort"
    MOMENT = "moment"
    DAY = "day"
    WORDS = "words"
    WORDS_BY_LANGUAGE = "words_by_language"
    DECLINE_REASON = "decline_reason"


@dataclass(frozen=True)
class Value:
    """A gap in a text: which field of the event fills it, and how it is shown."""

    field: str
    shown: Shown


@dataclass(frozen=True)
class Kind:
    """One kind of notification.

    Somebody waits for the reader where `reply_by` names a field of the event: such an entry stays
    in the inbox whatever the reader prefers. An urgent mail ignores quiet hours. A kind that folds
    replaces its earlier unread entry about the same matter and does not mail again for a while. Of any
    other kind, nobody hears more than `MOST_A_DAY` times a day about one matter. What staff write or
    decide is marked as theirs beside the words, where nobody's name or text can stand.
    """

    name: str
    topic: Topic
    label: str
    title: str
    body: str
    button: str
    link: str
    """A path of the web client with fields of the event in braces."""
    values: Mapping[str, Value] = field(default_factory=dict)
    quote: str | None = None
    """The value whose words are quoted below the body when there are any."""
    about: str | None = None
    """The field that names the matter; by default the event's aggregate."""
    reply_by: str | None = None
    email: Email = "at_once"
    urgent: bool = False
    folds: bool = False
    by_staff: bool = False

    @property
    def inbox_fixed(self) -> bool:
        return self.reply_by is not None or self.urgent

    @property
    def bounded(self) -> bool:
        """Whether it is told a few times a day at most. Somebody waits for an answer: always told."""
        return not self.folds and self.reply_by is None


def person(field_name: str) -> Value:
    return Value(field_name, Shown.PERSON)


def partners(field_name: str = "person_ids") -> Value:
    return Value(field_name, Shown.PARTNERS)


def cohort(field_name: str = "cohort_id") -> Value:
    return Value(field_name, Shown.COHORT)


def moment(field_name: str) -> Value:
    return Value(field_name, Shown.MOMENT)


def day(field_name: str) -> Value:
    return Value(field_name, Shown.DAY)


def words(field_name: str) -> Value:
    return Value(field_name, Shown.WORDS)


def words_by_language(field_name: str) -> Value:
    return Value(field_name, Shown.WORDS_BY_LANGUAGE)
