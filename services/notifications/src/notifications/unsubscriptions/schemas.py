"""Request and response of stopping a kind of mail."""

from typing import Annotated

from pydantic import Field

from shared.http import Input, Output


class UnsubscriptionRequest(Input):
    key: Annotated[str, Field(max_length=200)]


class Unsubscribed(Output):
    kind: str
    label: str
