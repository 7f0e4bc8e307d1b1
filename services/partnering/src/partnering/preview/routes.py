"""HTTP of the partner preview, open to everybody."""

from typing import Annotated

from fastapi import Query

from partnering.classes.vocabulary import Country, Language, Subject
from partnering.preview import queries
from partnering.preview.schemas import PartnershipMap, Preview
from shared.http import Invalid, Reading, public, router

routes = router("preview")
Age = Annotated[int, Query(ge=3, le=20)]


@routes.get("/preview", dependencies=[public()])
async def preview_partners(
    session: Reading,
    country: Country,
    language: Language,
    age_from: Age,
    age_to: Age,
    subject: Subject | None = None,
) -> Preview:
    """Three questions, and how many teachers in how many countries could fit."""
    if age_from > age_to:
        raise Invalid({"/age_to": "must not be less than the youngest age"})
    return await queries.preview(
        session, country=country, language=language, ages=(age_from, age_to), subject=subject
    )


@routes.get("/preview/map", dependencies=[public()])
async def map_partnerships(session: Reading) -> PartnershipMap:
    """Where classes work together: numbers per country, nobody can be recognised."""
    return await queries.partnership_map(session)
