"""The process in which a file from outside is read: bounded in time and memory, whatever it holds."""

from __future__ import annotations

import asyncio
import re
import resource
import sys
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from partnering.calendars.reading.ics import read_ics
from partnering.calendars.reading.letters import Spelling, spellings
from partnering.calendars.reading.rows import Defaults, Reading
from partnering.calendars.reading.tables import read_table
from partnering.calendars.reading.text import UnreadableError, decoded, unfolded

SECONDS = 12.0
_MEMORY = 1 << 30
AT_ONCE = 2
"""Files that are read at the same time; the next ones wait their turn."""


class TookTooLongError(Exception):
    """The file could not be read within its time or memory."""


@dataclass(frozen=True)
class File:
    """A file with what the person said about it: its bytes in base64, or its text."""

    defaults: Defaults
    text: str = ""
    content: str = ""
    format: Literal["table", "ics"] | None = None
    encoding: str = ""
    """How the letters are meant, when a person was asked."""


@dataclass
class Read:
    """What was read. `unreadable` is why the file as a whole is no text.

    `spellings` are how its letters may be meant, while only a person can say; nothing is read then.
    """

    reading: Reading
    text: str = ""
    encoding: str = ""
    unreadable: str = ""
    spellings: list[Spelling] = field(default_factory=list)


_FILE: TypeAdapter[File] = TypeAdapter(File)
_READ: TypeAdapter[Read] = TypeAdapter(Read)
_WEB_PAGE = re.compile(r"\s*<(!doctype\s+html|html|head|body)\b", re.I)
_turns = asyncio.Semaphore(AT_ONCE)


def read(file: File) -> Read:
    """A calendar file says so in its first line; everything else is a table."""
    try:
        text, encoding = file.text, "utf-8"
        if file.content:
            content, country = unfolded(b64decode(file.content)), file.defaults.country
            text, encoding = decoded(content, country, file.encoding)
            if not file.encoding and (asked := spellings(content, country)):
                return Read(Reading(), encoding=encoding, spellings=asked)
    except UnreadableError as error:
        return Read(Reading(), unreadable=error.code)
    if "\n" not in text:
        text = text.replace("\r", "\n")  # As old Macs, and their spreadsheets, end lines.
    if _WEB_PAGE.match(text):
        reading = Reading()
        reading.refuse(1, "web-page")
        return Read(reading, text, encoding)
    is_calendar = file.format == "ics" or (
        file.format is None and text.lstrip("\ufeff \r\n\t")[:15].upper() == "BEGIN:VCALENDAR"
    )
    reading = (read_ics if is_calendar else read_table)(text, file.defaults)
    return Read(reading, text, encoding)


async def read_in_child(file: File) -> Read:
    """Read a file in a process of its own, which is ended when it takes too long."""
    async with _turns:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "partnering.calendars.reading.child",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            told = process.communicate(_FILE.dump_json(file))
            answer, _errors = await asyncio.wait_for(told, SECONDS)
        except TimeoutError as error:
            raise TookTooLongError from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0:
        raise TookTooLongError
    return _READ.validate_json(answer)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    file = _FILE.validate_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(_READ.dump_json(read(file)))


if __name__ == "__main__":
    main()
