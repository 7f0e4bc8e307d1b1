"""A refused form of holidays meets what others have saved since it was opened."""

from typing import Any

from web.forms import Form
from web.i18n import _
from web.i18n.formats import day
from web.school_calendars.entering import PARTS, Holiday, now_in, rows_of, was_in, written


def meet_newer(form: Form, holidays: list[dict[str, Any]]) -> None:
    """Each row carries from now on what the calendar says now, so that saving again is taken.

    A row that only others changed takes their words. Beside one that both changed stands theirs.
    """
    rows = range(rows_of(form))
    current = {written(one) for one in holidays}
    shown = {form.text(f"was.{row}") for row in rows}
    unseen = [{part: str(one[part]) for part in PARTS} for one in holidays]
    unseen = [one for one in unseen if written(one) not in shown]
    for row in rows:
        was = was_in(form, row)
        if was is None or written(was) in current:
            continue
        theirs = _successor(was, unseen)
        if theirs is not None:
            unseen.remove(theirs)
        form.values[f"was.{row}"] = [written(theirs) if theirs else ""]
        mine = now_in(form, row)
        for part in PARTS:
            form.errors.pop(f"holidays.{row}.{part}", None)
        if mine == was:
            for part in PARTS:
                form.values[f"holidays.{row}.{part}"] = [theirs[part] if theirs else ""]
        elif mine != theirs:
            form.errors[f"holidays.{row}.{_differing(mine, theirs)}"] = _said(theirs)


def _successor(was: Holiday, unseen: list[Holiday]) -> Holiday | None:
    """What became of a holiday: of those that share a day or the name, the one most like it."""
    alike = [
        one
        for one in unseen
        if (one["starts_on"] <= was["ends_on"] and was["starts_on"] <= one["ends_on"])
        or (one["name"] and one["name"] == was["name"])
    ]
    return max(alike, key=lambda one: sum(one[part] == was[part] for part in PARTS), default=None)


def _differing(mine: Holiday | None, theirs: Holiday | None) -> str:
    """The field at which the two part; the name where one of them is gone."""
    if mine is None or theirs is None:
        return "name"
    return next(part for part in ("name", "starts_on", "ends_on") if mine[part] != theirs[part])


def _said(theirs: Holiday | None) -> str:
    if theirs is None:
        return _("Somebody else has removed this holiday. Save again to enter it anew.")
    return _(
        "Somebody else has saved: %(name)s, %(first)s – %(last)s. Save again to replace it.",
        name=theirs["name"] or _("School-free"),
        first=day(theirs["starts_on"]),
        last=day(theirs["ends_on"]),
    )
