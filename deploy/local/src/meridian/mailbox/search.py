"""The search words of the mailbox: `to:`, `from:`, `cc:`, `subject:` and plain words, all of which must fit."""

import shlex

COLUMNS = {"to": "recipients", "from": "sender", "cc": "cc", "subject": "subject"}
EVERYWHERE = ("recipients", "sender", "subject", "words")


def _pattern(word: str) -> str:
    escaped = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _split(query: str) -> list[str]:
    try:
        return shlex.split(query)
    except ValueError:
        # An apostrophe that opens nothing is a letter.
        return query.split()


def parse(query: str) -> tuple[str, list[str]]:
    """A WHERE clause and its values."""
    clauses, values = ["1 = 1"], []
    for word in _split(query):
        prefix, colon, rest = word.partition(":")
        column = COLUMNS.get(prefix.lower()) if colon else None
        columns = (column,) if column else EVERYWHERE
        clauses.append("(" + " OR ".join(f"{name} LIKE ? ESCAPE '\\'" for name in columns) + ")")
        values += [_pattern(rest if column else word)] * len(columns)
    return " AND ".join(clauses), values
