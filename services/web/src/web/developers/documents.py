"""Fetching the services' OpenAPI documents, and turning schemas into rows for a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

import httpx

from web.api import NotThere, Unavailable

METHODS: Final = ("get", "post", "put", "patch", "delete")
KEPT_SECONDS: Final = 60.0
_kept: dict[str, tuple[dict[str, Any], float]] = {}


@dataclass(frozen=True)
class Field:
    """One field of a body: its name, its type in words, whether it must be there, what it means."""

    name: str
    type: str
    required: bool
    meaning: str


@dataclass(frozen=True)
class Endpoint:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    meaning: str
    roles: list[str]
    public: bool
    parameters: list[Field] = field(default_factory=list)
    body: list[Field] = field(default_factory=list)
    answers: list[tuple[str, str, list[Field]]] = field(default_factory=list)


async def openapi_of(client: httpx.AsyncClient, service: str, urls: dict[str, str]) -> Any:
    """The document of one service, kept for a minute."""
    if service not in urls:
        raise NotThere
    document, until = _kept.get(service, ({}, 0.0))
    if until < monotonic():
        try:
            answer = await client.get(f"{urls[service].rstrip('/')}/openapi.json")
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable(service) from error
        document = answer.json()
        _kept[service] = (document, monotonic() + KEPT_SECONDS)
    return document


def endpoints(document: dict[str, Any], only_room: str = "") -> dict[str, list[Endpoint]]:
    """Operations by room; with bodies spelled out where one room is asked for."""
    rooms: dict[str, list[Endpoint]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                room = (operation.get("tags") or ["other"])[0]
                if only_room in {"", room}:
                    one = _endpoint(document, path, method, operation, bodies=bool(only_room))
                    rooms.setdefault(room, []).append(one)
    return rooms


def _endpoint(
    document: dict[str, Any], path: str, method: str, operation: dict[str, Any], *, bodies: bool
) -> Endpoint:
    answers = []
    for status, response in operation.get("responses", {}).items() if bodies else ():
        if status == "default":
            continue
        media, schema = _content(response)
        answers.append((status, media, fields(document, schema)))
    _media, body = _content(operation.get("requestBody", {}))
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        meaning=operation.get("description") or operation.get("summary", ""),
        roles=operation.get("x-roles", []),
        public="security" not in operation,
        parameters=[
            Field(
                f"{one['name']}",
                f"{type_of(document, one['schema'])} ({one['in']})",
                one.get("required", False),
                one.get("description", ""),
            )
            for one in operation.get("parameters", [])
        ],
        body=fields(document, body) if bodies else [],
        answers=answers,
    )


def _content(holder: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    for media, content in holder.get("content", {}).items():
        return media, content.get("schema", {})
    return "", {}


def fields(document: dict[str, Any], schema: dict[str, Any]) -> list[Field]:
    """The fields of a body, nested ones below their parent with dotted names."""
    return list(_fields(document, schema, "", 0))


def _fields(
    document: dict[str, Any], schema: dict[str, Any], prefix: str, depth: int
) -> Iterator[Field]:
    schema = _followed(document, schema)
    if schema.get("type") == "array":
        yield from _fields(document, schema.get("items", {}), f"{prefix}[]", depth)
        return
    required = schema.get("required", [])
    for name, inner in schema.get("properties", {}).items():
        full = f"{prefix}.{name}" if prefix else name
        meaning = inner.get("description") or ""
        yield Field(full, type_of(document, inner), name in required, meaning)
        nested = _nested(document, inner)
        if nested is not None and depth < 3:
            list_mark = "[]" if _followed(document, inner).get("type") == "array" else ""
            yield from _fields(document, nested, full + list_mark, depth + 1)


def _nested(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any] | None:
    schema = _followed(document, schema)
    if schema.get("type") == "array":
        return _nested(document, schema.get("items", {}))
    return schema if schema.get("properties") else None


def _followed(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema behind a reference; of several choices the first that is something."""
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        schema = found
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            return _followed(document, choice)
    return schema


def type_of(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """A type in one word or a few: `string (uuid)`, `list of Week`, `one of a, b`."""
    if "$ref" in schema and "enum" not in _followed(document, schema):
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(type_of(document, choice) for choice in schema["anyOf"])
    schema = _followed(document, schema)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {type_of(document, schema.get('items', {}))}"
    kind = str(schema.get("type", "any"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind
