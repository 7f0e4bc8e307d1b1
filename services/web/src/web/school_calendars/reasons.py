"""Why a line of a file was left out, in the reader's words."""

from typing import Any

from web.i18n import N_, gettext

REASONS = {
    "calendar-broken": N_("The calendar file cannot be read from here on. Export it again."),
    "cancelled": N_("This event is cancelled."),
    "country-unknown": N_("%(value)s is no country code. Write codes such as TR."),
    "columns": N_("No column is named starts_on. Name the columns starts_on, ends_on and name."),
    "ends-first": N_("The last day is before the first day."),
    "event-broken": N_("This event has no readable date."),
    "no-country": N_("No country is given. Choose it above, or add a column named country."),
    "no-date": N_("The first day is missing."),
    "no-days": N_("Every day of this event is cancelled or taken out."),
    "no-events": N_("This calendar file has no events."),
    "no-lines": N_("The table has only its first line. Add the holidays below it."),
    "no-such-day": N_("%(value)s is not a day of the calendar."),
    "not-a-date": N_("%(value)s is not a date such as 2026-12-21."),
    "other-type": N_("The type is %(value)s. Only School and Public are holidays."),
    "repeats-broken": N_("The rule by which this event repeats cannot be read."),
    "repeats-end-first": N_("This event repeats until %(value)s, which is before its first day."),
    "repeats-never": N_("This event repeats on a day that no year has."),
    "repeats-too-often": N_("This event repeats too often for a holiday."),
    "some-hours": N_("This event lasts some hours only (%(value)s). Holidays last whole days."),
    "table-broken": N_("The table cannot be read from here on. Check the quotation marks."),
    "too-long": N_("The holiday is longer than 120 days."),
    "too-many-rows": N_("The file has too many rows. Split it into smaller files."),
    "took-too-long": N_("Reading this event takes too long."),
    "two-digit-year": N_("%(value)s has a year of 2 digits. Write all 4."),
    "web-page": N_(
        "This is a web page, not a calendar. You may have to sign in before you download it."
    ),
    "zone-unknown": N_("The time zone %(value)s is unknown. Choose the region's time zone above."),
}


def reason(row: dict[str, Any]) -> str:
    """One sentence about a line that was left out."""
    known = REASONS.get(row["code"])
    return gettext(known, value=row["value"]) if known else str(row["why"])
