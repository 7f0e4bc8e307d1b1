"""Profiles, schools and classes over HTTP, as the pages use them."""

from typing import Any

from sqlalchemy import update

from partnering.classes.model import SchoolClass
from partnering.people.actions import remember_person
from shared.contracts.accounts import PersonChanged
from shared.http import Role
from shared.testing import bearer, principal

SCHOOL = {"name": "Liceo Volta", "place": "Forlì", "country": "IT", "zone": "Europe/Rome"}


def new_class(school_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "name": "2B",
        "school_id": school_id,
        "subjects": ["science"],
        "pupils_age_from": 11,
        "pupils_age_to": 12,
        "size": 24,
        "availability": [{"weekday": 0, "from": "09:00", "to": "10:30"}],
        **changes,
    }


async def test_the_task_list_fills_as_the_profile_does(client: Any) -> None:
    headers = bearer(principal(verified=False), "partnering")

    async def tasks() -> dict[str, bool]:
        answer = await client.get("/v1/me/profile", headers=headers)
        return {one["task"]: one["done"] for one in answer.json()["tasks"]}

    assert not any((await tasks()).values())
    saved = await client.put(
        "/v1/me/profile",
        headers=headers,
        json={
            "headline": "Rivers",
            "about": "We measure the water of our river.",
            "languages": [{"language": "en", "level": "B2"}],
            "wishes": {"countries": ["TR"], "group_size": "2"},
        },
    )
    assert saved.status_code == 200, saved.text
    school = await client.post("/v1/schools", headers=headers, json=SCHOOL)
    made = await client.post("/v1/me/classes", headers=headers, json=new_class(school.json()["id"]))
    assert made.status_code == 201, made.text
    assert await tasks() == {
        "about_you": True, "languages": True, "wishes": True, "class": True,
        "availability": True, "cohort": False, "verification": False,
    }  # fmt: skip
    [mine] = (await client.get("/v1/me/classes", headers=headers)).json()
    assert mine["availability"] == [{"weekday": 0, "from": "09:00", "to": "10:30"}]
    assert mine["school"]["calendar_known"] is False


async def test_a_teacher_insists_only_on_countries_that_are_named(client: Any) -> None:
    headers = bearer(principal(), "partnering")

    async def save(**wishes: Any) -> Any:
        return await client.put("/v1/me/profile", headers=headers, json={"wishes": wishes})

    refused = await save(musts=["countries"])
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/wishes/musts"]
    saved = await save(countries=["TR"], musts=["hours", "countries", "hours"])
    assert saved.status_code == 200, saved.text
    mine = (await client.get("/v1/me/profile", headers=headers)).json()
    assert mine["wishes"]["musts"] == ["countries", "hours"]


async def test_the_same_school_is_listed_once_whatever_its_accents(client: Any) -> None:
    headers = bearer(principal(), "partnering")
    first = await client.post("/v1/schools", headers=headers, json=SCHOOL)
    again = await client.post(
        "/v1/schools", headers=headers, json={**SCHOOL, "name": "LICEO VOLTA", "place": "Forli"}
    )
    assert first.json()["id"] == again.json()["id"]
    found = await client.get("/v1/schools?query=forli", headers=headers)
    assert [one["name"] for one in found.json()["items"]] == ["Liceo Volta"]


async def test_a_class_belongs_to_its_teacher(client: Any) -> None:
    mine, other = (bearer(principal(), "partnering") for _ in range(2))
    school = (await client.post("/v1/schools", headers=mine, json=SCHOOL)).json()["id"]
    made = await client.post("/v1/me/classes", headers=mine, json=new_class(school))
    location = made.json()["location"]
    assert (await client.get(location, headers=other)).status_code == 404
    changed = await client.put(location, headers=other, json=new_class(school))
    assert changed.status_code == 404
    assert (await client.put(location, headers=mine, json=new_class(school, size=12))).json()[
        "size"
    ] == 12


