"""The inbox, its dot, and settings."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
import respx
from fastapi import FastAPI

from web.live.news import News
from web.settings import Settings

from .conftest import ME

SignIn = Callable[..., None]


def entry(**more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": "invitation_received",
        "title": "Bora Kaya invites you to a joint project",
        "body": "Please answer by Tuesday.",
        "quote": "",
        "button": "Read and answer",
        "link": "/invitations/1",
        "created_at": "2026-11-24T15:30:00Z",
        "read_at": None,
        "reply_by": "2099-11-30T15:30:00Z",
        "settled": False,
        **more,
    }


def inbox(services: respx.MockRouter, settings: Settings, *items: dict[str, Any]) -> respx.Route:
    unread = sum(1 for item in items if not item["read_at"])
    base = f"{settings.notifications_url}/v1/me/notifications"
    services.get(f"{base}/unread").respond(json={"unread": unread, "waiting": 0})
    return services.get(base).respond(
        json={"items": list(items), "next_cursor": None, "unread": unread}
    )


async def test_the_inbox_stands_by_day_in_my_zone_and_marks_what_is_unread(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in(zone="Australia/Sydney")
    inbox(
        services,
        settings,
        entry(created_at="2025-11-24T15:30:00Z"),
        entry(
            title="Old <news>", read_at="2025-11-24T10:00:00Z", created_at="2025-11-24T09:00:00Z"
        ),
    )
    page = (await client.get("/inbox")).text
    assert page.index("25 Nov 2025") < page.index("24 Nov 2025")
    assert page.count("inbox__entry--unread") == 1
    assert "Old &lt;news&gt;" in page
    assert "Reply by" in page


async def test_only_what_course_staff_wrote_has_their_mark(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in()
    posing = entry(title="Course staff invites you", body="Course staff", by_staff=False)
    inbox(services, settings, posing)
    assert "pill--staff" not in (await client.get("/inbox")).text
    decided = entry(kind="plan_returned", title="Change your plan", by_staff=True)
    inbox(services, settings, posing, decided, entry(settled=True, by_staff=True))
    page = (await client.get("/inbox")).text
    assert page.count("pill--staff") == 2
    assert page.index("Change your plan") < page.index("pill--staff")


async def test_opening_an_entry_marks_it_as_read_and_leads_where_it_points(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in()
    item = entry()
    read = services.post(
        f"{settings.notifications_url}/v1/me/notifications/{item['id']}/read"
    ).respond(json=item)
    answer = await client.post(f"/inbox/{item['id']}/open")
    assert read.called
    assert answer.headers["location"] == "/invitations/1"


async def test_a_link_that_leads_elsewhere_is_not_followed(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in()
    item = entry(link="//evil.example")
    services.post(f"{settings.notifications_url}/v1/me/notifications/{item['id']}/read").respond(
        json=item
    )
    answer = await client.post(f"/inbox/{item['id']}/open")
    assert answer.headers["location"] == "/inbox"


@pytest.mark.parametrize(("unread", "lit"), [(0, False), (2, True)])
async def test_the_header_shows_a_dot_without_any_script(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: SignIn,
    unread: int,
    lit: bool,
) -> None:
    sign_in()
    inbox(services, settings, *(entry() for _ in range(unread)))
    page = (await client.get("/inbox?show=unread")).text
    assert ("data-news hidden>" not in page) is lit


async def test_a_page_stands_when_notifications_is_away(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in()
    services.get(f"{settings.notifications_url}/v1/me/notifications/unread").mock(
        side_effect=httpx.ConnectError("away")
    )
    assert (await client.get("/privacy")).status_code == 200


class Stream(httpx.AsyncByteStream):
    """An upstream that says what it is told to, until it is closed."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (hint := await self.said.get()) is not None:
            yield f"event: {hint['about']}\ndata: {json.dumps(hint)}\n\n".encode()


