"""Why a service said no, in the reader's words: one sentence per problem type or field message."""

import re

from web.i18n import N_, gettext

SENTENCES: dict[str, str] = {
    "needs at least 5 different words": N_(
        "Write a full sentence with at least 5 different words."
    ),
    "repeats the example": N_("This repeats your example. Write what they can do next."),
    "stale-version": N_(
        "Someone saved a newer version. Your words are still here. Compare them, then save again."
    ),
    "invitation-already-answered": N_("This invitation has already been answered."),
    "wrong-credentials": N_("Incorrect address or password. Try again or reset the password."),
    "second-factor-required": N_("Enter the six digits from your authenticator app."),
    "renamed-too-often": N_("You have changed your name too often. Please try again tomorrow."),
    "too-many-attempts": N_("That was tried too often. Please wait a little and try again."),
    "wrong-code": N_("This code is not right, or was used already. Wait for the next one."),
    "wrong-password": N_("Incorrect password. Try again or reset it."),
    "step-up-required": N_("Enter your password to continue."),
    "link-not-valid": N_("This link has been used already or has expired."),
    "last-operator": N_("Somebody has to stay operator: give the role to somebody else first."),
    "already-verified": N_("You are recognised as a teacher already."),
    "already-decided": N_("Somebody else has decided on this meanwhile."),
    "second-factor-exists": N_("You have a second factor already. Remove it first."),
    "second-factor-not-started": N_("Start setting up the second factor first."),
    "rate-limited": N_("That was tried too often. Please wait a minute and try again."),
    "too-many-requests": N_("That was tried too often. Please wait a minute and try again."),
    "forbidden": N_("Your role does not allow this."),
    "not-verified": N_("Contact opens as soon as our staff have confirmed that you are a teacher."),
    "idempotency-key-reused": N_(
        "This form was already sent with other content. Please check the page and send it again."
    ),
    "too-many-open-invitations": N_(
        "You have 3 open invitations, the maximum. Withdraw one to send another."
    ),
    "invitation-already-open": N_("One of you has already invited the other."),
    "already-declined": N_("This class has declined your invitation. Others may fit as well."),
    "asked-lately": N_("You asked this class less than a week ago. Please give them time."),
    "not-admissible": N_("You two cannot be partners in this cohort."),
    "other-not-verified": N_("This teacher is still being confirmed. Please try again later."),
    "contact-frozen": N_("Contact is paused for one of you. Our safeguarding officer knows why."),
    "contact-limit": N_("You have written to others very often today. Continue tomorrow."),
    "daily-limit": N_("You have done this very often today. Continue tomorrow."),
    "enrolment-not-free": N_("One of your classes has a partner already."),
    "cohort-over": N_("This cohort is closed. Nothing begins in it any more."),
    "partnering-over": N_("This cohort no longer looks for partners."),
    "cohort-not-open": N_("This cohort cannot be joined now."),
    "already-joined": N_("This class is already in the cohort."),
    "partnership-still-open": N_(
        "Leave the partnership first. Then we can find your partner a new one."
    ),
    "handshake-over": N_("The time to confirm is over."),
    "partnership-over": N_("This partnership is over. You can read its room, but not write."),
    "nothing-to-leave": N_("Answer the confirmation instead of leaving."),
    "run-at-work": N_("A matching run is already at work in this cohort."),
    "question-replaced": N_("You asked for another price meanwhile. Only the newest is answered."),
    "still-answering": N_(
        "Your earlier requests are still being answered. Try again in 5 seconds."
    ),
    "too-many-questions": N_("Others are asking for prices now. Try again in one minute."),
    "run-not-ready": N_("This matching has changed. Reload the page and try again."),
    "own-partnership": N_("Nobody decides about their own partnership."),
    "report-already-resolved": N_("This report is already resolved."),
    "contact-already-frozen": N_("Contact is already frozen."),
    "contact-not-frozen": N_("Contact is not frozen."),
    "proposal-outdated": N_("This page has changed. Reload it and try again."),
    "nothing-proposed": N_("Nobody fits yet. Look again later."),
    "nothing-to-part": N_("Contact between these partners is no longer paused."),
    "rescue-decided": N_("This case is already decided."),
    "meeting-off": N_("This meeting does not take place any more."),
    "meeting-is-yours": N_("Withdraw your own meeting instead."),
    "meeting-not-accepted": N_("Decline a meeting that you have not accepted."),
    "meeting-over": N_("This meeting has already begun."),
    "class-is-partnered": N_(
        "There your partners would all be in your own country: hand your seat over, or leave."
    ),
    "proposal-already-decided": N_("Somebody else has decided on this meanwhile."),
    "too-many-proposals": N_("Several of your entries still wait for staff. Please wait for them."),
    "holiday-changed": N_("Somebody else has changed this holiday. Reload the page and try again."),
    "region-exists": N_("A region of this name exists. Tick “Merge” to join both."),
    "calendar-changed-since": N_("This calendar was changed again. Undo the newer change first."),
    "change-undone": N_("This change is already undone."),
    "own-entry": N_("Somebody else confirms what you have entered yourself."),
    "nothing-to-hand-over": N_("Only a confirmed partnership can be handed over."),
    "offer-already-open": N_("You have offered this seat already. Withdraw that offer first."),
    "offer-already-answered": N_("This offer is already answered."),
    "offer-over": N_("This seat is no longer to be had."),
    "too-many-searches": N_("Five searches are saved already. Remove one first."),
    "same-teacher": N_("Two classes of one teacher are never partners."),
    "contact-blocked": N_(
        "You and one of these teachers have no contact. Course staff can help you to continue."
    ),
    "situation-changed": N_(
        "Something has changed since the preview. Read the new preview below, then decide again."
    ),
    "too-late-to-undo": N_("An advance can be taken back for 24 hours; that time is over."),
    "nothing-to-undo": N_("There is no advance to take back."),
    "phase-not-next": N_("The cohort cannot go there from where it is now."),
    "too-many-held": N_("So many partnerships would stay behind that this is no advance yet."),
    "nobody-follows": N_("Nobody who was held back can follow now."),
    "not-held": N_("This partnership does not go on after its cohort."),
    "nothing-asked": N_("Nobody asks for anything here any more."),
    "slug-taken": N_("Another cohort has this short name."),
    "week-not-open": N_("This week has not opened yet."),
    "course-completed": N_("This course is completed and stays so."),
    "course-closed": N_("This cohort is closed."),
    "plan-approved": N_("The plan is approved: it is carried out now, not rewritten."),
    "plan-changed": N_(
        "The partners handed in a newer version, shown here. Read it before you decide."
    ),
    "plan-not-submitted": N_("The plan is not submitted, so there is nothing to decide."),
    "review-already-given": N_("This review has been given already."),
    "nobody-asked": N_("The course has not begun, or is over."),
    "project-not-open": N_("This project has not begun yet."),
    "cohort-closed": N_("This cohort is closed. You can no longer change its board."),
    "checkpoint-too-early": N_("You can write a progress report from 2 weeks before its day."),
    "no-help-asked": N_("This report does not ask for help."),
    "too-many-milestones": N_("A project has at most 40 milestones."),
    "milestone-of-the-plan": N_("This milestone belongs to the approved plan."),
    "milestone-reached": N_("Open this milestone again before you remove it."),
    "result-submitted": N_("Course staff are looking at this result. Take it back to change it."),
    "result-already-submitted": N_("This result is already submitted."),
    "result-changed": N_(
        "The partners handed in a newer version, shown here. Read it before you decide."
    ),
    "result-not-submitted": N_("This result is not with course staff now."),
    "result-not-published": N_("This result is not in the showcase."),
    "consent-not-attested": N_("People are shown, and consent is not attested."),
    "certificate-exists": N_("This teacher has a certificate already."),
}
"""By problem type. Rooms add theirs here; an unknown type shows the service's own words."""

