"""Every page that links lead to, on the whole system, in a real browser: axe, width, weight."""

import gzip

import pytest

from .everybody import LINKS, first_pages, shape

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("system"),
    pytest.mark.timeout(600),
]
HEAVIEST = 30 * 1024
MOST_TELLING = {
    "lead": {"/staff/runs/…", "/staff/results/…", "/staff/reports/…", "/staff/audit"},
    "operator": {"/staff/system", "/settings/security"},
    "in the course": {"/partnerships/…/plan", "/partnerships/…/course/steps/…"},
    "in the project": {"/partnerships/…/project", "/partnerships/…/result", "/reviews/…"},
    "invited": {"/invitations/…", "/find/…"},
    "visitor": {"/showcase/…", "/developers", "/preview"},
}
"""Pages that a crawl which lost its way would miss."""


LOOKS = [(360, "dark"), (1280, "light")]
"""Both widths and both schemes. Colours do not depend on the width, nor the layout on the scheme."""
SOON = {("lead", LOOKS[0])}
"""What is worth looking at each time; all the rest takes longer."""


@pytest.mark.parametrize(
    ("who", "width", "scheme"),
    [
        pytest.param(who, *look, marks=() if (who, look) in SOON else pytest.mark.full)
        for look in LOOKS
        for who in MOST_TELLING
    ],
)
async def test_every_page_a_person_can_reach_is_accessible_and_light(
    system, sessions, open_page, axe, who: str, width: int, scheme: str
) -> None:
    page = await open_page(f"{system.web}/livez", width=width, scheme=scheme)
    if sessions[who]:
        await page.context.add_cookies(
            [{"name": "meridian", "value": sessions[who], "url": system.web}]
        )
    todo = first_pages(who, sessions)
    seen, wrong = set(), []
    while todo:
        address = todo.pop(0)
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        answer = await page.request.get(system.web + address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        await page.goto(system.web + address)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        weight = len(gzip.compress(await answer.body()))
        wrong += [f"{address}: {found}" for found in await axe(page)]
        if not answer.ok:
            wrong.append(f"{address}: answered {answer.status}")
        if wide > width:
            wrong.append(f"{address}: {wide} pixels wide on a screen of {width}")
        if weight > HEAVIEST:
            wrong.append(f"{address}: {weight} bytes packed")
        links = await page.evaluate(LINKS)
        todo += [link for link in links if not link.startswith("/static/")]
    assert not wrong, "\n".join(wrong)
    assert MOST_TELLING[who] <= {shape(one) for one in seen}
