"""How a page talks to the services, and what it shows when one says no or nothing."""

from collections.abc import Callable
from typing import Annotated

import httpx
import pytest
import respx
from fastapi import FastAPI, Response

from shared.identity.permissions import Permission
from web.pages import Anyone, Page, SignedIn, allowed, router, signed_in
from web.settings import Settings


@pytest.fixture
def room(app: FastAPI) -> None:
    """A room with one page and one form."""
    routes = router()

    @routes.get("/room")
    async def look(page: SignedIn) -> Response:
        await page.api.partnering.get("/v1/room", box="received", cursor="")
        return page.render("styleguide/index.html") if page.query("x") else Response("fine")

    @routes.post("/room")
    async def write(page: SignedIn) -> Response:
        form = await page.form()
        await page.api.partnering.post("/v1/rooms", {"text": form.text("text")})
        return page.go("/room", "written")

    @routes.get("/mods")
    async def mods(page: Annotated[Page, allowed(Permission.PUBLISH_RESULTS)]) -> Response:
        return Response("mods")

    @routes.get("/open")
    async def visitors(page: Anyone) -> Response:
        return Response(page.viewer.name if page.viewer else "visitor")

    app.include_router(routes)
    assert signed_in


pytestmark = pytest.mark.usefixtures("room")


async def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/room?box=sent")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/room%3Fbox%3Dsent"


async def test_a_call_carries_the_token_the_ids_and_only_what_was_asked(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    route = services.get(f"{settings.partnering_url}/v1/room").respond(json={})
    answer = await client.get("/room")
    assert answer.text == "fine"
    request = route.calls.last.request
    assert request.headers["authorization"] == "Bearer a-token"
    assert request.headers["x-request-id"] == answer.headers["x-request-id"]
    assert request.headers["x-correlation-id"]
    assert str(request.url.query, "ascii") == "box=received"
    assert "meridian-session" not in request.headers


async def test_a_token_is_asked_for_once_per_service(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    services.get(f"{settings.partnering_url}/v1/room").respond(json={})
    for _ in range(3):
        await client.get("/room")
    asked = [c.request.content for c in services.calls if c.request.url.path == "/v1/tokens"]
    assert sorted(asked) == [b'{"audience":"notifications"}', b'{"audience":"partnering"}']


async def test_a_session_that_ended_leads_to_sign_in_and_is_forgotten(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings
) -> None:
    client.cookies.set("meridian", "a-session-long-gone")
    services.post(f"{settings.accounts_url}/v1/tokens").respond(401, json={})
    answer = await client.get("/room")
    assert answer.status_code == 303
    assert "ended=yes" in answer.headers["location"]
    assert 'meridian=""' in answer.headers["set-cookie"]


async def test_a_form_is_sent_with_its_key_so_that_twice_counts_once(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    route = services.post(f"{settings.partnering_url}/v1/rooms").respond(201, json={"id": "1"})
    for key in ("k1", "k1", "k2"):
        answer = await client.post("/room", data={"text": "hello", "_key": key})
        assert answer.status_code == 303
    first, again, other = [c.request.headers["idempotency-key"] for c in route.calls]
    assert first == again != other


@pytest.mark.parametrize(
    "failure", [503, 500, httpx.ConnectError("down"), httpx.ReadTimeout("slow")]
)
async def test_words_survive_a_service_that_is_away(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
    failure: int | Exception,
) -> None:
    sign_in()
    route = services.post(f"{settings.partnering_url}/v1/rooms")
    if isinstance(failure, int):
        route.respond(failure)
    else:
        route.mock(side_effect=failure)
    answer = await client.post(
        "/room", data={"text": 'so "many" words', "_key": "k9", "password": "s3cret-x"}
    )
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "so &#34;many&#34; words" in answer.text
    assert 'value="k9"' in answer.text
    assert "s3cret-x" not in answer.text
    assert 'type="password"' in answer.text


async def test_reading_is_tried_twice_and_writing_once(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    down = httpx.ConnectError("down")
    read = services.get(f"{settings.partnering_url}/v1/room").mock(
        side_effect=[down, httpx.Response(200, json={})]
    )
    write = services.post(f"{settings.partnering_url}/v1/rooms").mock(side_effect=down)
    assert (await client.get("/room")).status_code == 200
    assert (await client.post("/room", data={"text": "x"})).status_code == 503
    assert (read.call_count, write.call_count) == (2, 1)


async def test_a_token_is_asked_for_again_when_the_connection_broke_off(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    services.get(f"{settings.partnering_url}/v1/room").respond(json={})
    assert (await client.get("/room")).status_code == 200
    tokens = services.post(f"{settings.accounts_url}/v1/tokens")
    given = next(c.response for c in services.calls if c.request.url.path == "/v1/tokens")
    broken = httpx.RemoteProtocolError("Server disconnected without sending a response.")
    tokens.mock(side_effect=[broken, given, broken, given])
    client.cookies.set("meridian", "another-session-of-the-same-person")
    assert (await client.get("/room")).status_code == 200
    assert tokens.call_count == 2 + 4


async def test_missing_and_foreign_show_the_same_friendly_page(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    services.get(f"{settings.partnering_url}/v1/room").respond(404, json={"type": "not-found"})
    answer = await client.get("/room")
    assert answer.status_code == 404
    assert "Nothing is at this address" in answer.text
    assert answer.headers["x-request-id"] in answer.text


async def test_a_page_for_another_role_says_so(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in("mentor")
    assert (await client.get("/mods")).status_code == 403
    sign_in("moderator")
    client.cookies.set("meridian", "another-session-of-a-moderator")
    assert (await client.get("/mods")).text == "mods"


async def test_an_open_page_stands_while_accounts_is_away(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings
) -> None:
    client.cookies.set("meridian", "a-session-that-is-long-enough")
    services.post(f"{settings.accounts_url}/v1/tokens").mock(side_effect=httpx.ConnectError("down"))
    assert (await client.get("/open")).text == "visitor"
    assert (await client.get("/room")).status_code == 503


async def test_a_page_that_asks_one_service_much_at_once_needs_one_token(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    services.route(path__startswith="/v1/me/").respond(json=None)
    await client.get("/today")
    asked = [c.request.content for c in services.calls if c.request.url.path == "/v1/tokens"]
    assert len(asked) == len(set(asked)) == 4


async def test_an_unexpected_error_is_a_guarded_page_with_the_id_to_quote(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    async def broken() -> None:
        raise RuntimeError("nobody thought of this")

    app.add_api_route("/broken", broken)
    answer = await client.get("/broken", headers={"X-Request-Id": "quote-this-one"})
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == "quote-this-one"
    assert "quote-this-one" in answer.text
    assert "nobody thought" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
