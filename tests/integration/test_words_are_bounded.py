"""Every text that a request may bring has a bound, and is of a kind that somebody decided on."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from meridian import contracts
from meridian.layout import DOMAIN_SERVICES
from shared.http import Input

BOUNDED_FORMATS = {"uuid", "date", "date-time", "time"}
UNBOUNDED = {
    "GET /v1/certificates/{code} code": "looked up only; the server bounds addresses",
    "GET /v1/showcase/{slug} slug": "looked up only; the server bounds addresses",
    "NewLink.address": "pydantic refuses addresses of more than 2,083 characters",
}
"""Texts without a bound in the document, and why that is no harm."""


class Words(Input):
    text: str


def _schemas(document: dict[str, Any], node: Any, seen: set[str]) -> None:
    """The names of all models that a request may hold."""
    if isinstance(node, dict):
        name = str(node.get("$ref", "")).rsplit("/", 1)[-1]
        if name and name not in seen:
            seen.add(name)
            _schemas(document, document["components"]["schemas"][name], seen)
        for inner in node.values():
            _schemas(document, inner, seen)
    elif isinstance(node, list):
        for inner in node:
            _schemas(document, inner, seen)


def _texts(node: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if node.get("type") == "string":
            yield path, node
        for key, inner in node.items():
            if key == "properties":
                for name, field in inner.items():
                    yield from _texts(field, f"{path}.{name}")
            else:
                yield from _texts(inner, path)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner, path)


def _bounded(text: dict[str, Any]) -> bool:
    pattern = text.get("pattern", "*")
    return (
        "maxLength" in text
        or "enum" in text
        or "const" in text
        or text.get("format") in BOUNDED_FORMATS
        or not re.search(r"[*+]|,\}", pattern)
    )


def _unbounded(document: dict[str, Any]) -> set[str]:
    asked: set[str] = set()
    found: set[str] = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _schemas(document, operation.get("requestBody", {}), asked)
            for parameter in operation.get("parameters", []):
                where = f"{method.upper()} {path} {parameter['name']}"
                texts = _texts(parameter["schema"], where)
                found |= {name for name, text in texts if not _bounded(text)}
    for name in asked:
        texts = _texts(document["components"]["schemas"][name], name)
        found |= {path for path, text in texts if not _bounded(text)}
    return found


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
def test_every_text_of_a_request_has_a_bound(service: str) -> None:
    document = json.loads((contracts.folder() / f"{service}.openapi.json").read_text())
    assert _unbounded(document) - set(UNBOUNDED) == set()


@pytest.mark.parametrize(
    "text",
    [
        "turned \u202e round",
        "isolated \u2066 words",
        "zero\u200bwidth",
        "byte order \ufeff mark",
        "\u3164",
        "a \u2800 blank",
        "tags \U000e0041\U000e0042 that hide",
        "old \u206e controls",
        "nul \x00 byte",
    ],
)
def test_no_text_brings_signs_that_hide_or_turn_words(text: str) -> None:
    with pytest.raises(ValidationError, match="cannot be shown"):
        Words(text=text)


@pytest.mark.parametrize("text", ["\u200d", "\u200e \u200f", "\u00ad", "\ufe0f", "   "])
def test_what_looks_empty_is_empty(text: str) -> None:
    assert Words(text=text).text == ""


@pytest.mark.parametrize(
    "text", ["علی‌رضا", "👩‍🏫", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 England", "❤️", "first\nsecond", "שלום\u200f!", "हिन्दी", "+"]
)
def test_words_of_all_scripts_and_pictures_stay(text: str) -> None:
    assert Words(text=text).text == text


def test_line_ends_of_other_programs_become_ours() -> None:
    assert Words(text="a\u2028b\r\nc\u2029d").text == "a\nb\nc\nd"
