"""Every route × who asks. A route that is not listed here fails the build."""

from typing import Any

import pytest

from accounts.app import create_app
from shared.http import Role
from shared.ids import new_id

ASKING = (
    "nobody",
    "teacher",
    "tutor",
    "evaluator",
    "safeguarding_officer",
    "moderator",
    "programme_lead",
    "operator",
)
PUBLIC = (2,) * 8
OWN = (401, 2, 2, 2, 2, 2, 2, 2)
READS_PEOPLE = (401, 403, 403, 403, 2, 2, 2, 2)
CHECKS_IDENTITY = (401, 403, 403, 403, 403, 2, 2, 2)
VERIFIES = (401, 403, 403, 403, 403, 2, 2, 403)
GRANTS = (401, 403, 403, 403, 403, 403, 2, 2)


def instead(policy: tuple[int, ...], answer: int) -> tuple[int, ...]:
    """Let in by the policy, and then answered so by a rule."""
    return tuple(answer if status == 2 else status for status in policy)


# What each of ASKING is answered; 2 is any 2xx.
MATRIX: dict[str, tuple[int, ...]] = {
    "POST /v1/registrations": PUBLIC,
    "POST /v1/registrations/opened": instead(PUBLIC, 400),
    "POST /v1/registrations/confirm": instead(PUBLIC, 400),
    "POST /v1/registrations/resend": PUBLIC,
    "POST /v1/registrations/correct": instead(PUBLIC, 400),
    "GET /v1/registrations": CHECKS_IDENTITY,
    "POST /v1/registrations/{registration_id}/sign-in-code": CHECKS_IDENTITY,
    "POST /v1/sessions": instead(PUBLIC, 401),
    "POST /v1/sessions/second-factor": instead(PUBLIC, 401),
    "POST /v1/sessions/by-code": instead(PUBLIC, 401),
    "POST /v1/sign-in-links": instead(PUBLIC, 400),
    "GET /v1/sessions": OWN,
    "DELETE /v1/sessions/current": PUBLIC,
    "DELETE /v1/sessions/{session_id}": instead(OWN, 404),
    "POST /v1/tokens": instead(PUBLIC, 401),
    "GET /v1/me": OWN,
    "PATCH /v1/me": OWN,
    # Without a living session the access token alone changes no credentials.
    "POST /v1/me/password": instead(OWN, 401),
    "POST /v1/me/email": instead(OWN, 401),
    "POST /v1/me/private-email": instead(OWN, 401),
    "POST /v1/me/private-email/remove": instead(OWN, 401),
    "POST /v1/me/second-factor": instead(OWN, 401),
    "POST /v1/me/second-factor/confirm": instead(OWN, 409),
    "POST /v1/me/second-factor/remove": instead(OWN, 401),
    "POST /v1/me/step-up": instead(OWN, 401),
    "POST /v1/me/verification": OWN,
    "POST /v1/me/erasure": instead(OWN, 401),
    "POST /v1/me/export": instead(OWN, 401),
    "POST /v1/password-resets": PUBLIC,
    "POST /v1/password-resets/confirm": instead(PUBLIC, 400),
    "POST /v1/addresses/confirm": instead(PUBLIC, 400),
    "GET /v1/people": READS_PEOPLE,
    "GET /v1/people/{person_id}": READS_PEOPLE,
    "POST /v1/people/{person_id}/roles": GRANTS,
    # Somebody who asked before may have granted it meanwhile: 404 when there is nothing to take.
    "DELETE /v1/people/{person_id}/roles": instead(GRANTS, 404),
    "POST /v1/people/{person_id}/sign-in-code": CHECKS_IDENTITY,
    "GET /v1/verifications": VERIFIES,
    "POST /v1/verifications/{person_id}/verify": instead(VERIFIES, 404),
    "POST /v1/verifications/{person_id}/refuse": instead(VERIFIES, 404),
    "GET /v1/audit": GRANTS,
}

