"""What a person typed: read without trust, shown again with what was wrong, never lost."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Self
from uuid import uuid4

from web.api import Refused
from web.field_messages import asks_for_an_answer
from web.i18n import _, gettext
from web.problems import sentence
from web.stale import MARKS_FIELD, Fields, marks_of, meet, read_marks, take_newer
from web.vocabulary import WHY_NOT

KEY_FIELD = "_key"
PERSON_FIELD = "_person"
"""For whom the page with this form was made: their mark."""
UNANSWERED = frozenset({408, 429, 503})
NEEDED = "needed"
"""Stands in `Form.errors` for a field without an answer, until the page names the field."""


def flattened(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Nested JSON as form fields: `{"a": [{"b": 1}]}` becomes `a.0.b = 1`; lists of plain values repeat."""
    if isinstance(value, Mapping):
        pairs = [(f"{name}.{key}" if name else str(key), item) for key, item in value.items()]
        return [flat for key, item in pairs for flat in flattened(item, key)]
    if isinstance(value, list | tuple | set | frozenset):
        if any(isinstance(item, Mapping) for item in value):
            return [f for i, item in enumerate(value) for f in flattened(item, f"{name}.{i}")]
        return [(name, str(item)) for item in value]
    if isinstance(value, bool):
        return [(name, "yes")] if value else []
    return [] if value is None else [(name, str(value))]


