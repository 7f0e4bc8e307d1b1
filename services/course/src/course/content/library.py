"""The course content that comes with Meridian, read from the files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "tr")
_FOLDER: Final = Path(__file__).parent / "four_weeks"


@dataclass(frozen=True)
class LibraryText:
    title: str
    body: str


@dataclass(frozen=True)
class LibraryStep:
    key: str
    kind: str
    minutes: int
    texts: Mapping[str, LibraryText]


@dataclass(frozen=True)
class LibraryWeek:
    key: str
    texts: Mapping[str, LibraryText]
    steps: tuple[LibraryStep, ...]


def _text(language: str, key: str) -> LibraryText:
    heading, _, body = (_FOLDER / language / f"{key}.md").read_text("utf-8").partition("\n")
    return LibraryText(heading.removeprefix("# ").strip(), body.strip())


def _texts(key: str) -> dict[str, LibraryText]:
    return {language: _text(language, key) for language in LANGUAGES}


def _four_weeks() -> tuple[LibraryWeek, ...]:
    outline = tomllib.loads((_FOLDER / "outline.toml").read_text("utf-8"))
    return tuple(
        LibraryWeek(
            week["key"],
            _texts(week["key"]),
            tuple(
                LibraryStep(step["key"], step["kind"], step["minutes"], _texts(step["key"]))
                for step in week["steps"]
            ),
        )
        for week in outline["weeks"]
    )


FOUR_WEEKS: Final = _four_weeks()
