"""The mailbox: every mail is kept, found and shown, in Mailpit's words."""

from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from meridian.mailbox.app import create_app
from meridian.mailbox.store import Store


def mail(to: str, subject: str, text: str = "Hello", html: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "Meridian <no-reply@meridian.example>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<one@meridian.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "mailbox.sqlite")


@pytest.fixture
def client(store: Store) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=create_app(store))
    return httpx.AsyncClient(transport=transport, base_url="http://mailbox.test")


async def test_a_mail_is_found_by_whom_it_went_to(client: httpx.AsyncClient, store: Store) -> None:
    store.add(mail("Ayşe <ayse@okul.example>", "Confirm"), ["ayse@okul.example"])
    store.add(mail("bruno@scuola.example", "Confirm"), ["bruno@scuola.example"])
    found = (await client.get("/api/v1/search", params={"query": "to:ayse@okul.example"})).json()
    assert found["total"] == found["messages_count"] == 1
    assert found["messages"][0]["To"] == [{"Name": "Ayşe", "Address": "ayse@okul.example"}]


async def test_all_words_of_a_search_must_fit(client: httpx.AsyncClient, store: Store) -> None:
    store.add(mail("ayse@okul.example", "Confirm your address"), [])
    store.add(mail("ayse@okul.example", "A reply waits"), [])
    query = 'to:ayse subject:"confirm your"'
    found = (await client.get("/api/v1/search", params={"query": query})).json()
    assert [item["Subject"] for item in found["messages"]] == ["Confirm your address"]


async def test_a_percent_sign_is_a_letter(client: httpx.AsyncClient, store: Store) -> None:
    store.add(mail("ayse@okul.example", "Half done"), [])
    found = (await client.get("/api/v1/search", params={"query": "subject:%"})).json()
    assert found["total"] == 0


async def test_a_blind_copy_is_found_too(client: httpx.AsyncClient, store: Store) -> None:
    store.add(mail("ayse@okul.example", "Hello"), ["ayse@okul.example", "hidden@okul.example"])
    found = (await client.get("/api/v1/search", params={"query": "to:hidden@okul.example"})).json()
    assert found["total"] == 1


async def test_a_message_has_both_bodies(client: httpx.AsyncClient, store: Store) -> None:
    key = store.add(mail("a@b.example", "Hi", "İyi günler", "<p>İyi günler</p>"), [])
    message = (await client.get(f"/api/v1/message/{key}")).json()
    assert message["Text"].strip() == "İyi günler"
    assert "<p>İyi günler</p>" in message["HTML"]
    assert message["MessageID"] == "one@meridian.example"
    assert (await client.get("/api/v1/message/latest")).json()["ID"] == key
    assert (await client.get("/api/v1/message/missing")).status_code == 404


async def test_the_newest_comes_first_and_pages_follow(
    client: httpx.AsyncClient, store: Store
) -> None:
    for number in range(5):
        store.add(mail("a@b.example", f"Mail {number}"), [])
    page = (await client.get("/api/v1/messages", params={"start": 1, "limit": 2})).json()
    assert [item["Subject"] for item in page["messages"]] == ["Mail 3", "Mail 2"]
    assert page["total"] == 5


async def test_deleting_some_and_all(client: httpx.AsyncClient, store: Store) -> None:
    first = store.add(mail("a@b.example", "First"), [])
    store.add(mail("a@b.example", "Second"), [])
    await client.request("DELETE", "/api/v1/messages", json={"IDs": [first]})
    assert (await client.get("/api/v1/messages")).json()["total"] == 1
    await client.delete("/api/v1/messages")
    assert (await client.get("/api/v1/messages")).json()["total"] == 0


async def test_the_page_shows_links_and_no_markup_of_strangers(
    client: httpx.AsyncClient, store: Store
) -> None:
    text = "<script>alert(1)</script> http://127.0.0.1:8400/confirm?token=a&b=c"
    key = store.add(mail("a@b.example", "<b>Confirm</b>", text), [])
    shown = (await client.get(f"/message/{key}")).text
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert 'href="http://127.0.0.1:8400/confirm?token=a&amp;b=c"' in shown
    assert "&lt;b&gt;Confirm" in (await client.get("/")).text


async def test_mail_survives_a_restart(tmp_path: Path, store: Store) -> None:
    store.add(mail("a@b.example", "Kept"), [])
    assert Store(tmp_path / "mailbox.sqlite").search("subject:kept", 0, 10)[0] == 1
