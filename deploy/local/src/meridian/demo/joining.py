"""Teachers arrive: register, follow the mailed link, are verified, say who they are, join a cohort."""

import asyncio
import hashlib
import re
from dataclasses import dataclass, field
from time import monotonic

from meridian.demo.client import Person, Services
from meridian.demo.population import Teacher
from meridian.demo.together import together
from meridian.failure import Failure

MAIL_PATIENCE = 60
_CONFIRM = re.compile(r"/confirm\?token=([A-Za-z0-9_\-.~%]+)")


@dataclass
class Member:
    """A teacher who has arrived."""

    teacher: Teacher
    person: Person
    enrolment_id: str = ""
    class_id: str = ""
    partnership_id: str = field(default="", compare=False)


def password_of(teacher: Teacher, secret: str) -> str:
    """Nobody types it; it lets an interrupted load sign in again."""
    return hashlib.sha256(f"{secret}/{teacher.email}".encode()).hexdigest()[:32]


async def arrive(services: Services, teacher: Teacher, secret: str) -> Person:
    """Register and confirm by the mailed link, or sign in where that happened before."""
    password = password_of(teacher, secret)
    found = await services.send(
        "POST",
        "accounts",
        "/v1/sessions",
        json={"email": teacher.email, "password": password},
        accept=(401,),
    )
    if found.status_code == 201:
        return Person(services, found.json()["session_token"], teacher.key)
    return await _register(services, teacher, password)


async def register_all(
    services: Services, teachers: list[Teacher], secret: str, *, fresh: bool
) -> list[Person]:
    """Many arrive at once. `fresh`: nobody of them can have registered before."""
    return await together(
        _register(services, teacher, password_of(teacher, secret))
        if fresh
        else arrive(services, teacher, secret)
        for teacher in teachers
    )


async def _register(services: Services, teacher: Teacher, password: str) -> Person:
    await services.send(
        "POST",
        "accounts",
        "/v1/registrations",
        json={
            "email": teacher.email,
            "name": teacher.name,
            "country": teacher.country.code,
            "language": teacher.interface_language,
            "zone": teacher.country.zone,
            "code_of_conduct": True,
        },
    )
    token = await _mailed_token(services, teacher.email)
    answer = await services.send(
        "POST",
        "accounts",
        "/v1/registrations/confirm",
        json={"token": token, "password": password},
    )
    return Person(services, answer.json()["session_token"], teacher.key)


async def _mailed_token(services: Services, email: str) -> str:
    until = monotonic() + MAIL_PATIENCE
    while monotonic() < until:
        found = await services.send(
            "GET", "mailbox", "/api/v1/search", params={"query": f'to:"{email}"'}
        )
        for summary in found.json()["messages"]:
            # The search finds parts of addresses too: ana@ in mariana@.
            if email not in {one["Address"] for one in summary["To"]}:
                continue
            mail = await services.send("GET", "mailbox", f"/api/v1/message/{summary['ID']}")
            link = _CONFIRM.search(mail.json()["Text"])
            if link:
                return link[1]
        await asyncio.sleep(0.3)
    raise Failure(f"No confirmation mail reached {email} within {MAIL_PATIENCE} s.")


async def ask_for_verification(member: Person, teacher: Teacher) -> None:
    evidence = {
        "evidence_kind": "school_page",
        "evidence": f"https://school-{teacher.country.code.lower()}.example/staff",
        "note": "",
    }
    await member.post("accounts", "/v1/me/verification", evidence, accept=(409,))


async def verify_waiting(staff: Person, keep: int = 0) -> int:
    """Staff work through the queue; `keep` people stay in it."""
    people: list[str] = []
    cursor = None
    while True:
        params = {"limit": 200} | ({"cursor": cursor} if cursor else {})
        page = await staff.get("accounts", "/v1/verifications", **params)
        people += [item["person"]["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    decided = people[: len(people) - keep] if keep else people
    await together(
        staff.post("accounts", f"/v1/verifications/{person_id}/verify", accept=(409,))
        for person_id in decided
    )
    return len(decided)


async def introduce(person: Person, teacher: Teacher, cohort_id: str) -> Member:
    """Profile, school, class, enrolment."""
    await person.put(
        "partnering",
        "/v1/me/profile",
        {
            "headline": teacher.headline,
            "about": teacher.about,
            "languages": [{"language": code, "level": level} for code, level in teacher.languages],
            "strengths": list(teacher.strengths),
            "needs": list(teacher.needs),
            "wishes": {"countries": [], "group_size": "either"},
            "first_timer": teacher.first_timer,
            "willing_third": teacher.willing_third,
            "willing_spare": teacher.willing_spare,
        },
    )
    school = {
        "name": teacher.school,
        "place": teacher.town,
        "country": teacher.country.code,
        "region": teacher.region,
        "zone": teacher.country.zone,
    }
    school_id = await person.create("partnering", "/v1/schools", school, "school")
    class_id = await person.create(
        "partnering",
        "/v1/me/classes",
        {
            "name": teacher.class_name,
            "description": teacher.class_description,
            "school_id": school_id,
            "subjects": list(teacher.subjects),
            "topics": list(teacher.topics),
            "sdgs": list(teacher.sdgs),
            "pupils_age_from": teacher.ages[0],
            "pupils_age_to": teacher.ages[1],
            "size": teacher.size,
            "languages": [],
            "availability": [
                {"weekday": day, "from": start, "to": end}
                for day, start, end in teacher.availability
            ],
        },
        "class",
    )
    enrolment_id = await person.create(
        "partnering", f"/v1/cohorts/{cohort_id}/enrolments", {"class_id": class_id}, "enrolment"
    )
    return Member(teacher, person, enrolment_id, class_id)
