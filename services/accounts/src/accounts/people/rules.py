"""Pure rules: how names compare."""

import unicodedata


def search_key(text: str) -> str:
    """A name without case and accents, so that `Ilgın` is found by `ilgin` and `ILGIN`."""
    # Decomposed before and after: some letters fold only as the plain letter they stand for.
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "i"))
    folded = unicodedata.normalize("NFKD", decomposed.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(plain.split())
