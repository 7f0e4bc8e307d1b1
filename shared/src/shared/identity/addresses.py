"""E-mail addresses: when two spellings are one mailbox, and how mail servers want them written."""

import unicodedata
from string import ascii_lowercase, ascii_uppercase
from typing import Annotated, Any, Final

import idna
from pydantic import BeforeValidator, EmailStr, Field

LONGEST: Final = 320
_ASCII_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)


def address_key(address: str) -> str:
    """Return the key under which an address is looked up.

    The local part is composed (NFC) with ASCII letters lowered, and nothing else: mail servers keep
    all other letters apart. The domain is its IDNA 2008 A-label, so `weiß` and `weiss` differ. Look up
    by the key, but write to the address that is stored with the person. A text that is no address
    keeps its own spelling, which no address shares.
    """
    local, label = _parts(address)
    if label is None:
        return _composed(address).translate(_ASCII_LOWER)
    return f"{local.translate(_ASCII_LOWER)}@{label}"


def mailable(address: str) -> str:
    """Return the address with its domain as A-label, the form in which mail servers look it up.

    Python's own codec follows IDNA 2003 and writes to another domain.
    """
    local, label = _parts(address)
    return address if label is None else f"{local}@{label}"


def readable(address: str) -> str:
    """Return the address with its domain in its own script, for people to read."""
    local, label = _parts(address)
    return address if label is None else f"{local}@{idna.decode(label)}"


def _composed(address: str) -> str:
    return unicodedata.normalize("NFC", address.strip())


def _parts(address: str) -> tuple[str, str | None]:
    """The local part, and the domain as A-label. No label: this is no address.

    Only capitals are mapped. A mapping that also takes `ſ` for `s` would read one domain and mean
    another, so such letters are refused, as IDNA 2008 does.
    """
    local, _, domain = _composed(address).rpartition("@")
    # Letter by letter: as a word, capital sigma at the end would become another letter.
    domain = "".join(letter.lower() for letter in domain.removesuffix("."))
    try:
        label = idna.encode(domain, std3_rules=True).decode()
    except UnicodeError:
        return local, None
    return local, label if local else None


def _of_a_domain(address: Any) -> Any:
    if isinstance(address, str) and _parts(address)[1] is None:
        raise ValueError("value is not a valid email address")
    return address


Email = Annotated[EmailStr, Field(max_length=LONGEST), BeforeValidator(_of_a_domain)]
"""An address in a request. Every service takes addresses through this type."""
