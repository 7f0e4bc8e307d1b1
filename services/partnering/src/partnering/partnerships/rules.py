"""Pure rules of partnerships: who may go on together, and what to talk about first."""

from collections.abc import Sequence
from typing import Any


def may_go_on(countries: Sequence[str]) -> bool:
    """Two or three members go on as long as they still span two countries."""
    return len(countries) in (2, 3) and len(set(countries)) >= 2


def starters(
    subjects: Sequence[set[str]], topics: Sequence[set[str]], calendars_known: Sequence[bool]
) -> list[dict[str, Any]]:
    """First things to talk about, the most concrete first; at most four."""
    found: list[dict[str, Any]] = []
    if common := sorted(set.intersection(*topics)) if topics else []:
        found.append({"code": "common_topics", "values": common[:3]})
    if common := sorted(set.intersection(*subjects)) if subjects else []:
        found.append({"code": "common_subjects", "values": common[:3]})
    elif len(subjects) > 1:
        found.append({"code": "different_subjects", "values": []})
    if not all(calendars_known):
        found.append({"code": "ask_school_holidays", "values": []})
    found.append({"code": "reply_time_and_channel", "values": []})
    return found[:4]