class Form:
    """Values and errors by field name. Nested names are dotted: `languages.0.level`."""

    def __init__(self, fields: Iterable[tuple[str, str]] = (), *, sent: bool = False) -> None:
        self.values: dict[str, list[str]] = {}
        for name, value in fields:
            self.values.setdefault(name, []).append(value)
        self.sent = sent
        self.key = self.text(KEY_FIELD) if sent else ""
        self.key = self.key[:64] or str(uuid4())
        self.files: dict[str, bytes] = {}
        self.errors: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.anchors: dict[str, str] = {}
        self.requests: dict[str, str] = {}
        self.summarised = False
        self._focused = ""
        self.problem = ""
        self.refusal: Refused | None = None
        self.status = 200
        self.marks: dict[str, str] = read_marks(self.text(MARKS_FIELD)) if sent else {}
        self.newer: dict[str, Fields] = {}
        self.taken: list[str] = []
        self.newer_by = ""
        if sent:
            take_newer(self.values)

    @classmethod
    def of(cls, values: Mapping[str, Any] | None = None, **more: Any) -> Self:
        """A form filled with what a service answered."""
        return cls(flattened({**(values or {}), **more}))

    def text(self, name: str) -> str:
        """The field's text without outer spaces; "" when absent."""
        return self.values.get(name, [""])[-1].replace("\r\n", "\n").strip()

    def optional(self, name: str) -> str | None:
        """The field's text; None when empty."""
        return self.text(name) or None

    def number(self, name: str) -> int | None:
        """A whole number; None when empty. Anything else marks the field."""
        text = self.text(name)
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            self.errors[name] = _("Enter a whole number, for example 24.")
            self.status = 422
            return None

    def flag(self, name: str) -> bool:
        """Whether a check box is ticked."""
        return self.text(name) not in {"", "no", "false", "0"}

    def many(self, name: str) -> list[str]:
        """All ticked or chosen values."""
        return [value for value in self.values.get(name, []) if value.strip()]

    def lines(self, name: str) -> list[str]:
        """One item per line or comma."""
        parts = self.text(name).replace(",", "\n").split("\n")
        return [part.strip() for part in parts if part.strip()]

    def rows(self, name: str) -> list[dict[str, str]]:
        """Repeated groups `name.0.a`, `name.0.b`, `name.1.a` … without the empty ones."""
        found: dict[int, dict[str, str]] = {}
        for full in self.values:
            head, _sep, rest = full.partition(".")
            index, _sep, part = rest.partition(".")
            if head == name and part and index.isdigit() and len(index) < 5:
                found.setdefault(int(index), {})[part] = self.text(full)
        return [row for _index, row in sorted(found.items()) if any(row.values())]

    def value(self, name: str) -> str:
        """For templates: what stands in the field."""
        return self.values.get(name, [""])[-1]

    def chosen(self, name: str, value: object) -> bool:
        """For templates: whether that choice is taken."""
        return str(value) in self.values.get(name, [])

    def field(self, name: str, label: str, anchor: str, request: str) -> None:
        """For templates: a field as the page shows it; `request` asks for its answer."""
        self.labels[name], self.anchors[name] = str(label), str(anchor)
        self.requests[name] = str(request)

    def error(self, name: str) -> str:
        """For templates: what is wrong with the field."""
        said = self.errors.get(name, "")
        if said != NEEDED:
            return said
        unknown = _("We could not save this. Reload the page and try again.")
        return self.requests.get(self._place(name), unknown)

    def takes_focus(self, name: str) -> bool:
        """For templates: whether this is the first field of the page that is marked."""
        if self.error(name) and not self._focused:
            self._focused = name
        return bool(name) and self._focused == name

    def summary(self) -> list[tuple[str, str]]:
        """For the template, after the fields: anchor and sentence of each error, in the page's order.

        Every sentence names its field. What the page has no field for leads nowhere.
        """
        order = list(self.anchors)
        found: dict[tuple[str, str], int] = {}
        for name, said in self.errors.items():
            place = self._place(name)
            label = self.labels.get(place, "")
            text = self.error(name)
            if label and said != NEEDED:
                text = f"{label}: {text}"
            at = order.index(place) if place in order else len(order)
            found.setdefault((self.anchors.get(place, ""), text), at)
        return sorted(found, key=lambda one: found[one])

    def summarise(self) -> None:
        """For templates: the summary stands on the page, and not a second time."""
        self.summarised = True

    def due(self) -> bool:
        """For templates: whether the summary belongs here, beside the fields that it leads to."""
        placed = not self.errors or any(self._place(name) for name in self.errors)
        return self.invalid and placed and not self.summarised

    def _place(self, name: str) -> str:
        """The field on the page that an error belongs to: itself, its group, or the group's first."""
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            if (one := ".".join(parts[:end])) in self.anchors:
                return one
        return next((one for one in self.anchors if one.startswith(f"{name}.")), "")

    def take_file(self, name: str, content: bytes) -> None:
        """A file that was chosen instead of typing its lines into the field `name`."""
        self.files[name] = content

    def refuse(self, name: str, message: str) -> Self:
        """Mark a field; an empty name speaks about the whole form."""
        if name:
            self.errors[name] = message
        else:
            self.problem = message
        self.status = 422
        return self

    def miss(self, name: str) -> Self:
        """Mark a field that needs an answer; the page says which, by its label."""
        return self.refuse(name, NEEDED)

    def refused(self, refusal: Refused) -> Self:
        """Take over what the service said: per field where it can, else above the form."""
        self.refusal = refusal
        for name, detail in refusal.errors.items():
            if name:
                empty = asks_for_an_answer(detail) and not self._answered(name)
                self.errors.setdefault(name, NEEDED if empty else sentence(detail))
        if about_all := refusal.errors.get(""):
            self.problem = sentence(about_all)
        elif not refusal.errors:
            self.problem = refusal_text(refusal)
        # A form that names no version knows as little of newer words as one that names an old one.
        self.status = 412 if refusal.status == 428 else refusal.status
        if refusal.status not in UNANSWERED:
            self.key = str(uuid4())  # The old key stands for the refused content.
        return self

    def _answered(self, name: str) -> bool:
        """Whether the person filled in this field, or the one whose lines it is one of."""
        parts = name.split(".")
        return any(self.many(".".join(parts[: end + 1])) for end in range(len(parts)))

    def meets(self, newest: Self, by: str = "") -> None:
        """After a newer version was saved, by whom: join it with what the person typed here."""
        meet(self, newest)
        self.newer_by = by
        if not self.newer:
            self.problem = _(
                "Someone saved a newer version. We added your changes to it. Read it and save again."
            )

    def goes_on_from(self, saved: Self, version: str) -> None:
        """After a save whose next step was refused: the form stands on what was saved."""
        meet(self, saved)
        self.taken = []
        self.values["version"] = [version]

    @property
    def taken_labels(self) -> list[str]:
        """For templates: the parts that came from the newer version."""
        return [self.labels.get(part, part) for part in self.taken]

    def opened_marks(self) -> str:
        """For the template, after the fields: the marks of what the form said when it was opened."""
        if not self.sent and not self.marks:
            self.marks = marks_of(self.values, self.labels)
        return json.dumps(self.marks, separators=(",", ":"))

    @property
    def edition(self) -> str:
        """For drafts in the browser: which version of the form this is."""
        return hashlib.sha256(self.opened_marks().encode()).hexdigest()[:12]

    def wrong(self, name: str) -> bool:
        """Whether this field, or one of this repeated group, is marked."""
        return any(field == name or field.startswith(f"{name}.") for field in self.errors)

    @property
    def invalid(self) -> bool:
        """Whether anything is marked."""
        return bool(self.errors or self.problem)


def refusal_text(refusal: Refused) -> str:
    """One sentence for the person about why a service said no: the very rule, where it names one."""
    why = refusal.more.get("why")
    if refusal.slug == "not-admissible" and why in WHY_NOT:
        return gettext(WHY_NOT[why])
    return (
        sentence(refusal.slug)
        if refusal.slug and sentence(refusal.slug) != refusal.slug
        else (
            sentence(refusal.detail)
            or sentence(refusal.title)
            or _("We could not save this. Reload the page and try again.")
        )
    )
