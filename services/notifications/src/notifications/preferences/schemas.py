"""Preferences as they are read and written."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from shared.http import Input, Output

Email = Literal["at_once", "digest", "never"]
Digest = Literal["daily", "weekly"]


class KindChoice(Output):
    kind: str
    label: str
    topic: str
    topic_label: str
    inbox: bool
    email: Email
    inbox_fixed: bool
    """True where somebody waits for an answer: such a kind cannot leave the inbox."""


class Preferences(Output):
    quiet: bool
    quiet_from: time
    quiet_to: time
    digest: Digest
    kinds: list[KindChoice]


class KindChoiceRequest(Input):
    kind: Annotated[str, Field(max_length=60)]
    inbox: bool
    email: Email


class PreferencesRequest(Input):
    quiet: bool
    quiet_from: time
    quiet_to: time
    digest: Digest
    kinds: Annotated[list[KindChoiceRequest], Field(max_length=500)]
