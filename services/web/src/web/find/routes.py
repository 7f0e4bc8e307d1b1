"""`/find/{enrolment}` and `/people/{enrolment}`: who could be a partner, and one of them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Response

from web.api import NotThere
from web.find.words import alone, nobody
from web.forms import Form
from web.i18n import N_, _, gettext
from web.i18n.formats import listed
from web.pages import Page, SignedIn, router
from web.parts import part
from web.room.contact import blocked_by_reader, room_of
from web.vocabulary import LEVELS, SUBJECTS, TOPICS, country_options, language_options, options

routes = router()
FILTERS = (
    "text",
    "country",
    "language",
    "level",
    "subject",
    "topic",
    "age_from",
    "age_to",
    "overlap",
    "clean_weeks",
)
NAMES = {
    "text": N_("the words"),
    "country": N_("the country"),
    "language": N_("the language"),
    "subject": N_("the subject"),
    "topic": N_("the topic"),
    "age": N_("the pupils' age"),
    "overlap": N_("the time in common"),
    "clean_weeks": N_("the weeks without holidays"),
}


@routes.get("/find/{enrolment_id}")
async def find(page: SignedIn, enrolment_id: UUID) -> Response:
    mine = await _enrolment(page, enrolment_id)
    form = Form(page.request.query_params.multi_items())
    wanted = {name: form.text(name) for name in FILTERS if form.text(name)}
    found = await page.try_to(
        form,
        page.api.partnering.get(
            f"/v1/cohorts/{mine['cohort_id']}/search",
            enrolment_id=str(enrolment_id),
            cursor=page.query("cursor"),
            **wanted,
        ),
    )
    blocking = found and found["blocking_filter"]
    address = f"/find/{enrolment_id}"
    return page.render(
        "find/index.html",
        fragment="results",
        status=200,
        form=form,
        mine=mine,
        alone=alone(mine),
        handshake=await _handshake(page, mine),
        found=found,
        wanted=wanted,
        address=f"{address}?{urlencode(wanted)}" if wanted else address,
        blocking=_blocking(address, wanted, blocking) if blocking else None,
        nobody=nobody(found, has_partner=mine["status"] == "partnered"),
        cursor=page.query("cursor"),
        **await _saved(page, enrolment_id, wanted),
        countries=_counted(country_options(), found, "countries", wanted.get("country")),
        spoken=_counted(language_options(), found, "languages", wanted.get("language")),
        levels=options(LEVELS),
        subjects=_counted(options(SUBJECTS), found, "subjects", wanted.get("subject")),
        topics=_counted(options(TOPICS), found, "topics", wanted.get("topic")),
    )


async def _handshake(page: Page, mine: dict[str, Any]) -> str:
    """The partnership that this class has yet to confirm, "" when there is none."""
    if mine["status"] != "partnered" or not mine.get("partnership_id"):
        return ""
    room = await room_of(page, mine["partnership_id"])
    return str(room["id"]) if room.get("state") == "handshake" else ""


def _counted(
    choices: list[tuple[str, str]], found: Any, facet: str, chosen: str | None
) -> list[tuple[str, str]]:
    """Each choice with how many could be partners at all; what would find nobody is left out."""
    if not found or not found["facets"][facet]:
        return choices
    counts = {one["value"]: one["count"] for one in found["facets"][facet]}
    return [
        (value, f"{label} ({counts.get(value, 0)})")
        for value, label in choices
        if value in counts or value == chosen
    ]


@routes.post("/find/{enrolment_id}/searches")
async def save_search(page: SignedIn, enrolment_id: UUID) -> Response:
    """Keep these filters, and be told when somebody new passes them."""
    form = await page.form()
    wanted = {name: form.text(name) for name in FILTERS if form.text(name)}
    query = f"?{urlencode(wanted)}" if wanted else ""
    path = f"/v1/enrolments/{enrolment_id}/saved-searches{query}"
    body = {"name": form.text("name") or _("Everybody new who fits")}
    back = f"/find/{enrolment_id}{query}"
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return page.go(
            back,
            form.problem or _("We could not save this. Reload the page and try again."),
            tone="bad",
        )
    return page.go(back, _("Saved. We tell you when somebody new fits."))


@routes.post("/find/{enrolment_id}/searches/{search_id}/forget")
async def forget_search(page: SignedIn, enrolment_id: UUID, search_id: UUID) -> Response:
    await page.form()
    await page.api.partnering.delete(f"/v1/me/saved-searches/{search_id}")
    return page.go(f"/find/{enrolment_id}", _("Removed."))


@routes.get("/people/{enrolment_id}")
async def card(page: SignedIn, enrolment_id: UUID) -> Response:
    return await _card(page, enrolment_id, Form())


@routes.post("/people/{enrolment_id}/invite")
async def invite(page: SignedIn, enrolment_id: UUID) -> Response:
    form = await page.form()
    body = {
        "from_enrolment_id": form.text("from_enrolment_id"),
        "to_enrolment_id": str(enrolment_id),
        "message": form.text("message"),
    }
    made = await page.try_to(form, page.api.partnering.post("/v1/invitations", body))
    if made is None:
        return await _card(page, enrolment_id, form)
    return page.go(
        f"/invitations/{made['id']}",
        _("Sent. You get an answer within seven days, whatever it is."),
    )


@routes.get("/people/{enrolment_id}/block")
async def before_blocking(page: SignedIn, enrolment_id: UUID) -> Response:
    """What follows from a block, before it is made."""
    return await _blocking_page(page, enrolment_id, Form())


@routes.post("/people/{enrolment_id}/block")
async def block(page: SignedIn, enrolment_id: UUID) -> Response:
    form = await page.form()
    body = {"enrolment_id": str(enrolment_id)}
    made = await page.try_to(form, page.api.partnering.post("/v1/me/blocks", body))
    if made is None:
        return await _blocking_page(page, enrolment_id, form)
    together = await _together(page, enrolment_id)
    return page.go(
        f"/partnerships/{together['id']}" if together else "/profile",
        _("Contact is blocked. You can allow it again on your profile page."),
        undo=f"/people/unblock/{enrolment_id}",
    )


@routes.post("/people/unblock/{enrolment_id}")
async def unblock(page: SignedIn, enrolment_id: UUID) -> Response:
    await page.form()
    await page.api.partnering.delete(f"/v1/me/blocks/{enrolment_id}")
    return page.go("/profile", _("You may see and write to each other again."))


async def _saved(page: Page, enrolment_id: UUID, wanted: dict[str, str]) -> dict[str, Any]:
    """The searches saved for this class, and whether this very one is among them."""
    found = await part(page.api.partnering.get("/v1/me/saved-searches"), [], set())
    mine = [one for one in found if one["enrolment_id"] == str(enrolment_id)]
    filters = [{name: str(value) for name, value in one["filters"].items()} for one in mine]
    names = [gettext(words) for key, words in NAMES.items() if key in wanted]
    return {
        "saved": [
            {**one, "href": f"/find/{enrolment_id}?{urlencode(one['filters'])}"} for one in mine
        ],
        "is_saved": wanted in filters,
        "search_name": listed([wanted[name] for name in ("text", "country") if name in wanted])
        or (listed(names) if names else _("Everybody new who fits")),
    }


async def _enrolment(page: Page, enrolment_id: UUID) -> dict[str, Any]:
    mine: list[dict[str, Any]] = await page.api.partnering.get("/v1/me/enrolments")
    for one in mine:
        if one["id"] == str(enrolment_id):
            return one
    raise NotThere


async def _card(page: Page, enrolment_id: UUID, form: Form) -> Response:
    from_id = page.query("from") or form.text("from_enrolment_id")
    found = await page.api.partnering.get(
        f"/v1/enrolments/{enrolment_id}", from_enrolment_id=from_id
    )
    mine = [
        one
        for one in await page.api.partnering.get("/v1/me/enrolments")
        if one["cohort_id"] == found["cohort_id"] and one["id"] != str(enrolment_id)
    ]
    own = next((one for one in mine if one["id"] == from_id), mine[0] if mine else None)
    blocked = str(enrolment_id) in await blocked_by_reader(page)
    return page.render("find/card.html", card=found, mine=own, blocked=blocked, form=form)


async def _blocking_page(page: Page, enrolment_id: UUID, form: Form) -> Response:
    found = await page.api.partnering.get(f"/v1/enrolments/{enrolment_id}")
    together = await _together(page, enrolment_id)
    return page.render("find/block.html", card=found, together=together, form=form)


async def _together(page: Page, enrolment_id: UUID) -> Any:
    """The running partnership with this class, if there is one."""
    partnerships = await page.api.partnering.get("/v1/me/partnerships")
    return next(
        (
            one
            for one in partnerships
            if any(str(each["enrolment_id"]) == str(enrolment_id) for each in one["members"])
        ),
        None,
    )


def _blocking(address: str, wanted: dict[str, str], blocking: dict[str, Any]) -> dict[str, Any]:
    """The filter that stands in the way, how many there are without it, and where that leads."""
    name = blocking["filter"]
    gone = {"age_from", "age_to"} if name == "age" else {name}
    if name == "language":
        gone.add("level")
    rest = {key: value for key, value in wanted.items() if key not in gone}
    return {
        "name": gettext(NAMES.get(name, name)),
        "count": blocking["would_find"],
        "href": f"{address}?{urlencode(rest)}" if rest else address,
    }
