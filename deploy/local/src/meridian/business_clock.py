"""The business clock of one machine: an offset in one small file that all processes read."""

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from meridian.failure import Failure

UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
SPAN = re.compile(r"(?:\d+[wdhms])+")
PART = re.compile(r"(\d+)([wdhms])")


def parse_span(text: str) -> timedelta:
    """`3d`, `6h`, `1d12h`: weeks, days, hours, minutes, seconds."""
    if not SPAN.fullmatch(text):
        raise Failure(f"{text!r} is not a span of time: say for example 3d, 6h or 1d12h.")
    return sum(
        (timedelta(**{UNITS[unit]: int(count)}) for count, unit in PART.findall(text)),
        timedelta(),
    )


def create(file: Path) -> None:
    if not file.exists():
        set_offset(file, timedelta())


def offset(file: Path) -> timedelta:
    """How far business time is from real time; nothing where there is no file."""
    if not file.exists():
        return timedelta()
    return timedelta(seconds=float(json.loads(file.read_text())["offset_seconds"]))


def set_offset(file: Path, to: timedelta) -> None:
    """Replace the file whole, so that no process reads half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(json.dumps({"offset_seconds": to.total_seconds()}) + "\n")
    draft.replace(file)


def strike(file: Path) -> None:
    """Let every process look for due work at once, rather than within a second."""
    if file.exists():
        os.utime(file)


def now(file: Path) -> datetime:
    return datetime.now(UTC) + offset(file)
