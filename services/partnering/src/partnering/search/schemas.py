"""Requests and responses of the search."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from partnering.enrolments.schemas import Card
from shared.http import Input, Output


class SearchName(Input):
    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class SavedSearchOut(Output):
    id: UUID
    enrolment_id: UUID
    name: str
    filters: dict[str, Any]
    """As the search takes them: country, language, age_from …"""
    saved_at: datetime


class BlockingFilter(Output):
    """The one filter that, left out, would find most."""

    filter: str
    would_find: int


class Facet(Output):
    value: str
    count: int


class Facets(Output):
    """What can be chosen among the teachers that could be partners at all."""

    countries: list[Facet]
    languages: list[Facet]
    subjects: list[Facet]
    topics: list[Facet]


class Found(Output):
    enrolment_id: UUID
    zone: str
    """The reader's own zone, in which the overlap is counted."""
    total: int
    items: list[Card]
    facets: Facets
    blocking_filter: BlockingFilter | None
    nobody_because: str | None
    """Why nobody at all could be a partner, before any filter: no_languages, nobody_free …"""
    next_cursor: str | None
