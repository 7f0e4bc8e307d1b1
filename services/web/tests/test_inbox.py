"""The inbox, its dot, settings, announcements, the system page and the pages for developers."""

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


async def test_staff_announce_to_a_cohort_that_they_look_after(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in("tutor")
    cohort = {"id": str(uuid4()), "title": "Autumn 2026"}
    services.get(f"{settings.course_url}/v1/cohorts").respond(
        json={"items": [cohort], "next_cursor": None}
    )
    base = f"{settings.notifications_url}/v1/announcements"
    sent_id = str(uuid4())
    item = {
        "id": sent_id,
        "cohort_id": cohort["id"],
        "title": "Welcome",
        "body": "We start.",
        "recipients": 120,
        "created_at": "2026-11-24T15:30:00Z",
    }
    services.get(base).respond(json={"items": [item], "next_cursor": None})
    sent = services.post(base).respond(201, json={"id": sent_id, "location": "x"})
    page = (await client.get("/staff/announcements")).text
    assert "Autumn 2026" in page
    assert "Everybody in every cohort</option>" not in page
    forgotten = await client.post("/staff/announcements", data={"title": "Hi", "body": "All"})
    assert forgotten.status_code == 422
    assert not sent.called
    answer = await client.post(
        "/staff/announcements",
        data={"cohort_id": cohort["id"], "title": "Welcome", "body": "We start."},
    )
    assert answer.headers["location"] == "/staff/announcements"
    assert "120" in (await client.get("/staff/announcements")).text


def a_system(services: respx.MockRouter, settings: Settings, parked: list[dict[str, Any]]) -> None:
    for service, url in settings.upstreams().items():
        services.get(f"{url}/readyz").respond(json={"ready": True})
        services.get(f"{url}/v1/delivery").respond(
            json={
                "service": service,
                "last_number": 1500,
                "published_number": 1500,
                "unnumbered": 0,
                "oldest_waiting_seconds": 0.0,
                "positions": [{"producer": "accounts", "next_number": 1494}],
                "parked": parked if service == "course" else [],
            }
        )
    services.get(f"{settings.notifications_url}/v1/deliveries/queue").respond(
        json={
            "queued": 4,
            "gathered": 0,
            "sent": 9,
            "refused": 0,
            "oldest_due_at": None,
            "server_reachable": False,
        }
    )


async def test_the_operator_sees_lag_mail_and_what_is_set_aside_and_can_try_again(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in("operator")
    parked = {
        "id": str(uuid4()),
        "producer": "partnering",
        "number": 7,
        "type": "partnering.partnership.confirmed.v1",
        "aggregate_id": str(uuid4()),
        "error": "KeyError('zone')",
        "status": "waiting",
        "parked_at": "2026-11-24T15:30:00Z",
    }
    a_system(services, settings, [parked])
    page = (await client.get("/staff/system")).text
    assert "7 from accounts" in page
    assert "The mail server does not answer" in page
    assert "KeyError(&#39;zone&#39;)" in page
    base = f"{settings.course_url}/v1/delivery/parked/{parked['id']}"
    retried = services.post(f"{base}/retry").respond(204)
    discarded = services.post(f"{base}/discard").respond(204)
    address = f"/staff/system/parked/course/{parked['id']}"
    await client.post(f"{address}/retry")
    await client.post(f"{address}/discard", data={"reason": "A test that went wrong"})
    assert retried.called
    assert json.loads(discarded.calls.last.request.content)["reason"] == "A test that went wrong"


async def test_the_system_page_stands_when_a_service_is_away(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in("operator")
    a_system(services, settings, [])
    for path in ("/readyz", "/v1/delivery"):
        services.get(f"{settings.projects_url}{path}").mock(side_effect=httpx.ConnectError("away"))
    page = await client.get("/staff/system")
    assert page.status_code == 200
    assert "Does not answer" in page.text


async def test_teachers_do_not_see_the_system_page(
    client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    sign_in()
    assert (await client.get("/staff/system")).status_code == 403


async def test_every_event_is_described_and_the_document_can_be_taken_along(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/developers/events")).text
    assert "partnering.partnership.confirmed.v1" in page
    assert "members[].school_name" in page
    document = (await client.get("/developers/documents/meridian.asyncapi.json")).json()
    assert document["asyncapi"] == "3.0.0"


async def test_a_service_is_described_from_its_own_document(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings
) -> None:
    document = {
        "info": {"title": "x", "description": "Phase 1."},
        "paths": {
            "/v1/invitations": {
                "post": {
                    "operationId": "send_invitation",
                    "tags": ["invitations"],
                    "description": "Ask somebody.",
                    "security": [{"accessToken": []}],
                    "x-roles": ["teacher"],
                    "requestBody": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Ask"}}
                        }
                    },
                    "responses": {"201": {"description": "made"}},
                }
            }
        },
        "components": {
            "schemas": {
                "Ask": {
                    "type": "object",
                    "required": ["text"],
                    "properties": {"text": {"type": "string", "description": "Your words"}},
                }
            }
        },
    }
    services.get(f"{settings.partnering_url}/openapi.json").respond(json=document)
    page = (await client.get("/developers/partnering")).text
    assert "Ask somebody." in page
    assert "Your words" not in page
    page = (await client.get("/developers/partnering/invitations")).text
    assert "Ask somebody." in page
    assert "Your words" in page
    assert "For these roles: teacher." in page
    assert (await client.get("/developers/nonsense")).status_code == 404
    assert (await client.get("/developers/partnering/nonsense")).status_code == 404
    assert (await client.get("/developers")).status_code == 200