MESSAGES: tuple[str, ...] = (
    N_("Field required"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be a valid date or datetime, input is too short"),
    N_("String should have at least 1 character"),
    N_("value is not a valid email address"),
    N_("is below the youngest age"),
    N_("this phase has begun"),
    N_("is taken"),
    N_("attest that consent exists for everybody shown, or show nobody"),
    N_("must not be below the youngest age"),
    N_("must end after it starts"),
    N_("must be a multiple of five minutes"),
    N_("must be an address that begins with https://"),
    N_("contains characters that do not belong in an address"),
    N_("contains characters that cannot be shown"),
)
"""Field messages that services send; listed so that translators meet them."""

ALIASES = {
    "must be one line": N_("Write it on one line."),
    "contains no letter": N_("Write the name with letters."),
    "must not contain an internet address": N_(
        "Leave internet addresses out of the name. Put a space after a full stop."
    ),
    "contains signs that are not written in names": N_("Write the name with letters."),
    "contains too many digits": N_("Leave telephone numbers out of your name."),
    "contains too many stacked marks": N_("Use fewer marks above and below a letter."),
    "Field required": N_("This is needed."),
    "is still empty": N_("This is needed."),
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
    "String should have at least 1 character": N_("This is needed."),
    "String should have at least 2 characters": N_("This is needed."),
    "String should have at least 5 characters": N_("Say a little more: at least 5 characters."),
    "String should have at most 8000 characters": N_("This is too long: 8,000 characters fit."),
    "lies in the past": N_("This day is over. Choose a later one."),
    "must be in the future": N_("This day is over. Choose a later one."),
    "is more than a year ahead": N_("This day is more than a year away. Choose an earlier one."),
    "is for a teacher whose partner is gone": N_(
        "Only a teacher whose partner is gone can finish alone."
    ),
    "is needed": N_("Choose a day."),
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
    "Input should be greater than or equal to 3": N_("Write an age from 3 to 20 years."),
    "Input should be less than or equal to 20": N_("Write an age from 3 to 20 years."),
    "Input should be a valid date or datetime, input is too short": N_("Choose a date."),
    "Input should be a valid integer, unable to parse string as an integer": N_(
        "Write a whole number, such as 24."
    ),
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
        N_("Write a number from %(num)s upwards."),
    ),
    (
        re.compile(r"Input should be less than or equal to (?P<num>\d+)"),
        N_("Write a number up to %(num)s."),
    ),
    (re.compile(r"Input should be '.*"), N_("Choose one of the answers.")),
    (
        re.compile(r"Input should be a valid (?:string|integer|boolean|UUID|time|date).*"),
        N_("This is needed."),
    ),
    (re.compile(r"String should match pattern.*"), N_("This does not have the right form.")),
)
"""What a schema says of many fields alike."""


def sentence(words: str) -> str:
    """What to show for a problem type or a message."""
    if not words:
        return ""
    words = words.removeprefix("Value error, ")
    known = SENTENCES.get(words) or ALIASES.get(words)
    if known is None and words.startswith("value is not a valid email address"):
        known = N_("Write an e-mail address, such as name@school.org.")
    if known is None:
        for pattern, message in PATTERNS:
            if found := pattern.fullmatch(words):
                return gettext(message) % found.groupdict()
    return gettext(known or words)
