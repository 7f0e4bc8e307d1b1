"""Rows of holidays in a form: read, and marked where a service refused them."""

from web.forms import Form

ROWS = 12
Holiday = dict[str, str]


def holidays_of(form: Form) -> tuple[list[Holiday], list[int]]:
    """The rows that are filled in, and in which row of the form each stands. One day is enough."""
    found, rows = [], []
    for row in range(ROWS):
        name, first, last = (
            form.text(f"holidays.{row}.{part}") for part in ("name", "starts_on", "ends_on")
        )
        if name or first or last:
            found.append({"name": name, "starts_on": first, "ends_on": last or first})
            rows.append(row)
    return found, rows


def marked(form: Form, rows: list[int]) -> Form:
    """The same form, each mark beside the row it is about."""
    for name in [name for name in form.errors if name.startswith("holidays.")]:
        _head, position, *rest = name.split(".")
        row = rows[int(position)] if position.isdigit() and int(position) < len(rows) else 0
        message = form.errors.pop(name)
        form.errors[f"holidays.{row}.{rest[0] if rest else 'ends_on'}"] = message
    return form
