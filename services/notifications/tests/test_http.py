"""The inbox, preferences, announcements and the delivery log over HTTP."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from notifications.app import create_app
from notifications.settings import Settings
from shared.contracts.course import CohortAdvanced
from shared.contracts.partnering import (
    EnrolmentJoined,
    EnrolmentLeft,
    InvitationSent,
    MessagePosted,
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMember,
)
from shared.db import Database
from shared.http import Grant, Role
from shared.testing import api_client, bearer, principal

from .conftest import Happens, person
from .test_reactions import example


@pytest.fixture
async def client(database: Database, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(create_app(settings)) as opened:
        yield opened


def signed_in(person_id: Any = None, *roles: Role | Grant) -> dict[str, str]:
    return bearer(principal(person_id, *roles), "notifications")


async def test_the_inbox_shows_what_waits_and_reading_it_puts_the_dot_out(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    bora, ayse = person("Bora Kaya"), person()
    sent = example(InvitationSent, from_person_id=bora.person_id, to_person_id=ayse.person_id)
    await happens(bora, ayse, sent)
    me = signed_in(ayse.person_id)
    page = (await client.get("/v1/me/notifications", headers=me)).json()
    assert page["unread"] == 1
    (item,) = page["items"]
    assert item["title"] == "Bora Kaya invites you to a joint project"
    assert item["link"] == f"/invitations/{sent.invitation_id}"
    assert item["reply_by"] is not None
    dot = (await client.get("/v1/me/notifications/unread", headers=me)).json()
    assert dot == {"unread": 1, "waiting": 1}
    read = await client.post(f"/v1/me/notifications/{item['id']}/read", headers=me)
    assert read.json()["read_at"] is not None
    dot = (await client.get("/v1/me/notifications/unread", headers=me)).json()
    assert dot == {"unread": 0, "waiting": 1}
    unread = await client.get("/v1/me/notifications", params={"unread": True}, headers=me)
    assert unread.json()["items"] == []


async def test_another_persons_notification_is_as_missing_as_none(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    sent = example(InvitationSent)
    await happens(sent)
    me = signed_in(sent.to_person_id)
    (item,) = (await client.get("/v1/me/notifications", headers=me)).json()["items"]
    foreign = await client.post(f"/v1/me/notifications/{item['id']}/read", headers=signed_in())
    missing = await client.post(f"/v1/me/notifications/{uuid4()}/read", headers=signed_in())
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json()["title"] == missing.json()["title"]


async def test_read_all_reads_mine_and_nobody_elses(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    mine, others = uuid4(), uuid4()
    for _ in range(3):
        await happens(example(MessagePosted, person_ids=(mine, others)))
    done = await client.post("/v1/me/notifications/read-all", headers=signed_in(mine))
    assert done.status_code == 204
    for reader, unread in ((mine, 0), (others, 3)):
        answer = await client.get("/v1/me/notifications/unread", headers=signed_in(reader))
        assert answer.json()["unread"] == unread


async def test_the_inbox_is_read_page_by_page(client: httpx.AsyncClient, happens: Happens) -> None:
    reader = uuid4()
    for _ in range(5):
        await happens(example(MessagePosted, person_ids=(reader,)))
    me, seen, cursor = signed_in(reader), [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/me/notifications", params=params, headers=me)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)


async def test_preferences_begin_with_defaults_and_keep_what_is_saved(
    client: httpx.AsyncClient,
) -> None:
    me = signed_in()
    defaults = (await client.get("/v1/me/preferences", headers=me)).json()
    assert defaults["quiet"] is True
    assert all(choice["topic"] != "staff" for choice in defaults["kinds"])
    wanted = {
        "quiet": True,
        "quiet_from": "20:00",
        "quiet_to": "08:30",
        "digest": "weekly",
        "kinds": [{"kind": "milestone_reached", "inbox": False, "email": "never"}],
    }
    saved = (await client.put("/v1/me/preferences", json=wanted, headers=me)).json()
    assert saved["quiet_from"] == "20:00:00"
    assert saved["digest"] == "weekly"
    choice = next(one for one in saved["kinds"] if one["kind"] == "milestone_reached")
    assert (choice["inbox"], choice["email"]) == (False, "never")
    assert (await client.get("/v1/me/preferences", headers=me)).json() == saved


@pytest.mark.parametrize(
    ("choice", "pointer"),
    [
        ({"kind": "no_such_kind", "inbox": True, "email": "never"}, "/kinds/0/kind"),
        ({"kind": "invitation_received", "inbox": False, "email": "never"}, "/kinds/0/inbox"),
    ],
)
async def test_what_somebody_waits_for_cannot_leave_the_inbox(
    client: httpx.AsyncClient, choice: dict[str, Any], pointer: str
) -> None:
    wanted = {
        "quiet": True,
        "quiet_from": "20:00",
        "quiet_to": "08:30",
        "digest": "daily",
        "kinds": [choice],
    }
    answer = await client.put("/v1/me/preferences", json=wanted, headers=signed_in())
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_kinds_with_one_label_are_one_choice_that_counts_for_all(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    reader = uuid4()
    me = signed_in(reader)
    kinds = (await client.get("/v1/me/preferences", headers=me)).json()["kinds"]
    labels = [(kind["topic"], kind["label"]) for kind in kinds]
    assert len(labels) == len(set(labels))
    wanted = {
        "quiet": True,
        "quiet_from": "20:00",
        "quiet_to": "08:30",
        "digest": "daily",
        "kinds": [{"kind": "handshake_expired", "inbox": False, "email": "never"}],
    }
    assert (await client.put("/v1/me/preferences", json=wanted, headers=me)).is_success
    await happens(example(PartnershipDissolved, reason="objected", person_ids=(reader,)))
    assert (await client.get("/v1/me/notifications", headers=me)).json()["items"] == []


async def test_a_wrong_unsubscribe_key_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/unsubscriptions", json={"key": "guessed"})
    assert answer.status_code == 404


async def test_an_announcement_reaches_everybody_in_the_cohort_once(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    cohort = example(CohortAdvanced, phase="partnering", held=())
    ayse, bora, left = person(), person("Bora"), person("Left")
    await happens(cohort, ayse, bora, left)
    joined = [
        example(EnrolmentJoined, cohort_id=cohort.cohort_id, person_id=one.person_id)
        for one in (ayse, ayse, bora, left)
    ]
    gone = EnrolmentLeft(
        enrolment_id=joined[3].enrolment_id,
        cohort_id=cohort.cohort_id,
        person_id=left.person_id,
    )
    await happens(*joined, gone)
    tutor = signed_in(None, Grant(Role.TUTOR, cohort.cohort_id))
    body = {"cohort_id": str(cohort.cohort_id), "title": "Welcome", "body": "We start on Monday."}
    key = {"Idempotency-Key": "welcome"}
    first = await client.post("/v1/announcements", json=body, headers=tutor | key)
    again = await client.post("/v1/announcements", json=body, headers=tutor | key)
    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    (listed,) = (await client.get("/v1/announcements", headers=tutor)).json()["items"]
    assert listed["recipients"] == 2
    for one, expected in ((ayse, 1), (bora, 1), (left, 0)):
        page = await client.get("/v1/me/notifications", headers=signed_in(one.person_id))
        found = [item for item in page.json()["items"] if item["kind"] == "announcement"]
        assert len(found) == expected
        assert all(item["title"] == "Welcome" for item in found)


async def test_a_lead_of_all_cohorts_announces_to_everybody(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    ayse = person()
    await happens(ayse, example(EnrolmentJoined, person_id=ayse.person_id))
    body = {"title": "A new year", "body": "We begin again in January."}
    lead = signed_in(None, Role.PROGRAMME_LEAD)
    answer = await client.post("/v1/announcements", json=body, headers=lead)
    assert answer.status_code == 201, answer.text
    page = (await client.get("/v1/me/notifications", headers=signed_in(ayse.person_id))).json()
    assert "announcement" in {item["kind"] for item in page["items"]}


async def test_staff_of_one_cohort_cannot_announce_to_another_or_to_all(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    cohort = example(CohortAdvanced, held=())
    await happens(cohort)
    tutor = signed_in(None, Grant(Role.TUTOR, uuid4()))
    for cohort_id, status in ((str(cohort.cohort_id), 404), (None, 403)):
        body = {"cohort_id": cohort_id, "title": "Hello", "body": "Hello all"}
        answer = await client.post("/v1/announcements", json=body, headers=tutor)
        assert answer.status_code == status
    answer = await client.post("/v1/announcements", json=body, headers=signed_in())
    assert answer.status_code == 403


async def test_partnerships_that_are_held_back_do_not_hear_of_the_next_phase(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    cohort_id, partnership_id = uuid4(), uuid4()
    stays, moves = person("Stays"), person("Moves")
    await happens(
        *(
            example(EnrolmentJoined, cohort_id=cohort_id, person_id=one.person_id)
            for one in (stays, moves)
        ),
        example(
            PartnershipConfirmed,
            partnership_id=partnership_id,
            cohort_id=cohort_id,
            members=(example(PartnershipMember, person_id=stays.person_id),),
        ),
        example(
            CohortAdvanced,
            cohort_id=cohort_id,
            phase="closed",
            held=(partnership_id,),
            undone=False,
        ),
    )
    for one, expected in ((stays, 0), (moves, 1)):
        page = await client.get("/v1/me/notifications", headers=signed_in(one.person_id))
        kinds = [item["kind"] for item in page.json()["items"]]
        assert kinds.count("cohort_closed") == expected


async def test_the_delivery_log_is_for_those_who_keep_the_system_and_names_no_address(
    client: httpx.AsyncClient, happens: Happens
) -> None:
    ayse = person()
    await happens(ayse, example(InvitationSent, to_person_id=ayse.person_id))
    assert (await client.get("/v1/deliveries", headers=signed_in())).status_code == 403
    operator = signed_in(None, Role.OPERATOR)
    log = await client.get("/v1/deliveries", headers=operator)
    assert [item["status"] for item in log.json()["items"]] == ["queued"]
    assert ayse.email not in log.text
    queue = (await client.get("/v1/deliveries/queue", headers=operator)).json()
    assert queue["queued"] == 1
    assert queue["server_reachable"] is None
