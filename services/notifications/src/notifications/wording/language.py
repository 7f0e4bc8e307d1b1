"""The reader's language: sentences by gettext, from catalogues that are read once."""

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES: Final = {"en": "en_GB", "tr": "tr"}
"""The languages we write, and whose conventions for dates go with each."""
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})
DOMAIN: Final = "notifications"
FOLDER: Final = Path(__file__).parent.parent / "locale"


def supported(tag: str) -> str:
    """The language we write to somebody who asked for this BCP 47 tag; English where we must."""
    language = tag.partition("-")[0].lower()
    return language if language in LOCALES else "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations of one language; a sentence without one stays English."""
    source = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not source.exists():
        return gettext.NullTranslations()
    with source.open("rb") as file:
        messages = read_po(file, locale=language, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def locale_of(language: str) -> Locale:
    return Locale.parse(LOCALES[language])
