"""What a plan needs before others read it, and what changed between two versions."""

from collections.abc import Mapping
from typing import Any, Final

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
    return [name for name in names if (before.get(name) or None) != (after.get(name) or None)]