async def test_bad_classes_are_refused_field_by_field(client: Any) -> None:
    headers = bearer(principal(), "partnering")
    school = (await client.post("/v1/schools", headers=headers, json=SCHOOL)).json()["id"]
    for changes in (
        {"pupils_age_from": 15},
        {"subjects": []},
        {"size": 0},
        {"availability": [{"weekday": 7, "from": "09:00", "to": "10:00"}]},
        {"availability": [{"weekday": 1, "from": "10:00", "to": "09:00"}]},
        {"availability": [{"weekday": 1, "from": "09:03", "to": "10:00"}]},
        {"availability": [{"weekday": 1, "from": "29:00", "to": "29:30"}]},
        {"surprise": 1},
    ):
        answer = await client.post(
            "/v1/me/classes", headers=headers, json=new_class(school, **changes)
        )
        assert answer.status_code == 422, changes
        assert answer.json()["errors"]
    missing = new_class("018f0000-0000-7000-8000-000000000000")
    answer = await client.post("/v1/me/classes", headers=headers, json=missing)
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/school_id"]


async def test_staff_read_and_export_participants_and_teachers_do_not(
    client: Any, database: Any, inhabit: Any
) -> None:

    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        teacher, _ = await world.enrolled(cohort, "IT", name='=HYPERLINK("http://x")')
        other, _ = await world.enrolled(cohort, "TR")
        await session.execute(
            update(SchoolClass)
            .where(SchoolClass.id == other.class_id)
            .values(name="3C;=cmd|'/C calc'!A1;x")
        )
    address = f"/v1/cohorts/{cohort.id}/enrolments"
    lead = bearer(principal(None, Role.PROGRAMME_LEAD), "partnering")
    page = (await client.get(f"{address}?subject=science&verified=true", headers=lead)).json()
    assert len(page["items"]) == 2
    page = (await client.get(f"{address}?subject=arts", headers=lead)).json()
    assert page["items"] == []
    page = (await client.get(f"{address}?country=IT", headers=lead)).json()
    assert [one["country"] for one in page["items"]] == ["IT"]
    table = await client.get(f"{address}.csv", headers=lead)
    assert table.headers["content-type"].startswith("text/csv")
    assert "\"'=HYPERLINK(" in table.text
    assert "\"3C;'=cmd|'/C calc'!A1;x\"" in table.text
    assert all(line[0] == line[-1] == '"' for line in table.text.splitlines())
    assert (await client.get(address, headers=bearer(teacher.who, "partnering"))).status_code == 403


async def test_the_preview_needs_no_account(client: Any) -> None:
    answer = await client.get("/v1/preview?country=TR&language=en&age_from=11&age_to=13")
    assert answer.json() == {"teachers": 0, "countries": [], "reasons": []}


async def test_the_same_key_joins_once(client: Any, database: Any, inhabit: Any) -> None:

    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        teacher = await world.teacher("IT")
    headers = {**bearer(teacher.who, "partnering"), "Idempotency-Key": "join-1"}
    body = {"class_id": str(teacher.class_id)}
    address = f"/v1/cohorts/{cohort.id}/enrolments"
    first = await client.post(address, headers=headers, json=body)
    again = await client.post(address, headers=headers, json=body)
    assert (first.status_code, first.json()) == (201, again.json())


async def test_an_erased_person_is_not_remembered_again(session: Any, world: Any) -> None:
    from partnering.erasure.actions import erase_person
    from partnering.people.model import Person
    from shared.contracts.accounts import ErasureRequested
    from shared.ids import new_id

    teacher = await world.teacher("IT", name="Marker Person")
    person_id = teacher.who.person_id
    await erase_person(session, ErasureRequested(person_id=person_id, erasure_id=new_id()))
    await remember_person(
        session,
        PersonChanged(
            person_id=person_id, name="Marker Person", email="m@x.example", country="IT",
            language="it", zone="Europe/Rome",
        ),
    )  # fmt: skip
    person = await session.get(Person, person_id, populate_existing=True)
    assert (person.name, person.email, person.erased) == ("", "", True)
