"""Small files that are kept for ever, and pages within their budget."""

import gzip
from collections.abc import Callable

import httpx
import pytest
import respx

from web.static_files import assets, squeezed_css, static_url

PAGES = ["/", "/styleguide", "/privacy", "/accessibility", "/code-of-conduct", "/status"]


def test_css_and_javascript_stay_small() -> None:
    found = assets()
    scripts = sum(len(asset.packed) for name, asset in found.items() if name.endswith(".js"))
    assert len(found["meridian.css"].packed) <= 15 * 1024
    assert scripts <= 20 * 1024


@pytest.mark.parametrize("address", PAGES)
async def test_pages_stay_small(
    client: httpx.AsyncClient, services: respx.MockRouter, address: str
) -> None:
    services.route().mock(side_effect=httpx.ConnectError("away"))
    answer = await client.get(address)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) <= 30 * 1024


async def test_an_address_changes_with_its_content_and_is_kept_for_ever(
    client: httpx.AsyncClient,
) -> None:
    address = static_url("meridian.css")
    answer = await client.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert "@layer tokens" in answer.text
    old = await client.get("/static/0123456789ab/meridian.css")
    assert old.headers["cache-control"] == "no-cache"
    assert (await client.get("/static/0123456789ab/../settings.py")).status_code == 404


def test_squeezing_keeps_the_meaning() -> None:
    css = "/* note */\n.a   { color : red;  margin: calc(1rem + 2px) ; }\n.a .b:hover > c { x: y }"
    assert squeezed_css(css) == ".a{color : red;margin: calc(1rem + 2px)}.a .b:hover>c{x: y}"


async def test_pages_stand_without_the_vendor_files(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, sign_in: Callable[..., None]
) -> None:
    from web import static_files

    bare = {name: asset for name, asset in assets().items() if name not in {"htmx.js", "world.svg"}}
    monkeypatch.setattr(static_files, "assets", lambda: bare)
    page = await client.get("/privacy")
    assert page.status_code == 200
    assert "htmx.js" not in page.text
