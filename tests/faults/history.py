"""What clients asked and what they were told: a file that is only ever appended to."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

from .judgement import Command


class History:
    """Written while the load runs; read again from the file by whoever judges."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: TextIO = path.open("w")
        self._began = time.monotonic()
        self.answered = 0
        self.longest_wait = 0.0
        self.trouble: Counter[str] = Counter()
        """Attempts without an answer, and answers 503."""
        self.rooms: set[str] = set()
        """The partnerships in which somebody acted."""

    @property
    def unavailable(self) -> int:
        return self.trouble["503"]

    @property
    def unreached(self) -> int:
        return self.trouble["unreached"]

    def ask(self, mark: str, kind: str, lane: str) -> None:
        self._note(ask=mark, kind=kind, lane=lane)

    def answer(self, mark: str, status: int, attempts: int, waited: float, text: str = "") -> None:
        """`status` 0: the client gave up without an answer."""
        self.answered += 1
        self.longest_wait = max(self.longest_wait, waited)
        more = {"text": text} if text else {}
        self._note(answer=mark, status=status, attempts=attempts, waited=round(waited, 3), **more)

    def fault(self, what: str, **more: Any) -> None:
        self._note(fault=what, **more)

    def _note(self, **line: Any) -> None:
        line["at"] = round(time.monotonic() - self._began, 3)
        self._file.write(json.dumps(line) + "\n")

    def close(self) -> None:
        self._file.close()

    def summary(self) -> str:
        return (
            f"{self.answered} commands answered; {self.unavailable} answers 503, "
            f"{self.unreached} connections refused or cut; longest wait {self.longest_wait:.1f} s"
        )


def commands(path: Path) -> list[Command]:
    """The commands of a history, in the order in which they were asked."""
    found: dict[str, Command] = {}
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        if "ask" in entry:
            found[entry["ask"]] = Command(entry["ask"], entry["kind"], entry["lane"])
        elif "answer" in entry:
            one = found[entry["answer"]]
            one.attempts = entry["attempts"]
            one.outcome = _outcome(entry["status"])
            one.answer = f"{entry['status']} {entry.get('text', '')}".strip()
    return list(found.values())


def _outcome(status: int) -> Any:
    if status == 0:
        return "open"
    return "done" if 200 <= status < 300 else "refused"
