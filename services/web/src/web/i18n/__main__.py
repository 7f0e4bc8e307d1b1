"""`python -m web.i18n extract | update | compile | check`: the catalogues of the pages."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from shared import voice
from web.i18n import DOMAIN, FOLDER, LANGUAGES
from web.i18n.check import findings

PACKAGE = Path(__file__).parent.parent
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
METHODS = [("**/locale/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {
    "**.html": {"extensions": "jinja2.ext.do", "newstyle_gettext": "true", "silent": "false"}
}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "N_": None,
    "marked": None,
}


def collected() -> Catalog:
    """Every marked sentence in code and templates."""
    catalogue = Catalog(project="Meridian", domain=DOMAIN, charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(PACKAGE), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalogue


def extract() -> None:
    """Writes the list of sentences. Line numbers are left out: they only make noise in reviews."""
    FOLDER.mkdir(exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(
            file, collected(), width=100, include_lineno=False, sort_output=True, omit_header=True
        )


def _po(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def update() -> None:
    """Brings every language up to the list; new sentences are empty, gone ones go."""
    for language in LANGUAGES:
        if language == "en":
            continue
        path = _po(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language, domain=DOMAIN)
        else:
            catalogue = Catalog(locale=language, project="Meridian", domain=DOMAIN, fuzzy=False)
        catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, include_lineno=False, sort_output=True)


def compile_all() -> None:
    """Writes the binary catalogues, which load quicker; without them the texts are read directly."""
    for language in LANGUAGES:
        path = _po(language)
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language, domain=DOMAIN)
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)


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
    """Fails on bare text, unsafe markup, unknown icons, missing translations and avoided words."""
    problems = findings()
    for language in LANGUAGES:
        problems += voice.findings(language, said(language))
    for language in LANGUAGES:
        if language != "en":
            problems += [
                f"{language}: not translated: {text[:80]!r}" for text in untranslated(language)
            ]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def main() -> int:
    """The command line."""
    commands = {"extract": extract, "update": update, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.stderr.write(f"usage: python -m web.i18n {' | '.join(commands)}\n")
        return 2
    return commands[sys.argv[1]]() or 0


if __name__ == "__main__":
    sys.exit(main())
