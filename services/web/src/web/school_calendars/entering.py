"""Rows of holidays in a form: what was changed in them, and which row a refusal is about.

A form sends back what it showed of each row, so that only differences reach the service. Rows that
the form does not show are not named, and stay.
"""

from collections.abc import Mapping
from typing import Any

from web.forms import Form

EMPTY_ROWS = 4
MOST_SHOWN = 250
Holiday = dict[str, str]
PARTS = ("starts_on", "ends_on", "name")


def fields_of(holidays: list[dict[str, Any]], empty: int = EMPTY_ROWS) -> list[tuple[str, str]]:
    """The form's fields: each holiday as it is, what it was, and some empty rows."""
    fields = [("rows", str(len(holidays) + empty))]
    for row, one in enumerate(holidays):
        fields.append((f"was.{row}", written(one)))
        fields += [(f"holidays.{row}.{part}", str(one[part])) for part in PARTS]
    return fields


def written(one: Mapping[str, Any]) -> str:
    """A holiday in one field."""
    return "/".join(str(one[part]) for part in PARTS)


def rows_of(form: Form) -> int:
    """How many rows the form has."""
    sent = form.text("rows")
    return min(int(sent), MOST_SHOWN + EMPTY_ROWS) if sent.isdecimal() and len(sent) < 4 else 0


def changes_of(form: Form) -> tuple[list[dict[str, Holiday | None]], list[int]]:
    """The rows that are new, changed or gone, and which row of the form each is. One day is enough."""
    changes: list[dict[str, Holiday | None]] = []
    rows: list[int] = []
    for row in range(rows_of(form)):
        was, now = was_in(form, row), now_in(form, row)
        if was == now:
            continue
        changes.append({"was": was, "now": now})
        rows.append(row)
    return changes, rows


def entered_in(form: Form) -> tuple[list[Holiday], list[int]]:
    """The rows that are filled in, for a form that shows only new ones."""
    changes, rows = changes_of(form)
    return [one["now"] for one in changes if one["now"] is not None], rows


def was_in(form: Form, row: int) -> Holiday | None:
    """What the row said when the form was opened; None for a new one."""
    parts = form.text(f"was.{row}").split("/", 2)
    return dict(zip(PARTS, parts, strict=True)) if len(parts) == len(PARTS) else None


def now_in(form: Form, row: int) -> Holiday | None:
    """None when the row is to be removed, or has no days."""
    first, last, name = (form.text(f"holidays.{row}.{part}") for part in PARTS)
    if form.flag(f"remove.{row}") or not (first or last or name):
        return None
    return {"starts_on": first or last, "ends_on": last or first, "name": name}


def marked(form: Form, rows: list[int], head: str = "changes") -> Form:
    """The same form, each mark beside the row it is about."""
    for name in [name for name in form.errors if name.split(".")[0] == head]:
        _head, position, *rest = name.split(".")
        row = rows[int(position)] if position.isdigit() and int(position) < len(rows) else 0
        part = rest[-1] if rest and rest[-1] in PARTS else "ends_on"
        form.errors.setdefault(f"holidays.{row}.{part}", form.errors.pop(name))
    return form
