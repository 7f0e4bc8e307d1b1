"""Pages of staff about people: verifications, search, roles, codes."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import NotThere, Refused, Unavailable
from web.forms import Form
from web.i18n import _
from web.pages import Page, allowed, router
from web.staff_people.proving import asks_for_password, password_page, proven
from web.staff_people.words import role_names

routes = router()

Verifier = Annotated[Page, allowed(Permission.VERIFY_TEACHERS)]
Reader = Annotated[Page, allowed(Permission.LIST_PEOPLE)]
Helper = Annotated[Page, allowed(Permission.ISSUE_SIGN_IN_CODES)]
Granter = Annotated[Page, allowed(Permission.GRANT_ROLES)]
STATUSES = ("waiting", "verified", "refused")
PER_PAGE = 25


@routes.get("/staff/verifications")
async def verifications(page: Verifier) -> Response:
    return await _queue(page)


async def _queue(page: Page, form: Form | None = None, person_id: UUID | None = None) -> Response:
    status = page.query("status")
    status = status if status in STATUSES else "waiting"
    cursor = page.query("cursor")
    found = await page.api.accounts.get(
        "/v1/verifications", status=status, cursor=cursor, limit=PER_PAGE
    )
    return page.render(
        "staff_people/verifications.html",
        status=form.status if form else 0,
        which=status,
        items=found["items"],
        next_cursor=found["next_cursor"],
        cursor=cursor,
        refusal=form,
        refused_id=str(person_id),
    )


@routes.post("/staff/verifications/{person_id}/verify")
async def verify(page: Verifier, person_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/verifications/{person_id}/verify"
    person = await page.try_to(form, proven(page, form, lambda: page.api.accounts.post(path)))
    if asks_for_password(form):
        return password_page(page, form)
    if person is None:
        return page.go("/staff/verifications", form.problem, tone="info")
    message = _("%(name)s is verified as a teacher.", name=person["name"])
    return page.go("/staff/verifications", message)


@routes.post("/staff/verifications/{person_id}/refuse")
async def refuse(page: Verifier, person_id: UUID) -> Response:
    form = await page.form()
    if len(form.text("reason")) < 3:
        form.refuse("reason", _("Say why: the teacher reads it."))
    body = {"reason": form.text("reason")}
    path = f"/v1/verifications/{person_id}/refuse"
    done = await page.try_to(form, proven(page, form, lambda: page.api.accounts.post(path, body)))
    if asks_for_password(form):
        return password_page(page, form)
    if done is None and form.problem:
        return page.go("/staff/verifications", form.problem, tone="info")
    if done is None:
        return await _queue(page, form, person_id)
    return page.go("/staff/verifications", _("Refused. The teacher reads your reason."))


@routes.get("/staff/people")
async def people(page: Reader) -> Response:
    query, cursor = page.query("query"), page.query("cursor")
    found = await page.api.accounts.get("/v1/people", query=query, cursor=cursor, limit=PER_PAGE)
    waiting: dict[str, Any] = {"items": []}
    if query and not cursor and page.me.may(Permission.ISSUE_SIGN_IN_CODES):
        waiting = await page.api.accounts.get("/v1/registrations", query=query, limit=10)
    return page.render(
        "staff_people/people.html",
        form=Form.of({"query": query}),
        items=found["items"],
        next_cursor=found["next_cursor"],
        cursor=cursor,
        address="/staff/people" + (f"?{urlencode({'query': query})}" if query else ""),
        waiting=waiting["items"],
        query=query,
    )


@routes.get("/staff/people/{person_id}")
async def person(page: Reader, person_id: UUID) -> Response:
    return await _person(page, person_id)


async def _person(
    page: Page,
    person_id: UUID,
    role_form: Form | None = None,
    code_form: Form | None = None,
    code: dict[str, Any] | None = None,
) -> Response:
    found = await page.api.accounts.get(f"/v1/people/{person_id}")
    cohorts = await _cohorts(page)
    names = role_names()
    is_me = found["id"] == str(page.me.id)
    grantable = page.me.grantable_roles
    answered = role_form or code_form
    return page.render(
        "staff_people/person.html",
        secret=code is not None,
        status=answered.status if answered else 0,
        person=found,
        role_names=names,
        grantable=[(role, name) for role, name in names.items() if role in grantable],
        cohorts=cohorts,
        cohort_titles=dict(cohorts),
        role_form=role_form or Form(),
        code_form=code_form or Form(),
        code=code,
        may_grant=bool(grantable) and not is_me,
        may_read_audit=page.me.holds(Permission.READ_AUDIT_LOG),
        may_make_codes=page.me.may(Permission.ISSUE_SIGN_IN_CODES) and not is_me,
    )


async def _cohorts(page: Page) -> list[tuple[str, str]]:
    """Cohorts by name; roles can be granted for all even while course is away."""
    try:
        found = await page.api.course.get("/v1/cohorts", limit=100)
    except (Unavailable, Refused, NotThere):
        return []
    return [(cohort["id"], cohort["title"]) for cohort in found["items"]]


@routes.post("/staff/people/{person_id}/roles")
async def grant_role(page: Granter, person_id: UUID) -> Response:
    form = await page.form()
    if not form.text("role"):
        form.miss("role")
    body = {"role": form.text("role"), "cohort_id": form.optional("cohort_id")}
    path = f"/v1/people/{person_id}/roles"
    done = await page.try_to(form, proven(page, form, lambda: page.api.accounts.post(path, body)))
    if asks_for_password(form):
        return password_page(page, form)
    if done is None:
        return await _person(page, person_id, role_form=form)
    return page.go(f"/staff/people/{person_id}", _("The role is granted."))


@routes.post("/staff/people/{person_id}/roles/revoke")
async def revoke_role(page: Granter, person_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/people/{person_id}/roles"
    role, cohort = form.text("role"), form.optional("cohort_id")
    done = await page.try_to(
        form,
        proven(page, form, lambda: page.api.accounts.delete(path, role=role, cohort_id=cohort)),
    )
    if asks_for_password(form):
        return password_page(page, form)
    if done is None:
        return await _person(page, person_id, role_form=form)
    return page.go(f"/staff/people/{person_id}", _("The role is taken back."))


@routes.post("/staff/people/{person_id}/code")
async def make_code(page: Helper, person_id: UUID) -> Response:
    """The code is shown on this answer only."""
    form = await page.form()
    path = f"/v1/people/{person_id}/sign-in-code"
    code = await _make_code(page, form, path)
    if asks_for_password(form):
        return password_page(page, form)
    return await _person(page, person_id, code_form=None if code else form, code=code)


@routes.get("/staff/registrations/{registration_id}/code")
async def registration_code_form(page: Helper, registration_id: UUID) -> Response:
    form = Form.of({"email": page.query("email")})
    return page.render("staff_people/code.html", form=form, id=registration_id, code=None)


@routes.post("/staff/registrations/{registration_id}/code")
async def make_registration_code(page: Helper, registration_id: UUID) -> Response:
    """For somebody who registered and receives no mail."""
    form = await page.form()
    path = f"/v1/registrations/{registration_id}/sign-in-code"
    code = await _make_code(page, form, path)
    if asks_for_password(form):
        return password_page(page, form)
    return page.render(
        "staff_people/code.html",
        secret=code is not None,
        form=form,
        id=registration_id,
        code=code,
    )


async def _make_code(page: Page, form: Form, path: str) -> dict[str, Any] | None:
    if len(form.text("reason")) < 3:
        form.refuse("reason", _("Say how you know that it is this person."))
    if not form.flag("identity_checked"):
        form.refuse("identity_checked", _("Check who it is first."))
    body = {"reason": form.text("reason"), "identity_checked": True}
    code: dict[str, Any] | None = await page.try_to(
        form, proven(page, form, lambda: page.api.accounts.post(path, body))
    )
    return code
