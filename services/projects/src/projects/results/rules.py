"""What a result needs, and how its small fields are tidied. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

LONG_TEXT: Final = 8_000
"""Characters of a long field: about four pages, rendered well inside its time budget."""
_TAG = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_SUBJECT = re.compile(r"^[^\W_](?:[\w '&/().-]{0,58}\w)?$")


def link_of(value: str) -> str:
    """An https or http address with a host, or nothing. Raises ValueError otherwise."""
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise ValueError("must be an address that begins with https://")
    if any(character.isspace() or character in "<>\"'`\\" for character in value):
        raise ValueError("contains characters that do not belong in an address")
    return value


def tidy_subjects(values: list[str]) -> list[str]:
    """Lower-case, each once, in the order given."""
    tidy = list(dict.fromkeys(" ".join(value.split()).lower() for value in values if value))
    for value in tidy:
        if not _SUBJECT.match(value):
            raise ValueError(f"is not a subject: {value[:60]}")
    return tidy


def tidy_languages(values: list[str]) -> list[str]:
    """BCP 47 tags, each once, in the order given."""
    tidy = list(dict.fromkeys(value for value in values if value))
    for value in tidy:
        if not _TAG.match(value):
            raise ValueError(f"is not a language tag: {value[:20]}")
    return tidy


_NEEDED: Final = (
    "title",
    "summary",
    "what_we_did",
    "what_pupils_learned",
    "subjects",
    "languages",
    "pupils_count",
)


def still_missing(fields: Mapping[str, Any]) -> list[str]:
    """The fields to fill before submitting, in the order of the form.

    Whoever shows people attests that consent exists for each of them, or shows nobody.
    """
    missing = [name for name in _NEEDED if not fields[name]]
    if fields["shows_people"] and not fields["consent_attested"]:
        missing.append("consent_attested")
    return missing
