"""Own facts, and staff searching people."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.rules import search_key
from shared.contracts.accounts import PersonChanged
from shared.http import Role
from shared.testing import announced


async def test_changing_own_facts_announces_them(people: Any, api: Any, session: Any) -> None:
    ada = await people.make("Ada")
    change = {"name": "Ada King", "zone": "Asia/Kathmandu", "language": "tr"}
    assert (await api.patch("/v1/me", json=change, headers=ada.headers)).status_code == 200
    (fact,) = await announced(session)
    assert isinstance(fact, PersonChanged)
    assert (fact.name, fact.zone, fact.language) == ("Ada King", "Asia/Kathmandu", "tr")


@pytest.mark.parametrize("query", ["ilgin", "ILGIN", "ılgın", "İLGİN", "sahin ilg", "ilgin.s"])
async def test_staff_find_people_without_minding_case_and_accents(
    people: Any, api: Any, query: str
) -> None:
    lead = await people.make("Lea", Role.PROGRAMME_LEAD)
    await people.make("Ilgın Şahin")
    await people.make("Zoe")
    found = await api.get("/v1/people", params={"query": query}, headers=lead.headers)
    assert [item["name"] for item in found.json()["items"]] == ["Ilgın Şahin"]


@pytest.mark.parametrize("query", ["%", "_", "\\", "'", "100%"])
async def test_signs_of_the_pattern_language_find_only_themselves(
    people: Any, api: Any, query: str
) -> None:
    lead = await people.make("Lea", Role.PROGRAMME_LEAD)
    found = await api.get("/v1/people", params={"query": query}, headers=lead.headers)
    assert found.json()["items"] == []


async def test_teachers_cannot_search_people(people: Any, api: Any) -> None:
    ada, bob = await people.make("Ada"), await people.make("Bob")
    assert (await api.get("/v1/people", headers=ada.headers)).status_code == 403
    assert (await api.get(f"/v1/people/{bob.id}", headers=ada.headers)).status_code == 403


async def test_lists_go_on_after_their_cursor(people: Any, api: Any) -> None:
    lead = await people.make("Lea", Role.PROGRAMME_LEAD)
    for number in range(5):
        await people.make(f"Teacher {number}")
    seen: list[str] = []
    cursor = ""
    while True:
        params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await api.get("/v1/people", params=params, headers=lead.headers)).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == [f"Teacher {number}" for number in (4, 3, 2, 1, 0)] + ["Lea"]


@given(st.text())
def test_a_search_key_finds_itself_again(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key


async def test_a_name_changes_three_times_a_day_and_everything_else_as_often_as_one_likes(
    people: Any, api: Any
) -> None:
    ada, bob = await people.make("Ada"), await people.make("Bob")
    for name in ("Ada One", "Ada Two", "Ada Three"):
        assert (await api.patch("/v1/me", json={"name": name}, headers=ada.headers)).is_success
    refused = await api.patch("/v1/me", json={"name": "Ada Four"}, headers=ada.headers)
    assert (refused.status_code, refused.json()["type"]) == (429, "renamed-too-often")
    assert int(refused.headers["Retry-After"]) > 3600
    unchanged = {"name": "Ada Three", "language": "tr"}
    for _ in range(5):
        assert (await api.patch("/v1/me", json=unchanged, headers=ada.headers)).is_success
    assert (await api.patch("/v1/me", json={"name": "Bob B"}, headers=bob.headers)).is_success
