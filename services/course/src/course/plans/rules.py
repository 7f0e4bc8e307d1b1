"""What a plan needs before others read it, and how what two people wrote becomes one plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "driving_question": ("driving_question",),
    "summary": ("summary",),
    "subjects": ("subjects",),
    "languages": ("languages",),
    "pupils": ("pupils_age_from", "pupils_age_to"),
    "product": ("product",),
    "timeline": ("timeline",),
    "roles": ("roles",),
    "assessment": ("assessment",),
    "tools": ("tools",),
}
"""Two people may edit different sections at the same time. Each section has its own version."""

REQUIRED: Final = (
    "title",
    "summary",
    "driving_question",
    "subjects",
    "languages",
    "pupils_age_from",
    "pupils_age_to",
    "product",
    "timeline",
    "roles",
    "assessment",
)
"""Tools may stay open: some projects need none."""

LEAST_MILESTONES: Final = 2


def missing_fields(content: Mapping[str, Any]) -> list[str]:
    """The fields that must be filled before the plan can be submitted, in the order of the form."""
    missing = [field for field in REQUIRED if not content.get(field)]
    if "timeline" not in missing and len(content["timeline"]) < LEAST_MILESTONES:
        missing.append("timeline")
    return missing


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Fields whose content differs; what is empty equals what is absent."""
    names = [*after, *(name for name in before if name not in after)]
    return [name for name in names if _plain(before.get(name)) != _plain(after.get(name))]


def changed_sections(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Sections whose content differs, in the order of the form."""
    return [name for name, fields in SECTIONS.items() if not _same(before, after, fields)]


def sections_since(versions: Mapping[str, int], read: int) -> list[str]:
    """Sections that somebody has changed since the plan had the version `read`."""
    return [name for name in SECTIONS if versions.get(name, 1) > read]


def with_sections(
    content: Mapping[str, Any], other: Mapping[str, Any], sections: Collection[str]
) -> dict[str, Any]:
    """The content with these sections as `other` has them."""
    fields = [field for name in sections for field in SECTIONS[name]]
    return {**content, **{field: other.get(field) for field in fields}}


@dataclass(frozen=True)
class Merged:
    """One plan made of two. Sections in `conflicts` still say what was saved first."""

    content: dict[str, Any]
    conflicts: list[str]


def merge(
    base: Mapping[str, Any] | None,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    since: Collection[str],
) -> Merged:
    """Join what I wrote on top of `base` with what others saved meanwhile.

    `since` names the sections that others changed. A section that only one side changed is taken
    from that side. A section that both changed differently is a conflict. An unknown base (`None`:
    erasure removes versions) counts as changed by both.
    """
    taken: list[str] = []
    conflicts: list[str] = []
    for name, fields in SECTIONS.items():
        if name not in since:
            taken.append(name)
        elif _same(mine, theirs, fields):
            continue
        elif base is None or not _same(base, mine, fields):
            conflicts.append(name)
    return Merged(with_sections(theirs, mine, taken), conflicts)


def _same(one: Mapping[str, Any], other: Mapping[str, Any], fields: Collection[str]) -> bool:
    return all(_plain(one.get(field)) == _plain(other.get(field)) for field in fields)


def _plain(value: Any) -> Any:
    """What counts when two contents are compared: a browser changes line ends and outer spaces,
    and the order of boxes that are ticked means nothing."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    if isinstance(value, list | tuple):
        parts = [_plain(one) for one in value]
        return (sorted(parts) if all(isinstance(one, str) for one in parts) else parts) or None
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value
