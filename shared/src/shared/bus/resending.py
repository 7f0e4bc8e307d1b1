"""Which events are sent again: each once as a requester advances, and a measured part once more.

A request is ten bytes and an answer is a copy of thousands of events in the stream, so what one
requester may cause is bounded, whatever it asks for.
"""

from dataclasses import dataclass
from time import monotonic

WINDOW = 2000
"""Events sent again for one request. Whoever misses more reads them first, and asks on."""
AT_ONCE = 20_000
"""Events that a requester may have a second time at once …"""
PER_SECOND = 200
"""… and so many per second afterwards."""


@dataclass
class _Requester:
    wanted: int | None = None
    reached: int = 0
    """The last number that it was sent again: what lies beyond costs nothing."""
    allowance: float = AT_ONCE
    counted_at: float = 0.0

    def may_have(self, start: int, stop: int, now: float) -> bool:
        grown = self.allowance + (now - self.counted_at) * PER_SECOND
        self.allowance, self.counted_at = min(grown, AT_ONCE), now
        return self.allowance >= self._twice(start, stop)

    def has(self, start: int, stop: int) -> None:
        self.allowance -= self._twice(start, stop)
        self.reached = max(self.reached, stop - 1)

    def _twice(self, start: int, stop: int) -> int:
        return max(0, min(stop, self.reached + 1) - start)


class Requests:
    """What the consumers of one producer ask for, one wish each, and the window that answers."""

    def __init__(self) -> None:
        self._requesters: dict[str, _Requester] = {}
        self._under_way = range(0)
        """The window that is being sent: it answers every request for one of its numbers."""

    def ask(self, who: str, number: int) -> bool:
        """Note the lowest number that somebody misses. False when it is on its way."""
        if number < 1 or number in self._under_way:
            return False
        self._requesters.setdefault(who, _Requester(counted_at=monotonic())).wanted = number
        return True

    @property
    def waiting(self) -> bool:
        return any(one.wanted is not None for one in self._requesters.values())

    def next_window(self, last: int) -> range:
        """The numbers to send now; empty when nobody wants, or may have, any of them."""
        now = monotonic()
        for one in self._requesters.values():
            if one.wanted is not None and one.wanted > last:
                one.wanted = None
        wishes = [(one.wanted, one) for one in self._requesters.values() if one.wanted is not None]
        for start, one in sorted(wishes, key=lambda wish: wish[0]):
            stop = min(start + WINDOW, last + 1)
            if one.may_have(start, stop, now):
                return range(start, stop)
        return range(0)

    def begin(self, window: range) -> None:
        """Whoever waits for one of these numbers is answered with them."""
        self._under_way = window

    def sent(self, start: int, stop: int) -> None:
        """So far the window has been sent; those who asked for it go on behind it."""
        for one in self._requesters.values():
            if one.wanted is not None and start <= one.wanted < stop:
                one.has(one.wanted, stop)
                one.wanted = stop if stop < self._under_way.stop else None

    def end(self) -> None:
        """Done, or broken off: then what was not sent is still wanted."""
        self._under_way = range(0)
