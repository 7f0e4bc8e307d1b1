"""Requests and responses about blocking."""

from uuid import UUID

from shared.http import Input, Output


class NewBlock(Input):
    enrolment_id: UUID


class BlockedPerson(Output):
    id: UUID
    name: str