async def test_many_open_pages_share_one_upstream_and_hear_of_news_at_once(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: SignIn,
    app: FastAPI,
) -> None:
    sign_in()
    url = settings.notifications_url
    stream, unread = Stream(), {"unread": 0, "waiting": 0}
    upstream = services.get(f"{url}/v1/me/live").mock(
        return_value=httpx.Response(200, stream=stream)
    )
    joined = services.put(f"{url}/v1/me/live/a-channel").respond(204)
    services.get(f"{url}/v1/me/notifications/unread").mock(
        side_effect=lambda _request: httpx.Response(200, json=unread)
    )
    news: News = app.state.news
    person, session = str(ME), "a-session-that-is-long-enough"
    async with news.listening(person, session) as one, news.listening(person, session) as two:
        await stream.said.put({"about": "channel", "channel": "a-channel"})
        for listener in (one, two):
            await asyncio.wait_for(listener.woken.wait(), 2)
            listener.woken.clear()
        assert joined.called
        assert await news.waits_for(person, session) is False
        unread["unread"] = 1
        assert await news.waits_for(person, session) is False
        await stream.said.put({"about": "inbox", "person_id": person})
        for listener in (one, two):
            await asyncio.wait_for(listener.woken.wait(), 2)
        assert await news.waits_for(person, session) is True
    assert upstream.call_count == 1
    await stream.said.put(None)


async def test_settings_keep_what_was_chosen_per_kind(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in()
    me = {"name": "Ayşe", "country": "TR", "language": "en", "zone": "Europe/Istanbul"}
    services.get(f"{settings.accounts_url}/v1/me").respond(json={**me, "email": "a@b.example"})
    kind = {
        "label": "Somebody invites you",
        "topic": "partner_finding",
        "topic_label": "Finding a partner",
        "inbox": True,
        "email": "at_once",
        "inbox_fixed": True,
    }
    kinds = [
        {**kind, "kind": "invitation_received"},
        {**kind, "kind": "milestone_reached", "inbox_fixed": False, "label": "A milestone"},
    ]
    preferences = {
        "quiet": True,
        "quiet_from": "22:00:00",
        "quiet_to": "07:00:00",
        "digest": "daily",
        "kinds": kinds,
    }
    base = f"{settings.notifications_url}/v1/me/preferences"
    services.get(base).respond(json=preferences)
    saved = services.put(base).respond(json=preferences)
    page = (await client.get("/settings")).text
    assert "Always in your inbox" in page
    assert 'name="inbox.milestone_reached"' in page
    answer = await client.post(
        "/settings/notifications",
        data={
            "quiet_from": "21:00",
            "quiet_to": "06:30",
            "digest": "weekly",
            "email.invitation_received": "digest",
            "email.milestone_reached": "never",
        },
    )
    assert answer.status_code == 303
    sent = json.loads(saved.calls.last.request.content)
    assert sent["quiet"] is False
    assert sent["kinds"] == [
        {"kind": "invitation_received", "inbox": True, "email": "digest"},
        {"kind": "milestone_reached", "inbox": False, "email": "never"},
    ]


async def test_a_mail_program_may_unsubscribe_by_itself_but_a_link_alone_changes_nothing(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings
) -> None:
    stopped = services.post(f"{settings.notifications_url}/v1/unsubscriptions").respond(
        json={"kind": "message_posted", "label": "Your partner wrote to you"}
    )
    client.headers.pop("Sec-Fetch-Site")
    assert (await client.get("/unsubscribe?key=k")).status_code == 200
    assert not stopped.called
    answer = await client.post("/unsubscribe?key=k", data={"List-Unsubscribe": "One-Click"})
    assert json.loads(stopped.calls.last.request.content) == {"key": "k"}
    assert "Your partner wrote to you" in answer.text


@pytest.mark.parametrize("read_at", [None, "2026-11-24T16:00:00Z"])
async def test_a_settled_entry_is_its_title_its_time_and_one_quiet_way_on(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: SignIn,
    read_at: str | None,
) -> None:
    sign_in()
    asked = inbox(services, settings, entry(settled=True, read_at=read_at, reply_by=None))
    page = (await client.get("/inbox")).text
    assert asked.calls.last.request.url.params["limit"] == "25"
    shown = page.split("inbox__entry--settled")[1].split("</li>")[0]
    assert "Bora Kaya invites you" in shown
    assert "Settled" in shown
    assert "button--secondary" not in shown
    assert "Please answer by Tuesday." not in shown
    assert shown.count("Read and answer") == 1
