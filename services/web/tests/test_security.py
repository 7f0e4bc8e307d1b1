"""What every answer carries, and what is turned away."""

import re
from collections.abc import Callable

import httpx
import pytest
from pydantic import ValidationError

from web.security import safe_next
from web.settings import Settings


async def test_every_page_forbids_everything_that_is_not_ours(client: httpx.AsyncClient) -> None:
    answer = await client.get("/privacy")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-request-id"]


async def test_every_script_carries_the_nonce_of_its_answer_and_no_other(
    client: httpx.AsyncClient,
) -> None:
    seen = set()
    for _ in range(2):
        answer = await client.get("/privacy")
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert nonce
        assert set(re.findall(r"<script[^>]+nonce=\"([^\"]+)\"", answer.text)) == {nonce[1]}
        assert "<script" not in re.sub(r"<script[^>]+nonce=", "", answer.text)
        seen.add(nonce[1])
    assert len(seen) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8400"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": ""},
    ],
)
async def test_a_form_of_another_site_is_turned_away(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.post("/theme", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert "did not come from Meridian" in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_older_browser_may_say_where_it_comes_from_in_origin(
    client: httpx.AsyncClient,
) -> None:
    headers = {"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:8400"}
    answer = await client.post("/theme", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == 303
    assert "theme=dark" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nb",
        "/..//evil.example",
        "/.//evil.example",
        "/today//evil.example",
        "/today/..//evil.example",
        "/%2e%2e//evil.example",
        "/.%2E/%2Fevil.example",
        "/a/..",
        "/./a?next=/",
        "/..?a",
        "/%5Cevil.example",
        "///evil.example",
        None,
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(target: str | None) -> None:
    assert safe_next(target) == "/today"


@pytest.mark.parametrize(
    "target", ["/", "/invitations/1?box=sent", "/find?text=a//b/../c", "/course/week.1#top"]
)
def test_an_address_of_ours_is_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize("door", ["/language", "/theme"])
async def test_a_choice_leads_to_no_other_site_by_dots_in_the_address(
    client: httpx.AsyncClient, door: str
) -> None:
    sent = {"language": "tr", "theme": "dark", "next": "/..//evil.example"}
    answer = await client.post(door, data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_plain_http_is_for_loopback_only() -> None:
    with pytest.raises(ValidationError, match="must be https"):
        Settings(public_url="http://meridian.example.org")
    assert Settings(public_url="https://meridian.example.org").secure


async def test_cookies_cannot_be_read_by_scripts_and_are_ours_alone(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    answer = await client.post("/language", data={"language": "tr", "next": "/privacy"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert answer.headers["location"] == "/privacy"
