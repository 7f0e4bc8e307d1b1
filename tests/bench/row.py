"""One figure of `make bench`."""

from typing import Any, TypedDict


class Row(TypedDict):
    name: str
    """area.figure"""
    value: Any
    unit: str
    goal: Any
    holds: bool | None
    """None: a figure without a goal, for comparison."""


def at_most(name: str, value: float, unit: str, goal: float) -> Row:
    return Row(name=name, value=value, unit=unit, goal=goal, holds=value <= goal)
