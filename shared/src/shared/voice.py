"""Words that no page and no mail says, per language, and what is said in their place.

Both catalogues are checked for them: an English sentence is its own key, a translation stands
beside it. The list grows with each word that a reader did not understand.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

Avoided = tuple[tuple[str, str], ...]
"""A pattern over one sentence, in any case, and the words to use instead."""

ENGLISH: Avoided = (
    (r"stands? (here|there|in the showcase)|role rests|goes quiet", "who does what"),
    (r"\bwhoever\b|\bthose who\b|\bone's\b", "you, or the teacher who"),
    (r"\bat no cost\b|\bkind no\b|\bevery answer is (fine|a good one)\b", "the plain fact"),
    (r"^go on$|^look( and answer| again)?$|^look (at|into|for|further|without)\b", "verb + object"),
    (r"what you wish for|\bstill in\b|must stop|would step in", "continue, have to stop"),
    (r"done your part|^it waits for\b|has been silent", "Done. Waiting for …"),
    (r"that was not possible|this is needed|is not right|have changed meanwhile", "what to do"),
    (r"input should be|unable to parse|string should", "a sentence of field_messages"),
    (r"\bin trouble\b|\bto watch\b|^watch$|^going well$", "On track, Needs attention, At risk"),
    (r"\bsolve[ds]?\b|\bsolver\b|\bsolving\b", "run the matching again"),
    (r"does not know it yet|one of a circle|an odd number\.", "the plain fact"),
    (r"do exactly this|is tried once more|still to take in|open all handshakes", "verb + object"),
    (r"\bhandshakes?\b", "confirmation"),
    (r"\bseats?\b", "place in a cohort, class in a partnership"),
    (r"\bleft alone\b|\bstays? alone\b|\bstranded\b", "without a partner"),
    (r"\brescues?\b|\brepairs?\b", "finding a new partner"),
    (r"\binsists?\b", "must-have"),
    (
        r"\bhand(ed|ing|s)? (it |them |this |the \w+ )?in\b|with a note\b",
        "submit, changes requested",
    ),
    (r"\bcheckpoints?\b", "progress report"),
    (r"\bevidence\b", "pupils' work, or proof"),
    (r"\brecogni[sz]", "verified"),
    (r"\battest", "confirm the written consent"),
    (r"\bfr(ee|o)ze", "pause contact"),
    (r"\bdry run\b", "preview"),
    (r"\b(second )?factor\b", "two-step verification"),
    (r"\bdigests?\b", "summary email"),
    (r"\berase", "delete account"),
    (r"\bparked\b|\bset aside\b|\bgiven? up\b", "failed event, discard"),
    (r"\byou two\b", "you, or you both"),
    (r"\bclicks?\b|\btaps?\b", "select, or the name of the button"),
    (r"\be-mail", "email"),
    (r"\w(n't|'ll|'ve|'re)\b|\bit's\b", "the full words"),
    (r"!", "a full stop"),
)
TURKISH: Avoided = (
    (r"hâlâ (var|orada) mı|\bvar mısınız", "devam edecek misiniz"),
    (r"olduğunuza bakıyor|sizi tanıyınca", "öğretmen olduğunuzu doğruluyor"),
    (r"yoklama", "sorumuza yanıt vermeyenler"),
    (r"\bşimdiki kadar\b|\bdilek|\bdilemek", "tercih"),
    (r"\bgru[bp]", "dönem"),
    (r"\bşu kişi|\bşuranın|\bşunun\b|\bşunu\b", "the sentence rebuilt"),
    (r"burada durur|e-postanızda durur|burada ve .* durur", "görürsünüz"),
    (r"%\(…\)[sd]['’]", "no suffix on a placeholder"),
    (r"\bikinci (bir )?faktör", "iki adımlı doğrulama"),
    (r"teslim e[dt]", "göndermek"),
    (r"\bişletmen|\boperatör", "sistem yöneticisi"),
    (r"\bsözcük|\böteki|\bpartner\b", "kelime, diğer, ortak"),
    (r"\btık(la|lama)\w*|\bdokunuş", "düğmenin adı"),
    (r"yeniden çöz|\bçözücü|\bçözülemedi", "eşleştirmeyi yeniden çalıştırın"),
    (r"!", "nokta"),
)
AVOIDED = {"en": ENGLISH, "tr": TURKISH}


def findings(language: str, sentences: Iterable[str]) -> list[str]:
    """Which of these sentences say what is avoided, with what to say instead."""
    avoided = [(re.compile(pattern, re.IGNORECASE), say) for pattern, say in AVOIDED[language]]
    return [
        f"{language}: {found[0]!r} in {sentence[:70]!r}: say {say}"
        for sentence in sentences
        for pattern, say in avoided
        if (found := pattern.search(re.sub(r"%\(\w+\)[sd]", "%(…)s", sentence)))
    ]


def sentences(messages: Iterable[Any], language: str) -> Iterator[str]:
    """What a catalogue's messages say, plural forms each: English is the key itself."""
    for message in messages:
        words = message.id if language == "en" else message.string
        yield from [words] if isinstance(words, str) else words or ()
