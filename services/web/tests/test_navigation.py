"""The header leads to pages that exist, by who looks."""

import re
from collections.abc import Callable

import httpx
import respx


def header_of(page: str) -> list[str]:
    nav = page.split('class="top__nav"', 1)[1].split("</nav>", 1)[0]
    return re.findall(r'href="([^"]+)"', nav)


async def test_a_visitor_is_led_to_open_pages(client: httpx.AsyncClient) -> None:
    page = (await client.get("/privacy")).text
    assert "/preview" in header_of(page)
    assert "/showcase" in header_of(page)
    assert "/today" not in header_of(page)
    for address in header_of(page):
        assert (await client.get(address)).status_code != 404


async def test_a_teacher_finds_today_and_no_staff_pages(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in()
    page = (await client.get("/privacy")).text
    assert header_of(page)[0] == "/today"
    assert "/staff" not in page


async def test_staff_find_what_their_role_may_do(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in("safeguarding_officer")
    page = (await client.get("/privacy")).text
    assert 'href="/staff"' in page
    assert 'href="/staff/audit"' not in page


async def test_the_page_in_hand_is_marked(
    client: httpx.AsyncClient, services: respx.MockRouter, sign_in: Callable[..., None]
) -> None:
    sign_in("programme_lead")
    services.get(path="/v1/people").respond(json={"items": [], "next_cursor": None})
    page = (await client.get("/staff/people")).text
    assert 'href="/staff/people" aria-current="page"' in page
    assert 'href="/staff" aria-current' not in page
