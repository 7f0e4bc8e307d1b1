"""The form of a class: what it shows, it keeps."""

import json
from html.parser import HTMLParser
from uuid import UUID

CLASS = UUID("01900000-0000-7000-8000-000000000011")
SCHOOL = {
    "id": "01900000-0000-7000-8000-000000000012",
    "name": "Nehir Okulu",
    "place": "Bursa",
    "country": "TR",
    "region": "",
    "zone": "Europe/Istanbul",
    "calendar_known": True,
}
SAVED = {
    "id": str(CLASS),
    "name": "6B",
    "description": "",
    "school": SCHOOL,
    "subjects": ["science"],
    "topics": ["climate"],
    "sdgs": [6, 13],
    "pupils_age_from": 11,
    "pupils_age_to": 12,
    "size": 24,
    "languages": [{"language": "fr", "level": "B1"}],
    "availability": [{"weekday": 2, "from": "10:00", "to": "11:00"}],
    "updated_at": "2026-11-01T10:00:00Z",
}


TICKED = {"checkbox", "radio"}


class Fields(HTMLParser):
    """What a browser would send of a page's forms, as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in has and value:
            self.sent.setdefault(self._select, []).append(value)
        elif tag == "input" and value and ("checked" in has or has.get("type") not in TICKED):
            self.sent.setdefault(name, []).append(value)


async def test_saving_a_class_unchanged_loses_nothing(client, services, settings, sign_in):
    sign_in()
    path = f"{settings.partnering_url}/v1/me/classes/{CLASS}"
    services.get(path).respond(json=SAVED)
    services.get(f"{settings.partnering_url}/v1/schools/{SCHOOL['id']}").respond(json=SCHOOL)
    saved = services.put(path).respond(json=SAVED)
    page = (await client.get(f"/classes/{CLASS}")).text
    assert "13 Climate action" in page
    form = page.split("<main", 1)[1].split("</main>", 1)[0]
    answer = await client.post(f"/classes/{CLASS}", data=Fields(form).sent)
    assert answer.headers.get("location") == "/classes", answer.text
    body = json.loads(saved.calls.last.request.content)
    kept = {name: value for name, value in SAVED.items() if name in body}
    assert body == kept | {"school_id": SCHOOL["id"]}


async def test_the_list_of_schools_goes_on_with_the_same_words(client, services, settings, sign_in):
    sign_in()
    base = settings.partnering_url
    services.get(f"{base}/v1/me/classes").respond(json=[])
    services.get(f"{settings.accounts_url}/v1/me").respond(json={"country": "TR"})
    services.get(f"{base}/v1/countries/TR/regions").respond(json=[])
    found = services.get(f"{base}/v1/schools").respond(
        json={"items": [SCHOOL], "next_cursor": "20"}
    )
    page = (await client.get("/classes/new?query=nr+7")).text
    assert SCHOOL["name"] in page
    assert 'href="/classes/new?query=nr%207&amp;cursor=20"' in page
    await client.get("/classes/new?query=nr%207&cursor=20")
    assert dict(found.calls.last.request.url.params) == {"query": "nr 7", "cursor": "20"}