WORDS = "correct horse battery"
BODIES: dict[str, Any] = {
    "POST /v1/registrations": {
        "email": "new@school.example",
        "name": "New",
        "country": "IT",
        "language": "en",
        "zone": "Europe/Rome",
        "code_of_conduct": True,
    },
    "POST /v1/registrations/opened": {"token": "x"},
    "POST /v1/registrations/confirm": {"token": "x", "password": WORDS},
    "POST /v1/registrations/resend": {"email": "new@school.example"},
    "POST /v1/registrations/correct": {
        "edit_key": "x",
        "new_email": "new@school.example",
    },
    "POST /v1/sessions": {"email": "no@school.example", "password": WORDS},
    "POST /v1/sessions/second-factor": {"code": "123456"},
    "POST /v1/sessions/by-code": {"email": "no@school.example", "code": "abcde-fghij"},
    "POST /v1/sign-in-links": {"token": "x"},
    "POST /v1/tokens": {"audience": "course"},
    "PATCH /v1/me": {"name": "Other"},
    "POST /v1/me/password": {"new_password": WORDS},
    "POST /v1/me/email": {"new_email": "new@school.example", "password": WORDS},
    "POST /v1/me/private-email": {"private_email": "new@home.example", "password": WORDS},
    "POST /v1/me/private-email/remove": {"password": WORDS},
    "POST /v1/me/second-factor": {"password": WORDS},
    "POST /v1/me/second-factor/confirm": {"code": "000000"},
    "POST /v1/me/second-factor/remove": {"password": WORDS, "code": "000000"},
    "POST /v1/me/verification": {
        "evidence_kind": "head_email",
        "evidence": "head@school.example",
    },
    "POST /v1/me/step-up": {"password": WORDS},
    "POST /v1/me/erasure": {"password": WORDS},
    "POST /v1/me/export": {"password": WORDS},
    "POST /v1/password-resets": {"email": "no@school.example"},
    "POST /v1/password-resets/confirm": {"token": "x", "password": WORDS},
    "POST /v1/addresses/confirm": {"token": "x"},
    "POST /v1/people/{person_id}/roles": {"role": "mentor"},
    "POST /v1/verifications/{person_id}/refuse": {"reason": "No evidence."},
}
CODE = {"reason": "Seen on a call.", "identity_checked": True}


def body_of(route: str) -> Any:
    return CODE if route.endswith("/sign-in-code") else BODIES.get(route)


def test_every_route_of_the_service_is_in_the_matrix(settings_env: dict[str, str]) -> None:
    assert settings_env
    paths = create_app().openapi()["paths"]
    routes = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/v1/") and "parked" not in path and "delivery" not in path
    }
    assert routes == set(MATRIX)


@pytest.fixture
async def place(people: Any, register: Any, api: Any) -> dict[str, Any]:
    """Somebody else, and somebody who has not confirmed: the ids that addresses need."""
    other = await people.make("Other Teacher")
    helper = await people.make("Helper", Role.OPERATOR)
    await register("waiting@school.example")
    listed = await api.get("/v1/registrations", headers=helper.headers)
    return {
        "person_id": other.id,
        "registration_id": listed.json()["items"][0]["id"],
        "session_id": new_id(),
    }


@pytest.mark.parametrize("route", MATRIX)
async def test_a_route_answers_each_of_them_as_the_matrix_says(
    people: Any, api: Any, settings: Any, place: dict[str, Any], route: str
) -> None:
    for name in type(settings).model_fields:
        if name.startswith("rate_limit_"):
            setattr(settings, name, "100000/60")
    method, path = route.split(" ", 1)
    address = path.format(**place)
    if route.startswith("DELETE /v1/people"):
        address += "?role=tutor"
    found = []
    for asking in ASKING:
        headers = {}
        if asking != "nobody":
            roles = [] if asking == "teacher" else [Role(asking)]
            someone = await people.make(asking, *roles)
            headers = someone.headers
        answer = await api.request(method, address, json=body_of(route), headers=headers)
        found.append(2 if answer.is_success else answer.status_code)
    assert tuple(found) == MATRIX[route]


@pytest.mark.parametrize(
    "route", [route for route in MATRIX if "{person_id}" in route or "{registration_id}" in route]
)
async def test_an_erased_a_missing_and_a_malformed_id_say_nothing(
    people: Any, api: Any, database: Any, route: str
) -> None:
    from accounts.people.model import Person
    from shared import clock

    gone = await people.make("Gone")
    async with database.transaction() as session:
        person = await session.get(Person, gone.id)
        person.blank(clock.now())
    asking = await people.make("Both", Role.PROGRAMME_LEAD, Role.OPERATOR)
    method, path = route.split(" ", 1)
    answers = []
    for wanted in (gone.id, new_id()):
        address = path.format(person_id=wanted, registration_id=wanted)
        address += "?role=tutor" if method == "DELETE" else ""
        answer = await api.request(method, address, json=body_of(route), headers=asking.headers)
        answers.append((answer.status_code, answer.json()["title"]))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    address = path.format(person_id="1 OR 1=1", registration_id="..%2F")
    answer = await api.request(method, address, json=body_of(route), headers=asking.headers)
    assert answer.status_code in {404, 422}
