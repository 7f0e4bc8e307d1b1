"""Routers whose operation ids are the names of their actions."""

from enum import Enum

from fastapi import APIRouter
from fastapi.routing import APIRoute


def _operation_id(route: APIRoute) -> str:
    return route.name


def router(room: str) -> APIRouter:
    """The routes of one feature room, below `/v1`."""
    tags: list[str | Enum] = [room]
    return APIRouter(prefix="/v1", tags=tags, generate_unique_id_function=_operation_id)
