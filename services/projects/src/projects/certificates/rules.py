"""When a certificate is earned, and codes that people can read aloud. Pure."""

import secrets
from typing import Final, Literal

Kind = Literal["project", "participation"]

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS: Final = 3
_PER_GROUP: Final = 4
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def needed_contributions(checkpoints_announced: int) -> int:
    """Two things carried; one where the project lasted no longer than its first checkpoint."""
    return 2 if checkpoints_announced >= 2 else 1


def share_is_done(contributions: int, checkpoints_announced: int) -> bool:
    """Whether somebody did their share: reports, milestones and the result count, each once."""
    return contributions >= needed_contributions(checkpoints_announced)


def earned(
    *, present: bool, published: bool, over: bool, contributions: int, checkpoints_announced: int
) -> Kind | None:
    """Everybody present when the result is published; else whoever did their share, once it is over.

    `over`: the cohort is closed or the last partner is lost. For somebody who left or handed the
    seat over it is over then. A lost partner, or a reason to go, costs nobody the certificate;
    somebody who left without doing their share gets none.
    """
    if present and published:
        return "project"
    if (over or not present) and share_is_done(contributions, checkpoints_announced):
        return "participation"
    return None


def better(new: Kind, old: str) -> bool:
    return new == "project" and old == "participation"


def new_code() -> str:
    """Twelve characters of 60 random bits, without letters that look like digits: K7QM-2V9X-HD4T."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_PER_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def read_code(typed: str) -> str | None:
    """A code as somebody typed it from paper, or None if it cannot be one."""
    bare = typed.upper().translate(_READ_AS)
    if len(bare) != _GROUPS * _PER_GROUP or any(letter not in _ALPHABET for letter in bare):
        return None
    return "-".join(bare[at : at + _PER_GROUP] for at in range(0, len(bare), _PER_GROUP))
