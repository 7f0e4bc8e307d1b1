"""What differs between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

_SENTENCES = re.compile(r"[^.!?…\n]*(?:[.!?…]+\s*|\n\s*)|[^.!?…\n]+")
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
"""A word takes the space behind it along, so that a changed sentence is one stretch."""
MOST_PIECES = 8_000
"""Beyond this, the whole text counts as changed. Comparing costs the product of both lengths,
bit by bit: some ten milliseconds at this size, whatever the words are."""

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Difference:
    """A stretch of text that both versions have, or one of them."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> list[Difference]:
    """The two texts as stretches, in reading order.

    Sentences that stand in both stay whole; only those between them are compared word by word, so
    that a word as common as "the" does not tie two sentences together that have nothing in common.
    """
    found: list[Difference] = []
    for kind, old, new in _compared(_SENTENCES.findall(before), _SENTENCES.findall(after)):
        if kind == "same":
            _add(found, "same", old)
            continue
        for one, fewer, more in _compared(_WORDS.findall(old), _WORDS.findall(new)):
            if one == "same":
                _add(found, "same", fewer)
            else:
                _add(found, "removed", fewer)
                _add(found, "added", more)
    return found


def _compared(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Literal["same", "changed"], str, str]]:
    """Stretches of both, in order: the same ones, and what stands in each between them."""
    if max(len(old), len(new)) > MOST_PIECES:
        old, new = ["".join(old)], ["".join(new)]
    a = b = 0
    for step in Indel.opcodes(old, new):
        if step.tag != "equal":
            continue
        if a < step.src_start or b < step.dest_start:
            yield "changed", "".join(old[a : step.src_start]), "".join(new[b : step.dest_start])
        yield "same", "".join(old[step.src_start : step.src_end]), ""
        a, b = step.src_end, step.dest_end
    if a < len(old) or b < len(new):
        yield "changed", "".join(old[a:]), "".join(new[b:])


def _add(found: list[Difference], kind: Kind, text: str) -> None:
    """Append a stretch; one of the kind of the last goes on with it."""
    if found and found[-1].kind == kind:
        text = found.pop().text + text
    if text:
        found.append(Difference(kind, text))
