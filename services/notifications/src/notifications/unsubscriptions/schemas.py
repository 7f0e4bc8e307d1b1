"""Request and response of stopping a kind of mail."""

from shared.http import Input, Output


class UnsubscriptionRequest(Input):
    key: str


class Unsubscribed(Output):
    kind: str
    label: str
