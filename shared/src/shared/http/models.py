"""Pydantic bases: strict about what comes in, explicit about what goes out."""

import re
import unicodedata
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationInfo, field_validator

# Control characters other than tab and line ends; bidirectional overrides and isolates; zero-width
# characters that only hide things; letters drawn as nothing. Joiners stay: Persian, Hindi and emoji
# need them. Tags hide whole sentences; only the flags of England, Scotland and Wales are made of them.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\u200b\u2060\u180e\ufeff\ufff9-\ufffb"
    "\u115f\u1160\u3164\uffa0\u2800\ud800-\udfff]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_MANY_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{5,}")


def clean_text(text: str) -> str:
    """Composed (NFC), without surrounding space. Refuses what cannot be read or only deceives."""
    text = unicodedata.normalize("NFC", text).strip()
    if _REFUSED.search(text):
        raise ValueError("contains characters that cannot be shown")
    if _MANY_MARKS.search(text):
        raise ValueError("contains too many stacked marks")
    if not any(unicodedata.category(c)[0] in "LNPS" for c in text):
        # What looks empty is empty: a field that must be filled in is not.
        return ""
    return _LINE_ENDS.sub("\n", text)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


class Input(BaseModel):
    """A request body: unknown fields are refused, words are cleaned, numbers are finite."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _words(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields.get(info.field_name or "")
        if field is not None and SecretStr in (field.annotation, *_arguments(field.annotation)):
            return value
        return _clean(value)


def _arguments(annotation: Any) -> tuple[Any, ...]:
    return tuple(getattr(annotation, "__args__", ()))


class Output(BaseModel):
    """A response body, listed field by field so that nothing leaks by accident."""

    model_config = ConfigDict(from_attributes=True)
