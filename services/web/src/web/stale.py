"""Forms that edit what others edit, too: which answers are whose after a newer version was saved.

A form carries a short mark of what each part said when it was opened. When the service refuses an
old version, a part that only others changed takes their answer, a part that only this person changed
stays, and a part that both changed shows both. Nothing is put back unseen.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Protocol

MARKS_FIELD = "_was"
TAKE_FIELD = "_take"
NEWER_FIELD = "_newer."
Fields = list[tuple[str, str]]


class Values(Protocol):
    """What of a form is needed here."""

    values: dict[str, list[str]]
    marks: dict[str, str]
    newer: dict[str, Fields]
    taken: list[str]


def part_of(name: str) -> str:
    """Repeated groups are one part: `timeline.0.title` belongs to `timeline`."""
    return name.partition(".")[0]


def part_fields(values: Mapping[str, list[str]], part: str) -> Fields:
    """The answers of a part, as fields."""
    return [(name, one) for name, all_ in values.items() if part_of(name) == part for one in all_]


def mark(fields: Fields) -> str:
    """Equal answers have equal marks. Line ends, outer spaces and order do not count."""
    plain = sorted(
        (name, text) for name, value in fields if (text := value.replace("\r\n", "\n").strip())
    )
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:10]


def marks_of(values: Mapping[str, list[str]], parts: Iterable[str]) -> dict[str, str]:
    """The mark of each of these parts."""
    return {part: mark(part_fields(values, part)) for part in dict.fromkeys(map(part_of, parts))}


def read_marks(written: str) -> dict[str, str]:
    """The marks that came back with a form; anything odd is no marks."""
    try:
        found = json.loads(written)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(part): str(one) for part, one in found.items()}


def take_newer(values: dict[str, list[str]]) -> None:
    """Parts for which the person chose the newer words get them."""
    for part in values.pop(TAKE_FIELD, []):
        try:
            fields = [
                (str(name), str(one)) for name, one in json.loads(values[NEWER_FIELD + part][-1])
            ]
        except (KeyError, ValueError, TypeError):
            continue
        if all(part_of(name) == part for name, _one in fields):
            _replace(values, part, fields)
    for name in [name for name in values if name.startswith(NEWER_FIELD)]:
        del values[name]


def meet(form: Values, newest: Values) -> None:
    """Join a refused form with the newest version, whose marks it carries from now on.

    Without marks nobody knows who changed what: every part that differs shows both.
    """
    form.newer, form.taken = {}, []
    common = {part_of(name) for name in form.values} & {part_of(name) for name in newest.values}
    form.marks = form.marks or dict.fromkeys(common, "")
    for part, was in form.marks.items():
        mine, theirs = part_fields(form.values, part), part_fields(newest.values, part)
        if mark(mine) == mark(theirs) or was == mark(theirs):
            continue
        if was == mark(mine):
            _replace(form.values, part, theirs)
            form.taken.append(part)
        else:
            form.newer[part] = theirs
    form.marks = marks_of(newest.values, form.marks)


def _replace(values: dict[str, list[str]], part: str, fields: Fields) -> None:
    for name in [name for name in values if part_of(name) == part]:
        del values[name]
    for name, one in fields:
        values.setdefault(name, []).append(one)
