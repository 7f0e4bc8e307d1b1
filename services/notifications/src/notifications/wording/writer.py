"""Turning a stored notification into words for one reader: language, names, times in their zone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time, get_timezone_location
from babel.lists import format_list

from notifications.wording.catalogue import DECLINE_REASONS
from notifications.wording.kind import Kind, Shown
from notifications.wording.kind import mark as _
from notifications.wording.language import RIGHT_TO_LEFT, catalogue, locale_of, supported

FORGOTTEN = "…"
"""In place of words whose author was erased."""


@dataclass(frozen=True)
class Known:
    """Names that values refer to by id. What is not known here is named in general words."""

    people: Mapping[UUID, str] = field(default_factory=dict)
    cohorts: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """A notification, written."""

    title: str
    body: str
    quote: str
    button: str
    by_staff: bool
    """Course staff wrote or decided it."""


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC where nobody knows it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


class Writer:
    """Writes to one reader."""

    def __init__(self, person_id: UUID, language: str, zone: str) -> None:
        self.person_id = person_id
        self.language = supported(language)
        self.zone = zone_of(zone)
        self.locale = locale_of(self.language)

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def gettext(self, text: str, /, **values: Any) -> str:
        translated = catalogue(self.language).gettext(text) if text else ""
        return translated % values if values else translated

    def ngettext(self, one: str, many: str, number: int, /, **values: Any) -> str:
        text = catalogue(self.language).ngettext(one, many, number)
        return text % {"num": number, **values}

    def write(self, kind: Kind, parameters: Mapping[str, Any], known: Known) -> Words:
        """The words of a notification. A value that an old row lacks is left out, never an error."""
        shown = {
            name: self._show(value.shown, parameters.get(value.field), known)
            for name, value in kind.values.items()
        }
        title = " ".join(self.gettext(kind.title, **shown).split())
        if title.startswith(self._stranger):
            title = title[:1].upper() + title[1:]
        quote = shown.get(kind.quote, "") if kind.quote else ""
        return Words(
            title=title,
            body=self.gettext(kind.body, **shown).strip(),
            quote="" if quote == FORGOTTEN else quote,
            button=self.gettext(kind.button),
            by_staff=kind.by_staff,
        )

    def moment(self, at: datetime) -> str:
        """“Tuesday, 24 November 2026, 18:00 (Istanbul time)”, in the reader's zone."""
        local = at.astimezone(self.zone)
        day = format_date(local, "full", locale=self.locale)
        hour = format_time(local, "HH:mm", locale=self.locale)
        return self.gettext(
            _("%(day)s, %(hour)s (%(place)s time)"), day=day, hour=hour, place=self.place
        )

    def day(self, on: date) -> str:
        """“Tuesday, 24 November 2026”."""
        return format_date(on, "full", locale=self.locale)

    @property
    def place(self) -> str:
        """The city that stands for the reader's zone, in the reader's language."""
        try:
            return get_timezone_location(self.zone, locale=self.locale, return_city=True)
        except LookupError:
            return self.zone.key.rsplit("/", 1)[-1].replace("_", " ")

    def _show(self, shown: Shown, value: Any, known: Known) -> str:
        if value is None:
            return ""
        match shown:
            case Shown.PERSON:
                return self._names([value], known)
            case Shown.PARTNERS:
                others = [one for one in value if UUID(one) != self.person_id]
                return self._names(others, known)
            case Shown.COHORT:
                return known.cohorts.get(UUID(value)) or self.gettext(_("your cohort"))
            case Shown.MOMENT:
                return self.moment(datetime.fromisoformat(value))
            case Shown.DAY:
                return self.day(date.fromisoformat(value))
            case Shown.DECLINE_REASON:
                return self.gettext(DECLINE_REASONS.get(value, ""))
            case Shown.WORDS:
                return str(value) or FORGOTTEN
            case Shown.WORDS_BY_LANGUAGE:
                return str(
                    value.get(self.language) or value.get("en") or next(iter(value.values()))
                )

    def _names(self, ids: Iterable[str], known: Known) -> str:
        names = [known.people.get(UUID(one)) or self._stranger for one in ids]
        return format_list(names, locale=self.locale) if names else self._stranger

    @property
    def _stranger(self) -> str:
        """Somebody whose name is unknown or forgotten."""
        return self.gettext(_("a colleague"))


def people_in(kind: Kind, parameters: Mapping[str, Any]) -> set[UUID]:
    """Whose names the words of this notification need."""
    found: set[UUID] = set()
    for value in kind.values.values():
        stored = parameters.get(value.field)
        if stored and value.shown is Shown.PERSON:
            found.add(UUID(stored))
        elif stored and value.shown is Shown.PARTNERS:
            found.update(UUID(one) for one in stored)
    return found


def cohorts_in(kind: Kind, parameters: Mapping[str, Any]) -> set[UUID]:
    """Whose titles the words of this notification need."""
    return {
        UUID(parameters[value.field])
        for value in kind.values.values()
        if value.shown is Shown.COHORT and parameters.get(value.field)
    }
