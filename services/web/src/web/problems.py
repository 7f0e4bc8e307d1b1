"""Why a service said no, in the reader's words: one sentence per problem type or field message."""

from web.i18n import N_, gettext

SENTENCES: dict[str, str] = {
    "stale-version": N_(
        "Somebody saved this before you. Your text is still here: compare it with the newer version, then save again."
    ),
    "invitation-already-answered": N_("This invitation has already been answered."),
    "wrong-credentials": N_("The address or the password is not right."),
    "second-factor-required": N_("Enter the six digits from your authenticator app."),
    "too-many-attempts": N_("That was tried too often. Please wait a little and try again."),
    "address-not-confirmed": N_(
        "Please confirm your address first: open the link in the mail that we sent you."
    ),
    "wrong-code": N_("This code is not right, or was used already. Wait for the next one."),
    "wrong-password": N_("The password is not right."),
    "link-not-valid": N_("This link has been used already or has expired."),
    "last-operator": N_("Somebody has to stay operator: give the role to somebody else first."),
    "already-verified": N_("You are recognised as a teacher already."),
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
        "Three of your invitations still wait for an answer. Withdraw one, or wait: each is answered within seven days."
    ),
    "invitation-already-open": N_("One of you has already invited the other."),
    "not-admissible": N_("You two cannot be partners in this cohort."),
    "other-not-verified": N_("This teacher is still being confirmed. Please try again later."),
    "contact-frozen": N_("Contact is paused for one of you. Our safeguarding officer knows why."),
    "enrolment-not-free": N_("One of your classes has a partner already."),
    "partnering-over": N_("This cohort no longer looks for partners."),
    "cohort-not-open": N_("This cohort cannot be joined now."),
    "already-joined": N_("This class is already in the cohort."),
    "partnership-still-open": N_(
        "Leave the partnership first, so that your partner is not left alone."
    ),
    "class-is-partnered": N_("This class has a partner and cannot move to another country."),
}
"""By problem type. Rooms add theirs here; an unknown type shows the service's own words."""

MESSAGES: tuple[str, ...] = (
    N_("Field required"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be a valid date or datetime, input is too short"),
    N_("String should have at least 1 character"),
    N_("value is not a valid email address"),
)
"""Field messages that services send; listed so that translators meet them."""

ALIASES = {
    "Field required": N_("This is needed."),
    "String should have at least 1 character": N_("This is needed."),
    "Input should be a valid date or datetime, input is too short": N_("Choose a date."),
    "Input should be a valid integer, unable to parse string as an integer": N_(
        "Write a whole number, such as 24."
    ),
}


def sentence(words: str) -> str:
    """What to show for a problem type or a message."""
    if not words:
        return ""
    known = SENTENCES.get(words) or ALIASES.get(words)
    if known is None and words.startswith("value is not a valid email address"):
        known = N_("Write an e-mail address, such as name@school.org.")
    return gettext(known or words)
