"""How far the load has come, so that an interrupted one resumes where it stopped."""

import json
from pathlib import Path
from typing import Any


class Progress:
    """Small facts by name, written whole after each."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._facts: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}

    def get(self, name: str) -> Any:
        return self._facts.get(name)

    def done(self, name: str) -> bool:
        return name in self._facts

    def note(self, name: str, fact: Any = True) -> None:
        self._facts[name] = fact
        draft = self._file.with_suffix(".draft")
        draft.write_text(json.dumps(self._facts, indent=1))
        draft.replace(self._file)
