"""The showcase: published results, found by country, subject, language, age and words."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import Response
from markupsafe import Markup

from web.i18n.collation import by_name
from web.i18n.formats import country, language
from web.pages import Anyone, router
from web.showcase.picture import picture
from web.vocabulary import subject

routes = router()
SHOWN = 8
"""Results of one page: five screens of a phone."""
FILTERS = ("text", "country", "subject", "language", "age")


@routes.get("/showcase")
async def showcase(page: Anyone) -> Response:
    wanted = {name: page.query(name)[:100] for name in FILTERS if page.query(name)}
    if not wanted.get("age", "0").isdigit() or len(wanted.get("age", "")) > 2:
        wanted.pop("age")
    cursor = page.query("cursor")
    found = await page.api.projects.get("/v1/showcase", cursor=cursor, limit=SHOWN, **wanted)
    facets = await page.api.projects.get("/v1/showcase-facets")
    return page.render(
        "showcase/index.html",
        fragment="results",
        results=found["items"],
        next_cursor=found["next_cursor"],
        cursor=cursor,
        total=facets["total"],
        wanted=wanted,
        address="/showcase" + (f"?{urlencode(wanted)}" if wanted else ""),
        countries=_sorted(facets["countries"], country),
        subjects=_sorted(facets["subjects"], subject),
        spoken=_sorted(facets["languages"], language),
        subject=subject,
        picture=picture,
    )


def _sorted(codes: list[str], name: Callable[[str], str]) -> list[tuple[str, str]]:
    """Codes with their names, by name."""
    return by_name((code, name(code)) for code in codes)


@routes.get("/showcase/{slug}")
async def showcase_page(page: Anyone, slug: str) -> Response:
    found = await page.api.projects.get(f"/v1/showcase/{slug}")
    return page.render(
        "showcase/page.html",
        result=found,
        subject=subject,
        picture=picture,
        # Rendered and cleaned by `projects`, which alone turns results into HTML.
        what_we_did=Markup(found["what_we_did_html"]),  # noqa: S704
        what_pupils_learned=Markup(found["what_pupils_learned_html"]),  # noqa: S704
    )
