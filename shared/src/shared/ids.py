"""Identifiers: UUIDv7 (RFC 9562), so that ids sort by the time they were made."""

import secrets
import time
from uuid import UUID

_sequence: list[int] = [0, 0]


def new_id() -> UUID:
    """A UUIDv7 whose first 48 bits are milliseconds; within one process ids strictly increase."""
    now_ms = time.time_ns() // 1_000_000
    last_ms, counter = _sequence
    if now_ms > last_ms:
        last_ms, counter = now_ms, secrets.randbelow(1 << 11)
    else:
        counter += 1
        if counter >> 12:
            last_ms, counter = last_ms + 1, 0
    _sequence[:] = [last_ms, counter]
    value = last_ms << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
