"""Whether a name poses as the programme or its staff, also in letters that only look alike.

The look-alikes are those of Unicode's confusables (UTS #39, `confusables.txt`) that stand for letters of
the words below: capitals and small letters of Greek and Cyrillic, small capitals, Cherokee and Lisu.
"""

import re
import unicodedata
from typing import Final

_LOOKS_LIKE: Final = {
    "a": "аαɑᴀᎪꓮ4@", "b": "вьβʙᏴꓐ", "c": "сᴄᏟꓚ", "d": "ԁδđᴅᎠꓓ", "e": "еεᴇᎬꓰ3", "f": "ꜰꓝ",
    "g": "ɡɢᏀꓖ", "h": "һнʜᎻꓧ", "i": "іιıɪꓲ1|!", "j": "јᴊᎫꓙ", "k": "кκᴋᏦꓗ", "l": "ӏłʟᏞꓡ",
    "m": "мμᴍᎷꓟ", "n": "пηνɴոꓠ", "o": "оοσօøᴏꓳ0", "p": "рρᴘᏢꓑ", "r": "гʀᎡᏒꓣ", "s": "ѕꜱᏚꓢ5$",
    "t": "тτᴛᎢꓔ", "u": "սᴜꓴ", "x": "хχ", "y": "уγ", "z": "ζᴢᏃꓜ",
}  # fmt: skip
_ALIKE: Final = str.maketrans(
    {sign: letter for letter, signs in _LOOKS_LIKE.items() for sign in signs}
)
_NEVER: Final = ("meridian", "moderator", "moderatör", "administrator", "yönetici")
"""Words that stand in nobody's name."""
_NOT_ALONE: Final = (
    *_NEVER, "admin", "staff", "team", "support", "help", "helpdesk", "official", "mentor", "tutor",
    "safeguarding", "officer", "operator", "course", "programme", "program", "security", "system",
    "destek", "ekip", "ekibi", "kurs", "programı", "yardım", "resmi", "eğitmen", "koordinatör",
    "güvenlik", "görevlisi", "sistem", "yöneticisi",
)  # fmt: skip
"""Words that may stand in a name, such as Mentor in Albanian, as long as something else does."""


def skeleton(text: str) -> str:
    """The letters as they look: without case, marks, signs and spaces between words."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    shown = "".join(c for c in plain if unicodedata.category(c)[0] != "M").translate(_ALIKE)
    letters = "".join(c if c.isalpha() else " " for c in shown)
    # An l looks like an i, and rn like an m.
    return " ".join(letters.replace("l", "i").replace("rn", "m").split())


_NEVER_SHOWN: Final = frozenset(skeleton(word) for word in _NEVER)
_ONLY_SUCH: Final = re.compile("(?:" + "|".join(skeleton(word) for word in _NOT_ALONE) + ")+")
_SPACED: Final = re.compile(r"(?<=\b\w) (?=\w\b)")
"""Between letters that stand apart: `M e r i d i a n`."""


def poses_as_staff(name: str) -> bool:
    """Whether a reader takes this name for the programme's own or for an office in it."""
    words = _SPACED.sub("", skeleton(name))
    return bool(_NEVER_SHOWN & set(words.split())) or bool(
        _ONLY_SUCH.fullmatch(words.replace(" ", ""))
    )
