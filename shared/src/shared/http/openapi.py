"""The OpenAPI document as the service really answers: problems, tokens, and who may call what."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.http.auth import PublicPolicy, policy_of, routes_of

METHODS: Final = ("get", "put", "post", "patch", "delete")
PROBLEM: Final = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `type` is a stable word; `errors` mark fields by JSON pointers.",
    "required": ["type", "title", "status", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "request_id": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
TOKEN: Final = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token for this service, got from accounts at `POST /v1/tokens`.",
}


def described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """What to put in place of `app.openapi`."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    return openapi


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    policies = {
        (route.path, method.lower()): policy_of(route)
        for route in routes_of(app)
        for method in route.methods or ()
    }
    for path, method, operation in _operations(document):
        responses = operation.setdefault("responses", {})
        responses.pop("422", None)
        responses["default"] = {
            "description": "A problem.",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        policy = policies.get((path, method))
        if policy is not None and not isinstance(policy, PublicPolicy):
            operation["security"] = [{"accessToken": []}]
            operation["x-access"] = str(policy)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM
    components["securitySchemes"] = {"accessToken": TOKEN}
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]
