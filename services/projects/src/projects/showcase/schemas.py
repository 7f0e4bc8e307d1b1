"""Responses of the showcase. Countries, never names, unless the teachers chose to be credited."""

from datetime import datetime
from uuid import UUID

from shared.http import Output


class EvidenceLinkView(Output):
    title: str
    url: str


class ShowcaseCard(Output):
    id: UUID
    slug: str
    title: str
    summary: str
    countries: list[str]
    subjects: list[str]
    languages: list[str]
    pupils_age_from: int
    pupils_age_to: int
    published_at: datetime


class ShowcasePage(ShowcaseCard):
    what_we_did_html: str
    what_pupils_learned_html: str
    credits: str
    product_link: str
    links: list[EvidenceLinkView]
    pupils_count: int
    cohort_title: str


class ShowcaseFacets(Output):
    """What can be chosen, from what is there."""

    countries: list[str]
    subjects: list[str]
    languages: list[str]
    total: int
