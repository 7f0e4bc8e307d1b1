"""Responses of the search."""

from uuid import UUID

from partnering.enrolments.schemas import Card
from shared.http import Output


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
