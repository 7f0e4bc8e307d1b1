"""Requests and responses of erasure."""

from uuid import UUID

from shared.http import Output


class ErasureAccepted(Output):
    erasure_id: UUID
