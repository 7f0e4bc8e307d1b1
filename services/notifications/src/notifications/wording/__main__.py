"""`python -m notifications.wording update | check`: the catalogues of inbox and mails."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from notifications.wording.language import DOMAIN, FOLDER, LOCALES
from shared import voice

PACKAGE = Path(__file__).parent.parent
METHODS = [
    ("**/locale/**", "ignore"),
    ("**.py", "python"),
    ("**.html", "jinja2"),
    ("**.txt", "jinja2"),
]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "mark": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """Every marked sentence in code and templates."""
    catalogue = Catalog(project="Meridian", domain=DOMAIN, charset="utf-8", fuzzy=False)
    found = extract_from_dir(str(PACKAGE), METHODS, keywords=KEYWORDS)
    for file, _line, message, _comments, context in sorted(found, key=lambda entry: entry[:2]):
        catalogue.add(message, None, [(file, 0)], context=context)
    return catalogue


def _po(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def update() -> int:
    """Bring every language up to the list; new sentences are empty, gone ones go."""
    for language in LOCALES:
        if language == "en":
            continue
        path = _po(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog(locale=language, project="Meridian", domain=DOMAIN, fuzzy=False)
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language, domain=DOMAIN)
        catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, include_lineno=False, sort_output=True)
    return 0


def untranslated(language: str) -> list[str]:
    """Sentences that this language still lacks."""
    path = _po(language)
    if not path.exists():
        return ["the whole catalogue"]
    with path.open("rb") as file:
        have = read_po(file, locale=language, domain=DOMAIN)
    missing = []
    for message in collected():
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        known = have.get(key)
        # What is marked fuzzy is not compiled, and so not shown.
        strings = known.string if known and not known.fuzzy else ""
        if not strings or (isinstance(strings, tuple | list) and not all(strings)):
            missing.append(str(key))
    return missing


def said(language: str) -> Iterator[str]:
    """Every sentence of this language: English is the key, a translation stands beside it."""
    if language == "en":
        messages = list(collected())
    else:
        with _po(language).open("rb") as file:
            messages = list(read_po(file, locale=language, domain=DOMAIN))
    yield from voice.sentences(messages, language)


def check() -> int:
    """Exit code 1 while a language lacks a sentence, or says what voice avoids."""
    problems = [
        finding for language in LOCALES for finding in voice.findings(language, said(language))
    ]
    problems += [
        f"{language}: not translated: {text[:80]!r}"
        for language in LOCALES
        if language != "en"
        for text in untranslated(language)
    ]
    for line in problems:
        sys.stderr.write(f"{line}\n")
    return 1 if problems else 0


def main() -> int:
    """The command line."""
    commands = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.stderr.write(f"usage: python -m notifications.wording {' | '.join(commands)}\n")
        return 2
    return commands[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
