"""Why a service said no, in the reader's words: one sentence per problem type or field message."""

from web.i18n import N_, gettext

SENTENCES: dict[str, str] = {
    "stale-version": N_(
        "Somebody saved this before you. Your text is still here: compare it with the newer version, then save again."
    ),
    "invitation-already-answered": N_("This invitation has already been answered."),
    "wrong-credentials": N_("The address or the password is not right."),
    "second-factor-required": N_("Enter the six digits from your authenticator app."),
    "rate-limited": N_("That was tried too often. Please wait a minute and try again."),
    "too-many-requests": N_("That was tried too often. Please wait a minute and try again."),
    "forbidden": N_("Your role does not allow this."),
    "not-verified": N_("Contact opens as soon as our staff have confirmed that you are a teacher."),
    "idempotency-key-reused": N_(
        "This form was already sent with other content. Please check the page and send it again."
    ),
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
