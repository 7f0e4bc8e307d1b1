"""Pure rules: how addresses and names compare."""

import unicodedata


def address_key(email: str) -> str:
    """Two spellings of one mailbox are one account: case never matters, nor composition."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def search_key(text: str) -> str:
    """A name without case and accents, so that `Ilgın` is found by `ilgin` and `ILGIN`."""
    # Decomposed before and after: some letters fold only as the plain letter they stand for.
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "i"))
    folded = unicodedata.normalize("NFKD", decomposed.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(plain.split())
