"""The documents of the interfaces are what the code says, and are documents that others can read."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from meridian import contracts
from meridian.layout import DOMAIN_SERVICES
from shared.asyncapi import event_classes

METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return contracts.documents()


@pytest.mark.parametrize(
    "name", [*(f"{service}.openapi.json" for service in DOMAIN_SERVICES), contracts.EVENTS]
)
def test_the_recorded_document_is_what_the_code_says(generated: dict[str, str], name: str) -> None:
    recorded = contracts.folder() / name
    assert recorded.exists(), "record it: python -m meridian.contracts write"
    assert generated[name] == recorded.read_text(), (
        f"{name} differs. If the change is meant, record it with its reason in the commit: "
        "python -m meridian.contracts write"
    )


def test_nothing_is_recorded_that_the_code_does_not_say(generated: dict[str, str]) -> None:
    assert {path.name for path in contracts.folder().glob("*.json")} == set(generated)


def test_every_reference_in_every_document_leads_somewhere(generated: dict[str, str]) -> None:
    for name, text in generated.items():
        document = json.loads(text)
        for reference in references(document):
            assert resolved(document, reference) is not None, f"{name}: {reference}"


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref" and isinstance(inner, str):
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolved(document: Any, reference: str) -> Any:
    found = document
    for part in reference.removeprefix("#/").split("/"):
        found = found.get(part.replace("~1", "/").replace("~0", "~")) if found else None
    return found


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
def test_every_endpoint_is_versioned_and_named_after_its_action(
    generated: dict[str, str], service: str
) -> None:
    document = json.loads(generated[f"{service}.openapi.json"])
    names: list[str] = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method not in METHODS:
                continue
            names.append(operation["operationId"])
            assert path.startswith("/v1/") or "health" in operation.get("tags", []), path
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []


def test_every_event_has_a_channel_of_its_own_under_its_producer(
    generated: dict[str, str],
) -> None:
    document = json.loads(generated[contracts.EVENTS])
    channels = document["channels"]
    assert {channel["address"] for channel in channels.values()} == {
        event.type for event in event_classes()
    }
    for event in event_classes():
        assert re.fullmatch(r"[a-z]+\.[a-z-]+\.[a-z-]+\.v\d+", event.type), event.type
        assert event.type.split(".")[0] in DOMAIN_SERVICES
        assert event.aggregate in event.model_fields


def test_a_changed_document_is_noticed(
    generated: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    for name, text in generated.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(contracts, "folder", lambda: tmp_path)
    monkeypatch.setattr(contracts, "documents", lambda: generated)
    assert contracts.main(["check"]) == 0
    changed = tmp_path / contracts.EVENTS
    changed.write_text(changed.read_text().replace("partnering.invitation.sent.v1", "other"))
    assert contracts.differing() == [contracts.EVENTS]
    assert contracts.main(["check"]) == 1
