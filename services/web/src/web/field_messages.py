"""What is wrong with one field, in the reader's words: one sentence per message of a schema or rule."""

import re

from web.i18n import N_, gettext

ALIASES = {
    "is below the youngest age": N_("The oldest pupils are younger than the youngest."),
    "must not be below the youngest age": N_("The oldest pupils are younger than the youngest."),
    "must not be less than the youngest age": N_(
        "The oldest pupils are younger than the youngest."
    ),
    "this phase has begun": N_("This phase has begun, so its day can no longer change."),
    "is taken": N_("This name is taken. Choose another one."),
    "attest that consent exists for everybody shown, or show nobody": N_(
        "Confirm the written consent of everybody shown, or show nobody."
    ),
    "must end after it starts": N_("Enter an end that is after the start."),
    "must be a multiple of five minutes": N_("Enter times in steps of 5 minutes, such as 14:35."),
    "must be an address that begins with https://": N_(
        "Enter the whole address of a page. It begins with https://"
    ),
    "contains characters that do not belong in an address": N_(
        "Remove the characters that do not belong in an address."
    ),
    "contains characters that cannot be shown": N_("Remove the characters that cannot be shown."),
    "an operator serves all cohorts": N_("An operator works for all cohorts. Name no cohort."),
    "is your own address": N_("This is your own address. Enter another one."),
    "is your own": N_("This is your own class. Choose another one."),
    "names a language twice": N_("You named one language twice. Remove one of the two."),
    "stay both without a partner: lock them together instead": N_(
        "Both stay without a partner. Lock them together instead."
    ),
    "are together already": N_("These two are already together. Choose others."),
    "names no holiday": N_("Enter at least one holiday."),
    "does not fit this section": N_("Check this section. Something in it has another form."),
    "must be one line": N_("Write it on one line."),
    "contains no letter": N_("Write the name with letters."),
    "must not contain an internet address": N_(
        "Leave internet addresses out of the name. Put a space after a full stop."
    ),
    "contains signs that are not written in names": N_("Write the name with letters."),
    "contains too many digits": N_("Leave telephone numbers out of your name."),
    "belongs to the programme and its staff": N_(
        "This name belongs to our staff. Enter your own first name and surname."
    ),
    "contains too many stacked marks": N_("Use fewer marks above and below a letter."),
    "insists on countries but names none": N_(
        "Choose the countries above, or do not make them a must-have."
    ),
    "say how many pupils took part": N_("Say how many pupils took part."),
    "String should have at least 20 characters": N_("Say a little more: at least 20 characters."),
    "String should have at least 10 characters": N_("Say a little more: at least 10 characters."),
    "String should have at least 3 characters": N_("At least 3 characters."),
    "must come after partnering_starts_on": N_(
        "The course cannot start before partners are found."
    ),
    "must come after course_starts_on": N_("The project comes after the course."),
    "must come after project_starts_on": N_("The end comes after the start of the project."),
    "String should have at least 5 characters": N_("Say a little more: at least 5 characters."),
    "String should have at most 8000 characters": N_("This is too long: 8,000 characters fit."),
    "lies in the past": N_("This day is over. Choose a later one."),
    "must be in the future": N_("This day is over. Choose a later one."),
    "is more than a year ahead": N_("This day is more than a year away. Choose an earlier one."),
    "is for a teacher whose partner is gone": N_(
        "Only a teacher whose partner is gone can finish alone."
    ),
    "lies too far ahead": N_("This day is more than 3 years away. Choose an earlier one."),
    "must not end before it starts": N_("The last day is before the first day."),
    "lasts longer than any school holiday": N_("Holidays last at most 120 days."),
    "must lie between 2000 and 2099": N_("Enter a day between 2000 and 2099."),
    "another holiday starts on this day": N_("Another holiday starts on this day."),
    "somebody else has changed this": N_("Somebody else has changed this. Reload the page."),
    "there is a region of this name": N_(
        "A region of this name exists. Tick “Merge” to join both."
    ),
    "a whole country has no name to change": N_("The calendar of a whole country has no name."),
    "is a workbook: save it as CSV": N_("This is a workbook. Save it as CSV and choose that file."),
    "is a PDF: save its dates as CSV": N_("This is a PDF. Save its dates as CSV, or paste them."),
    "is not a text file": N_("This is not a text file. Save it as CSV or as iCalendar."),
    "takes too long to read": N_("Reading this file takes too long. Remove its repeating events."),
    "enter at least one holiday": N_("Enter at least one holiday."),
    "two holidays start on the same day": N_("2 holidays start on the same day."),
    "the youngest pupils cannot be older than the oldest": N_(
        "The youngest pupils cannot be older than the oldest."
    ),
    "Input should be greater than or equal to 3": N_("Enter an age from 3 to 20 years."),
    "Input should be less than or equal to 20": N_("Enter an age from 3 to 20 years."),
}


PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?:String|Value) should have at most (?P<num>\d+) characters?"),
        N_("This is too long: at most %(num)s characters fit."),
    ),
    (
        re.compile(r"(?:String|Value) should have at least (?P<num>\d+) characters?"),
        N_("Say a little more: at least %(num)s characters."),
    ),
    (
        re.compile(r"List should have at most (?P<num>\d+) items?.*"),
        N_("Choose at most %(num)s."),
    ),
    (
        re.compile(r"is at night for (?P<names>.+)"),
        N_("This hour is at night for %(names)s. Choose another, or propose it anyway."),
    ),
    (
        re.compile(r"is on a holiday for (?P<names>.+)"),
        N_("This is a school holiday of %(names)s. Choose another day, or propose it anyway."),
    ),
    (re.compile(r"List should have at least 1 item.*"), N_("Choose at least one.")),
    (
        re.compile(r"Input should be greater than or equal to (?P<num>\d+)"),
        N_("Enter a number from %(num)s upwards."),
    ),
    (
        re.compile(r"Input should be less than or equal to (?P<num>\d+)"),
        N_("Enter a number up to %(num)s."),
    ),
    (re.compile(r"is not a time such as .*"), N_("Enter a time, for example 14:30.")),
    (
        re.compile(r"Input should be '.*|is not (?:an?|one of) .*"),
        N_("Choose one of the answers."),
    ),
    (
        re.compile(r"Input should be a valid (?:integer|number).*"),
        N_("Enter a whole number, for example 24."),
    ),
    (
        re.compile(r"Input should be a valid date.*"),
        N_("Enter a day, for example 2026-12-21."),
    ),
    (
        re.compile(r"Input should be .*time.*"),
        N_("Enter a time, for example 14:30."),
    ),
    (re.compile(r"Input should be a valid .*"), N_("Choose one of the answers.")),
    (re.compile(r"String should match pattern.*"), N_("This does not have the right form.")),
)
"""What a schema says of many fields alike."""

WITHOUT_ANSWER = re.compile(
    r"Field required|is still empty|is needed|value is not a valid email address.*"
    r"|is not an? .*|is not one of .*|Input should be .*|(?:String|Value|List) should have at least .*"
)
"""What services say of a field without an answer. Of a wrong answer they say some of it, too."""


def asks_for_an_answer(words: str) -> bool:
    """Whether a field that was left empty gets this message because it was left empty."""
    return WITHOUT_ANSWER.fullmatch(words.removeprefix("Value error, ")) is not None


def field_sentence(words: str) -> str:
    """What to show for the message of a service; "" for one that has no sentence."""
    if known := ALIASES.get(words):
        return gettext(known)
    if words.startswith("value is not a valid email address"):
        return gettext("Enter an email address, for example name@school.org.")
    for pattern, message in PATTERNS:
        if found := pattern.fullmatch(words):
            return gettext(message) % found.groupdict()
    return ""
