"""`/staff/cohorts/{id}/runs` and `/staff/runs/{id}`: match, understand, adjust, publish."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared.http.patience import while_waited_for
from shared.identity.permissions import Permission
from web.api import Json, NotThere
from web.forms import Form
from web.i18n import _
from web.pages import Page, allowed, router
from web.runs import adjusting, claims, rows, words
from web.staff_cohorts.alone import left_out
from web.vocabulary import known, language_options, level

routes = router()
Matcher = Annotated[Page, allowed(Permission.RUN_MATCHING)]
CohortMatcher = Annotated[Page, allowed(Permission.RUN_MATCHING, "cohort_id")]
SHOWN = 20
"""Matches on one page: with each in two lines, a phone shows them within a few screens."""
ASPECTS = tuple(words.ASPECTS)
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
DEFAULTS: dict[str, Json] = {
    "weights": {
        "language": 30,
        "ages": 20,
        "subjects": 12,
        "topics": 12,
        "time": 12,
        "calendar": 6,
        "wishes": 4,
        "strengths": 2,
        "experience": 2,
    },
    "level": "A2",
    "years_between": 0,
    "trios": "willing",
}


@routes.get("/staff/cohorts/{cohort_id}/runs")
async def runs(page: CohortMatcher, cohort_id: UUID) -> Response:
    return await _runs(page, cohort_id, Form.of(DEFAULTS))


@routes.post("/staff/cohorts/{cohort_id}/runs")
async def start(page: CohortMatcher, cohort_id: UUID) -> Response:
    form = await page.form()
    weights = {name: form.number(f"weights.{name}") for name in ASPECTS}
    settings = {
        "weights": {name: points or 0 for name, points in weights.items()},
        "level": form.text("level") or "A2",
        "languages": form.many("languages"),
        "years_between": form.number("years_between") or 0,
        "trios": form.text("trios") or "willing",
    }
    path = f"/v1/cohorts/{cohort_id}/runs"
    made = await page.try_to(form, page.api.partnering.post(path, {"settings": settings}))
    if made is None:
        form.errors = {name.removeprefix("settings."): e for name, e in form.errors.items()}
        return await _runs(page, cohort_id, form)
    return page.go(f"/staff/runs/{made['id']}")


@routes.get("/staff/runs/{run_id}")
async def run(page: Matcher, run_id: UUID) -> Response:
    return await _run(page, run_id, Form())


@routes.post("/staff/runs/{run_id}/decide")
async def decide(page: Matcher, run_id: UUID) -> Response:
    """Lock those ticked together, or keep them apart, or ask what it would cost."""
    form = await page.form()
    chosen = form.many("enrolment")
    what = form.text("what")
    if len(chosen) not in (2, 3):
        form.refuse("enrolment", _("Choose two or three teachers."))
    body: dict[str, Json] = {"enrolment_ids": chosen}
    path = f"/v1/runs/{run_id}"
    if what == "swap":
        return await _swap(page, run_id, form, chosen)
    if what == "price":
        price = await page.try_to(form, _price(page, run_id, body))
        return await _run(page, run_id, form, price=price)
    where = "locks" if what == "lock" else "forbids"
    body["reason"] = form.text("reason")
    if await page.try_to(form, page.api.partnering.post(f"{path}/{where}", body)) is None:
        return await _run(page, run_id, form)
    message = (
        _("Locked together. Run the matching again to apply it.")
        if what == "lock"
        else _("Kept apart. Run the matching again to apply it.")
    )
    return page.go(f"/staff/runs/{run_id}#decisions", message)


async def _swap(page: Page, run_id: UUID, form: Form, chosen: list[str]) -> Response:
    """Two change places. Colleagues shall read why."""
    if len(chosen) == 3:
        form.refuse("enrolment", _("Two teachers change places: choose exactly two."))
    if not form.text("reason"):
        form.refuse("reason", _("Say why, for your colleagues."))
    body = {"enrolment_ids": chosen, "reason": form.text("reason")}
    path = f"/v1/runs/{run_id}/swaps"
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return await _run(page, run_id, form)
    return page.go(f"/staff/runs/{run_id}", _("They change places. We match everybody else again."))


@routes.get("/staff/runs/{run_id}/teachers/{enrolment_id}")
async def teacher(page: Matcher, run_id: UUID, enrolment_id: UUID) -> Response:
    """Why them, and why not somebody else?"""
    return await _teacher(page, run_id, enrolment_id, Form())


@routes.post("/staff/runs/{run_id}/teachers/{enrolment_id}/price")
async def price_of(page: Matcher, run_id: UUID, enrolment_id: UUID) -> Response:
    """The two forced together, and everybody solved again: what it would cost."""
    form = await page.form()
    other = form.text("other")
    body = {"enrolment_ids": [str(enrolment_id), other]}
    price = await page.try_to(form, _price(page, run_id, body))
    return await _teacher(page, run_id, enrolment_id, form, price=price, other=other)


async def _price(page: Page, run_id: UUID, body: Json) -> Json:
    """Solved only while the browser waits: leaving the page cancels the question."""
    asked = page.api.partnering.compute(f"/v1/runs/{run_id}/what-if", body)
    return await while_waited_for(page.request, asked)


@routes.get("/staff/cohorts/{cohort_id}/runs/compare")
async def compare(page: CohortMatcher, cohort_id: UUID) -> Response:
    one, other = _known_id(page.query("one")), _known_id(page.query("other"))
    cohort = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    if one == other:
        return page.go(
            f"/staff/cohorts/{cohort_id}/runs", _("Choose two different runs."), tone="bad"
        )
    found = await page.api.partnering.get(f"/v1/runs/{one}/compare/{other}")
    return page.render(
        "runs/compare.html", cohort=cohort, found=found, words=words, adjusting=adjusting
    )


@routes.post("/staff/runs/{run_id}/decisions/{decision_id}/take-back")
async def take_back(page: Matcher, run_id: UUID, decision_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/runs/{run_id}/decisions/{decision_id}"
    if await page.try_to(form, page.api.partnering.delete(path)) is None:
        return await _run(page, run_id, form)
    return page.go(
        f"/staff/runs/{run_id}#decisions", _("Taken back. Run the matching again to apply it.")
    )


@routes.post("/staff/runs/{run_id}/solve")
async def solve_again(page: Matcher, run_id: UUID) -> Response:
    return await _act(page, run_id, "solve", "")


@routes.post("/staff/runs/{run_id}/cancel")
async def cancel(page: Matcher, run_id: UUID) -> Response:
    return await _act(page, run_id, "cancel", _("Cancelled."))


@routes.post("/staff/runs/{run_id}/publish")
async def publish(page: Matcher, run_id: UUID) -> Response:
    form = await page.form()
    done = await page.try_to(form, page.api.partnering.post(f"/v1/runs/{run_id}/publish"))
    if done is None:
        return await _run(page, run_id, form)
    told = _(
        "Suggested partnerships published: %(opened)s. Each teacher has 72 hours to confirm.",
        opened=done["opened"],
    )
    if done["no_longer"]:
        told += " " + _(
            "Not opened, since a rule has come between them after the run: %(names)s.",
            names="; ".join(", ".join(one["names"]) for one in done["no_longer"]),
        )
    return page.go(f"/staff/runs/{run_id}", told)


@routes.get("/staff/runs/{run_id}/matches/{match_id}")
async def match(page: Matcher, run_id: UUID, match_id: UUID) -> Response:
    found = await page.api.partnering.get(f"/v1/runs/{run_id}/matches/{match_id}")
    names = {seat["enrolment_id"]: known(seat["person_name"], "start") for seat in found["seats"]}
    pairs = [
        {**pair, "names": [names.get(one, "") for one in pair["enrolment_ids"]]}
        for pair in found["explanation"]["pairs"]
    ]
    return page.render("runs/match.html", run_id=str(run_id), match=found, pairs=pairs, words=words)


def _known_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere from None


async def _teacher(
    page: Page, run_id: UUID, enrolment_id: UUID, form: Form, price: Json = None, other: str = ""
) -> Response:
    text = page.query("text")
    found = await page.api.partnering.get(f"/v1/runs/{run_id}/enrolments/{enrolment_id}", text=text)
    shown = {
        one["seat"]["enrolment_id"]: known(one["seat"]["person_name"]) for one in found["items"]
    }
    return page.render(
        "runs/teacher.html",
        run_id=str(run_id),
        found=found,
        match=rows.with_words(found["match"]) if found["match"] else None,
        alone=words.alone({"code": found["alone_because"], "facts": found["alone_facts"]})
        if found["alone_because"]
        else "",
        items=[rows.with_words(one) for one in found["items"]],
        text=text,
        price=price,
        other=other,
        other_name=shown.get(other, ""),
        words=words,
        adjusting=adjusting,
        form=form,
    )


async def _act(page: Page, run_id: UUID, what: str, message: str) -> Response:
    form = await page.form()
    if await page.try_to(form, page.api.partnering.post(f"/v1/runs/{run_id}/{what}")) is None:
        return await _run(page, run_id, form)
    return page.go(f"/staff/runs/{run_id}", message)


async def _runs(page: Page, cohort_id: UUID, form: Form) -> Response:
    cohort = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    found = await page.api.partnering.get(
        f"/v1/cohorts/{cohort_id}/runs", cursor=page.query("cursor")
    )
    return page.render(
        "runs/index.html",
        cohort=cohort,
        runs=found["items"],
        solved=[one for one in found["items"] if one["teachers"] is not None],
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
        aspects=[(name, words.aspect(name)) for name in ASPECTS],
        levels=[(code, level(code)) for code in LEVELS],
        spoken=language_options(),
        trios=[(code, adjusting.trios(code)) for code in adjusting.TRIOS],
        words=words,
        form=form,
    )


async def _run(page: Page, run_id: UUID, form: Form, price: Json = None) -> Response:
    path = f"/v1/runs/{run_id}"
    if form.refusal and form.refusal.slug == "against-the-rules":
        form.problem = adjusting.broken(form.refusal.more["broken"])
    found = await page.api.partnering.get(path)
    cohort = await page.api.course.get(f"/v1/cohorts/{found['cohort_id']}")
    matches: Json = {"items": [], "next_cursor": None}
    only_look = page.query("show") == "look"
    if found["result"]:
        matches = await page.api.partnering.get(
            f"{path}/matches",
            cursor=page.query("cursor"),
            limit=SHOWN,
            needs_look="true" if only_look else None,
        )
    return page.render(
        "runs/run.html",
        fragment="run",
        run=found,
        cohort=cohort,
        matches=[rows.with_words(one) for one in matches["items"]],
        next_cursor=matches["next_cursor"],
        cursor=page.query("cursor"),
        only_look=only_look,
        alone_by_reason=rows.by_reason(found["unmatched"]),
        names=rows.names(found, matches["items"]),
        left_out=await left_out(page, cohort) if found["status"] == "draft" else "",
        price=price,
        claims=claims,
        words=words,
        adjusting=adjusting,
        form=form,
    )
