"""Settings: name, country, language and zone; what is heard, where and when."""

from itertools import groupby
from typing import Any

from fastapi import Response

from web.forms import Form
from web.i18n import _
from web.pages import Anyone, Page, SignedIn, router
from web.preferences.places import countries, zones
from web.session import drop_cookie

routes = router()


@routes.get("/settings")
async def settings(page: SignedIn) -> Response:
    return await _settings(page)


async def _settings(page: Page, about: Form | None = None, hearing: Form | None = None) -> Response:
    me = await page.api.accounts.get("/v1/me")
    preferences = await page.api.notifications.get("/v1/me/preferences")
    answered = next((form for form in (about, hearing) if form), None)
    return page.render(
        "preferences/settings.html",
        status=answered.status if answered else 0,
        me=me,
        about=about
        or Form.of({name: me[name] for name in ("name", "country", "language", "zone")}),
        hearing=hearing or _hearing(preferences),
        topics=_by_topic(preferences["kinds"]),
        countries=countries(),
        zones=zones(),
    )


def _by_topic(kinds: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    grouped = groupby(kinds, key=lambda kind: str(kind["topic_label"]))
    return [(topic, list(of_topic)) for topic, of_topic in grouped]


def _hearing(preferences: dict[str, Any]) -> Form:
    """The form as it stands: per kind whether it is in the inbox, and how it comes by mail."""
    return Form.of(
        {
            "quiet": preferences["quiet"],
            "quiet_from": preferences["quiet_from"][:5],
            "quiet_to": preferences["quiet_to"][:5],
            "digest": preferences["digest"],
            "inbox": {kind["kind"]: kind["inbox"] for kind in preferences["kinds"]},
            "email": {kind["kind"]: kind["email"] for kind in preferences["kinds"]},
        }
    )


@routes.post("/settings/about-me")
async def save_about_me(page: SignedIn) -> Response:
    form = await page.form()
    change = {name: form.text(name) for name in ("name", "country", "language", "zone")}
    saved = await page.try_to(form, page.api.accounts.patch("/v1/me", change))
    if saved is None:
        return await _settings(page, about=form)
    page.request.app.state.tokens.forget(page.session)
    answer = page.go("/settings", _("Saved."))
    # The language that is kept with the account counts from now on, not the one of this browser.
    drop_cookie(answer, page.settings, "language")
    return answer


@routes.post("/settings/notifications")
async def save_notifications(page: SignedIn) -> Response:
    form = await page.form()
    now = await page.api.notifications.get("/v1/me/preferences")
    wanted = {
        "quiet": form.flag("quiet"),
        "quiet_from": form.text("quiet_from"),
        "quiet_to": form.text("quiet_to"),
        "digest": form.text("digest"),
        "kinds": [
            {
                "kind": kind["kind"],
                "inbox": kind["inbox_fixed"] or form.flag(f"inbox.{kind['kind']}"),
                "email": form.text(f"email.{kind['kind']}") or kind["email"],
            }
            for kind in now["kinds"]
        ],
    }
    saved = await page.try_to(form, page.api.notifications.put("/v1/me/preferences", wanted))
    if saved is None:
        return await _settings(page, hearing=form)
    return page.go("/settings#notifications", _("Saved. You hear from us as you like it."))


@routes.get("/unsubscribe")
async def unsubscribe(page: Anyone) -> Response:
    """Asks first, because mail programs open links by themselves."""
    return page.render("preferences/unsubscribe.html", key=page.query("key"), done="")


@routes.post("/unsubscribe")
async def unsubscribe_now(page: Anyone) -> Response:
    """Also what a mail program sends for its own button (RFC 8058); the key is in the address."""
    form = await page.form()
    key = form.text("key") or page.query("key")
    stopped = await page.try_to(
        form, page.api.notifications.post("/v1/unsubscriptions", {"key": key})
    )
    label = stopped["label"] if stopped else ""
    return page.render("preferences/unsubscribe.html", form=form, key=key, done=label)
