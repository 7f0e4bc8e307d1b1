"""The documents of all interfaces, generated from the code: `python -m meridian.contracts write|check`."""

import importlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from meridian.environment import Installation, variables
from meridian.layout import DOMAIN_SERVICES, repository
from meridian.provisioning.keys import Keys
from shared import asyncapi

EVENTS = "meridian.asyncapi.json"
USAGE = "Say `python -m meridian.contracts write` or `python -m meridian.contracts check`."


def folder() -> Path:
    """Where the documents lie."""
    return repository() / "docs" / "api"


def documents() -> dict[str, str]:
    """Every document by its file name, as the code describes it now. Needs no server."""
    with tempfile.TemporaryDirectory() as scratch:
        keys = Keys(Path(scratch))
        keys.generate_all()
        nowhere = Installation(
            keys=keys, superuser_dsn="postgresql://nobody@127.0.0.1:1/nowhere", nats_url=""
        )
        found = {
            f"{service}.openapi.json": _written(_openapi(service, variables(nowhere, service)))
            for service in DOMAIN_SERVICES
        }
    found[EVENTS] = _written(asyncapi.document())
    return found


def differing() -> list[str]:
    """Names of documents that are missing, superfluous, or not what the code says."""
    generated = documents()
    recorded = {path.name: path.read_text() for path in folder().glob("*.json")}
    return sorted(
        name
        for name in generated.keys() | recorded.keys()
        if generated.get(name) != recorded.get(name)
    )


def _openapi(service: str, environment: dict[str, str]) -> dict[str, Any]:
    with _environment(environment):
        app = importlib.import_module(f"{service}.app").create_app()
        described: dict[str, Any] = app.openapi()
    return described


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Exit code 1 when `check` finds a difference, 2 when nobody knows what is wanted."""
    if arguments == ["write"]:
        folder().mkdir(parents=True, exist_ok=True)
        for name, text in documents().items():
            (folder() / name).write_text(text)
        return 0
    if arguments == ["check"]:
        found = differing()
        for name in found:
            sys.stderr.write(
                f"docs/api/{name} is not what the code says. If the change is meant, record it:"
                " python -m meridian.contracts write\n"
            )
        return 1 if found else 0
    sys.stderr.write(USAGE + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
