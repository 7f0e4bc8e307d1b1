"""The words of mails in the reader's language, from the catalogues in `accounts/locale`."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "locale"
DOMAIN = "accounts"


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a BCP 47 tag, or of its main language; English is the source text."""
    for name in (language.replace("-", "_"), language.partition("-")[0]):
        file = LOCALE / name / "LC_MESSAGES" / f"{DOMAIN}.po"
        if name.replace("_", "").isalnum() and file.is_file():
            # Compiled in memory: a compiled catalogue beside the source could be out of date.
            compiled = BytesIO()
            with file.open("rb") as source:
                write_mo(compiled, read_po(source, locale=name))
            compiled.seek(0)
            return GNUTranslations(compiled)
    return NullTranslations()
