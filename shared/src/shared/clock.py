"""Business time. Everything the programme promises is due by this clock, never by SQL now()."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path


class _Clock:
    """Real time plus an offset that all processes of one machine read from one small file."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.travelled = timedelta()
        self._read_at = -1
        self._from_file = timedelta()

    @property
    def stamp(self) -> tuple[int, timedelta]:
        return self._read_at, self.travelled

    def offset(self) -> timedelta:
        if self.file is None:
            return self.travelled
        try:
            changed_at = os.stat(self.file).st_mtime_ns
        except FileNotFoundError:
            return self.travelled
        if changed_at != self._read_at:
            content = json.loads(self.file.read_text())
            self._from_file = timedelta(seconds=float(content["offset_seconds"]))
            self._read_at = changed_at
        return self._from_file + self.travelled


_clock = _Clock()


def use_file(path: Path | None) -> None:
    """Follow the offset in this file. Only for demos and tests on one machine."""
    _clock.file = path


def now() -> datetime:
    """Business time, aware, in UTC."""
    return datetime.now(UTC) + _clock.offset()


def today() -> date:
    """The date in UTC by business time."""
    return now().date()


def earliest_today() -> date:
    """The date on the clock that is furthest behind: a day before it is over for everybody."""
    return (now() - timedelta(hours=12)).date()


def real_now() -> datetime:
    """Wall-clock time: for sessions, tokens, leases and the relay, which no simulation may bend."""
    return datetime.now(UTC)


def offset() -> timedelta:
    """How far business time is from real time."""
    return _clock.offset()


def stamp() -> object:
    """Differs when somebody moved the clock, or touched its file to have due work looked for now."""
    _clock.offset()
    return _clock.stamp


@contextmanager
def travelled(by: timedelta) -> Iterator[None]:
    """Inside the block business time is shifted, on top of the file. For tests."""
    _clock.travelled += by
    try:
        yield
    finally:
        _clock.travelled -= by
