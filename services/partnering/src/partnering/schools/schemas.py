"""Requests and responses about schools."""

import re
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from partnering.classes.vocabulary import Country, Zone
from shared.http import Input, Output
from shared.identity.names import plain_name

MOST_LETTERS = 200
_SHORTENED = re.compile(r"(?<=[^\W\d]{2})\.(?=\d)|(?<=\w\w)\.(?=([^\W\d]))")


def shared_name(text: str) -> str:
    """A name that many read: one plain line without an internet address, as of a person.

    `Şht.Mehmet` and `Nr.12` are short forms and not addresses: a space is put behind the dot.
    """
    spaced = _SHORTENED.sub(lambda at: ". " if not at[1] or at[1].isupper() else ".", text)
    return plain_name(spaced, MOST_LETTERS) if spaced.strip() else ""


SharedName = AfterValidator(shared_name)


class NewSchool(Input):
    name: Annotated[str, StringConstraints(min_length=2, max_length=MOST_LETTERS), SharedName]
    place: Annotated[str, StringConstraints(min_length=1, max_length=120), SharedName]
    country: Country
    region: Annotated[str, StringConstraints(max_length=60), SharedName] = ""
    """The part of the country whose school calendar holds; empty: one calendar for all."""
    zone: Zone


class SchoolOut(Output):
    id: UUID
    name: str
    place: str
    country: str
    region: str
    zone: str
    calendar_known: bool
