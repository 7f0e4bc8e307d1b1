"""Requests and responses about schools."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from partnering.classes.vocabulary import Country, Zone
from shared.http import Input, Output


class NewSchool(Input):
    name: Annotated[str, StringConstraints(min_length=2, max_length=200)]
    place: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    country: Country
    region: Annotated[str, StringConstraints(max_length=60)] = ""
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
