"""Pages answer at their configured address alone, and take forms from that address alone."""

import httpx
import pytest
from starlette.datastructures import Headers

from web.security import is_ours, same_origin

PUBLIC = "https://meridian.example.org"
LOCAL = "http://127.0.0.1:8400"


@pytest.mark.parametrize(
    ("public", "host", "ours"),
    [
        (PUBLIC, "meridian.example.org", True),
        (PUBLIC, "meridian.example.org:443", True),
        (PUBLIC, "MERIDIAN.example.org.", True),
        (f"{PUBLIC}:8443", "meridian.example.org:8443", True),
        (PUBLIC, "meridian.example.org:8443", False),
        (PUBLIC, "evil.example", False),
        (PUBLIC, "meridian.example.org.evil.example", False),
        (PUBLIC, "meridian.example.org@evil.example", False),
        (PUBLIC, "evil.example/meridian.example.org", False),
        (PUBLIC, "127.0.0.1:8400", False),
        (PUBLIC, "meridian.example.org:99999", False),
        (PUBLIC, "", False),
        (LOCAL, "127.0.0.1:8400", True),
        (LOCAL, "localhost:43017", True),
        (LOCAL, "[::1]:8400", True),
        (LOCAL, "rebinding.example:8400", False),
        (LOCAL, "10.0.0.7:8400", False),
    ],
)
def test_a_host_is_ours_when_it_is_the_configured_one(public: str, host: str, ours: bool) -> None:
    assert is_ours(host, public) is ours


@pytest.mark.parametrize(
    ("public", "host", "origin", "ours"),
    [
        (PUBLIC, "meridian.example.org", "https://meridian.example.org", True),
        (PUBLIC, "evil.example", "https://evil.example", False),
        (PUBLIC, "evil.example", "http://evil.example", False),
        (PUBLIC, "meridian.example.org", "http://meridian.example.org", False),
        (PUBLIC, "meridian.example.org", "null", False),
        (LOCAL, "127.0.0.1:43017", "http://127.0.0.1:43017", True),
        (LOCAL, "127.0.0.1:8400", "http://127.0.0.1:3000", False),
        (LOCAL, "rebinding.example:8400", "http://rebinding.example:8400", False),
    ],
)
def test_a_form_comes_from_the_configured_address(
    public: str, host: str, origin: str, ours: bool
) -> None:
    assert same_origin(Headers({"host": host, "origin": origin}), public) is ours


async def test_a_request_for_another_host_is_refused_except_of_probes(
    client: httpx.AsyncClient,
) -> None:
    foreign = {"Host": "rebinding.example:8400"}
    for path in ("/", "/sign-in", "/static/manifest.webmanifest", "/nowhere"):
        answer = await client.get(path, headers=foreign)
        assert (answer.status_code, answer.headers["cache-control"]) == (421, "no-store")
    form = {**foreign, "Origin": "http://rebinding.example:8400", "Sec-Fetch-Site": ""}
    assert (await client.post("/theme", data={"theme": "dark"}, headers=form)).status_code == 421
    assert (await client.get("/livez", headers=foreign)).status_code == 200
    assert (await client.get("/")).status_code == 200
