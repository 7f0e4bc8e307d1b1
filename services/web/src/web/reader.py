"""Who reads the page in hand: language, zone, theme, and the nonce of this answer."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from secrets import token_urlsafe


@dataclass
class Reader:
    """Facts that every template, date and sentence of one request depends on."""

    language: str = "en"
    zone: str = "UTC"
    theme: str = "auto"
    path: str = "/"
    nonce: str = field(default_factory=lambda: token_urlsafe(16))
    ids: int = 0
    person: str = ""
    """The mark of the signed-in person, which comes back with every form; "" for visitors."""
    news: bool = False
    """Whether something unread waits in the inbox."""
    marks: int = 0
    """How much Markdown this answer has shown so far."""

    def next_id(self) -> str:
        """An id that is unique within the page."""
        self.ids += 1
        return f"m{self.ids}"


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def reader() -> Reader:
    """The reader of the request in hand; a plain English one outside of requests."""
    found = _reader.get()
    if found is None:
        found = Reader()
        _reader.set(found)
    return found


def read_as(new: Reader) -> Reader:
    """Make `new` the reader of the request in hand."""
    _reader.set(new)
    return new
