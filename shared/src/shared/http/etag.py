"""Versions of things people edit together: ETag out, If-Match in."""

import re
from typing import Annotated

from fastapi import Depends, Header

from shared.http.problems import Problem

_VERSION = re.compile(r'^(?:W/)?"(\d{1,9})"$')


def etag(version: int) -> str:
    return f'"{version}"'


async def _if_match(if_match: Annotated[str | None, Header(max_length=100)] = None) -> int:
    if if_match is None:
        title = "Say which version you edit: send If-Match with the ETag you read."
        raise Problem(428, "if-match-required", title)
    found = _VERSION.match(if_match.strip())
    if found is None:
        raise Problem(412, "stale-version", "This is not a version of ours.")
    return int(found[1])


async def _if_match_given(
    if_match: Annotated[str | None, Header(max_length=100)] = None,
) -> int | None:
    return None if if_match is None else await _if_match(if_match)


IfMatch = Annotated[int, Depends(_if_match)]
"""The version the caller has read. The action compares it and raises `StaleVersion`."""
IfMatchGiven = Annotated[int | None, Depends(_if_match_given)]
"""The same for what one person alone edits: pages name the version, and a script may leave it out."""
