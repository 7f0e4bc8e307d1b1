"""Requests that an API description allows, filled from a pool of ids, words and addresses."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

Spec = dict[str, Any]


class Pool:
    """What an attacker may know: ids of cards and things, fragments of names, addresses."""

    def __init__(self, ids: dict[str, list[UUID]], words: list[str], addresses: list[str]) -> None:
        self.ids = {kind: st.sampled_from([str(one) for one in some]) for kind, some in ids.items()}
        self.words = st.sampled_from(words)
        self.addresses = st.sampled_from(addresses)

    def value(self, schema: Spec, document: Spec, name: str = "") -> st.SearchStrategy[Any]:
        """A value that fits the schema, mostly of things that are there."""
        if "$ref" in schema:
            named = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
            return self.value(named, document, name)
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            return st.one_of([self.value(one, document, name) for one in choices])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "const" in schema:
            return st.just(schema["const"])
        return self._plain(schema, document, name)

    def _plain(self, schema: Spec, document: Spec, name: str) -> st.SearchStrategy[Any]:
        match schema.get("type"):
            case "string":
                return self._text(schema, name)
            case "integer":
                least = schema.get("minimum", 0)
                return st.integers(least, max(least, min(schema.get("maximum", 40), 40)))
            case "boolean":
                return st.booleans()
            case "null":
                return st.none()
            case "array":
                return st.lists(self.value(schema["items"], document, name), max_size=2)
            case "object":
                return self._object(schema, document)
        return st.none()

    def _object(self, schema: Spec, document: Spec) -> st.SearchStrategy[Any]:
        fields = {
            key: self.value(one, document, key) for key, one in schema.get("properties", {}).items()
        }
        required = {key: one for key, one in fields.items() if key in schema.get("required", ())}
        optional = {key: one for key, one in fields.items() if key not in required}
        return st.fixed_dictionaries(required, optional=optional)

    def _text(self, schema: Spec, name: str) -> st.SearchStrategy[str]:
        named = {
            "country": st.sampled_from(["TR", "IT", "PL"]),
            "language": st.sampled_from(["en", "tr"]),
            "zone": st.just("Europe/Istanbul"),
            "cursor": st.sampled_from(["0", "20"]),
        }
        if name in named:
            return named[name]
        match schema.get("format"):
            case "uuid":
                kind = next((one for one in self.ids if name.endswith(one)), None)
                return self.ids[kind] if kind else st.one_of(list(self.ids.values()))
            case "email":
                return self.addresses
            case "date" | "date-time":
                return st.sampled_from(["2027-01-11", "2027-01-11T10:00:00Z"])
            case "uri":
                return st.just("https://pad.example")
        return self.words.filter(lambda one: len(one) >= schema.get("minLength", 0))

    def request(self, route: str, document: Spec) -> st.SearchStrategy[Spec]:
        """Path, query and body for `METHOD /path`."""
        method, path = route.split(" ", 1)
        operation = document["paths"][path][method.lower()]
        where: dict[str, dict[str, Any]] = {"path": {}, "query": {}}
        needed: dict[str, Any] = {}
        for one in operation.get("parameters", ()):
            if one["in"] in where:
                value = self.value(one["schema"], document, one["name"])
                must = one.get("required") and one["in"] == "query"
                (needed if must else where[one["in"]])[one["name"]] = value
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return st.fixed_dictionaries(
            {
                "route": st.just(route),
                "path": st.fixed_dictionaries(where["path"]),
                "query": st.fixed_dictionaries(needed, optional=where["query"]),
                "body": self.value(schema, document) if schema else st.none(),
            }
        )
