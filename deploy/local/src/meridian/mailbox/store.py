"""The caught messages, in one SQLite file so that they survive a restart."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from meridian.mailbox.search import parse

SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    cc TEXT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    raw BLOB NOT NULL
);
"""
SUMMARY = "position, id, created, raw"


class Store:
    """Every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + SCHEMA
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._connection:
            yield self._connection

    def add(self, raw: bytes, envelope_to: Sequence[str]) -> str:
        """Keep one message. Somebody only in the envelope received it as a blind copy."""
        message = read(raw)
        named = f"{message.get('to', '')} {message.get('cc', '')}".lower()
        blind = [address for address in envelope_to if address.lower() not in named]
        row = {
            "id": uuid4().hex,
            "created": datetime.now(UTC).isoformat(),
            "sender": str(message.get("from", "")).lower(),
            "recipients": " ".join([str(message.get("to", "")), *blind]).lower(),
            "cc": str(message.get("cc", "")).lower(),
            "subject": str(message.get("subject", "")).lower(),
            "words": text_of(message, "plain").lower(),
            "raw": raw,
        }
        with self._open() as connection:
            columns = ", ".join(row)
            marks = ", ".join("?" for _ in row)
            connection.execute(
                f"INSERT INTO messages ({columns}) VALUES ({marks})",  # noqa: S608
                list(row.values()),
            )
        return row["id"]  # type: ignore[return-value]

    def search(self, query: str, start: int, limit: int) -> tuple[int, list[sqlite3.Row]]:
        """How many messages fit the query, and one page of them, newest first."""
        where, values = parse(query)
        with self._open() as connection:
            connection.row_factory = sqlite3.Row
            (total,) = connection.execute(
                f"SELECT count(*) FROM messages WHERE {where}",  # noqa: S608
                values,
            ).fetchone()
            rows = connection.execute(
                f"SELECT {SUMMARY} FROM messages WHERE {where}"  # noqa: S608
                " ORDER BY position DESC LIMIT ? OFFSET ?",
                [*values, limit, start],
            ).fetchall()
        return int(total), rows

    def get(self, message_id: str) -> sqlite3.Row | None:
        """One message; `latest` is the newest."""
        where = "1 OR id = ?" if message_id == "latest" else "id = ?"
        with self._open() as connection:
            connection.row_factory = sqlite3.Row
            row = connection.execute(
                f"SELECT {SUMMARY} FROM messages WHERE {where} ORDER BY position DESC LIMIT 1",  # noqa: S608
                [message_id],
            ).fetchone()
        return cast("sqlite3.Row | None", row)

    def delete(self, ids: Sequence[str] | None) -> None:
        """Delete these messages, or all."""
        with self._open() as connection:
            if ids is None:
                connection.execute("DELETE FROM messages")
            else:
                connection.executemany("DELETE FROM messages WHERE id = ?", [(i,) for i in ids])

    def delete_found(self, query: str) -> None:
        where, values = parse(query)
        with self._open() as connection:
            connection.execute(f"DELETE FROM messages WHERE {where}", values)  # noqa: S608


def read(raw: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(raw)


def text_of(message: EmailMessage, subtype: str) -> str:
    """The body as plain text or HTML, empty where there is none."""
    part: Any = message.get_body(preferencelist=(subtype,))
    return str(part.get_content()) if part is not None else ""
