"""The reader's language: sentences by gettext, from catalogues that are read once."""

import gettext as standard
import io
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from web.reader import reader

LANGUAGES = {"en": "English", "tr": "Türkçe"}
"""Languages of the pages, each named in itself."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
LOCALES = {"en": "en_GB", "tr": "tr"}
"""Which conventions for dates and numbers go with a language."""
DOMAIN = "web"
FOLDER = Path(__file__).parent.parent / "locale"


@cache
def catalogue(language: str) -> standard.NullTranslations:
    """The translations of one language; missing sentences stay English."""
    source = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = source.with_suffix(".mo")
    if not source.exists():
        return standard.NullTranslations()
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return standard.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    with source.open("rb") as file:
        messages = read_po(file, locale=language, domain=DOMAIN)
    binary = io.BytesIO()
    write_mo(binary, messages)
    binary.seek(0)
    return standard.GNUTranslations(binary)


def gettext(message: str, /, **values: Any) -> str:
    """The sentence in the reader's language, with named values filled in."""
    text = catalogue(reader().language).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """The sentence in the form that its number asks for; `%(num)s` is the number."""
    text = catalogue(reader().language).ngettext(one, many, number)
    return text % {"num": number, **values}


def marked(message: str) -> str:
    """Marks a sentence for translation that is shown later, through `gettext`."""
    return message


_ = gettext
N_ = marked


def best_language(accepted: str) -> str:
    """The first language of an Accept-Language header that we speak, else English."""
    wishes: list[tuple[float, str]] = []
    for part in accepted[:200].split(","):
        tag, _sep, weight = part.strip().partition(";q=")
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        wishes.append((-quality, tag.split("-")[0].lower()))
    return next(
        (tag for _quality, tag in sorted(wishes, key=lambda w: w[0]) if tag in LANGUAGES), "en"
    )
