"""What each security mail says. English is the source text; the words pass gettext.

A mail to an address that nobody has confirmed carries no value but its link: whoever asked for it
may be a stranger, and would write to the owner in our name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

_ = str
"""Marks a sentence for the catalogues; it is translated when the mail is written."""


@dataclass(frozen=True)
class Text:
    """Sentences with named placeholders; `link` is a path of the web client with `{token}`."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""


_NOT_YOU = _("If this was not you, reset your password at once and tell the course staff.")
_IGNORE = _("If you did not ask for this, you need do nothing: nothing changes.")

TEXTS: Mapping[str, Text] = {
    "confirm_registration": Text(
        _("Confirm your address"),
        (
            _("Hello,"),
            _(
                "Somebody, probably you, registered at Meridian with this address. Open this link "
                "to confirm the address and to choose your password:"
            ),
            "%(link)s",
            _("The link works once, for three days."),
            _IGNORE,
        ),
        "/confirm?token={token}",
    ),
    "already_registered": Text(
        _("You already have an account"),
        (
            _("Hello %(name)s,"),
            _(
                "somebody, probably you, tried to register with this address. "
                "It already has an account, so no second one was made."
            ),
            _("Sign in here, or choose a new password if you have forgotten yours:"),
            "%(link)s",
            _IGNORE,
        ),
        "/sign-in",
    ),
    "reset_password": Text(
        _("Choose a new password"),
        (
            _("Hello %(name)s,"),
            _("open this link to choose a new password:"),
            "%(link)s",
            _("The link works once, for one hour."),
            _IGNORE,
        ),
        "/reset?token={token}",
    ),
    "choose_password": Text(
        _("Your account is ready: choose a password"),
        (
            _("Hello %(name)s,"),
            _("an account was made for you. Open this link to choose its password:"),
            "%(link)s",
            _("The link works once, for one hour."),
        ),
        "/reset?token={token}",
    ),
    "confirm_email": Text(
        _("Confirm your new address"),
        (
            _("Hello,"),
            _("Open this link to use this address for your account at Meridian from now on:"),
            "%(link)s",
            _("The link works once, for three days."),
            _IGNORE,
        ),
        "/confirm?address=1&token={token}",
    ),
    "confirm_private_email": Text(
        _("Confirm your private address"),
        (
            _("Hello,"),
            _("Open this link to add this address to your account at Meridian:"),
            "%(link)s",
            _("The link works once, for three days."),
            _IGNORE,
        ),
        "/confirm?address=1&token={token}",
    ),
    "email_change_asked": Text(
        _("Your address is about to change"),
        (
            _("Hello %(name)s,"),
            _("you asked to use %(new_email)s from now on. It counts once its link is opened."),
            _NOT_YOU,
        ),
    ),
    "email_changed": Text(
        _("Your address has changed"),
        (
            _("Hello %(name)s,"),
            _("Your account now uses %(new_email)s. We no longer write to the address before it."),
            _NOT_YOU,
        ),
    ),
    "private_email_asked": Text(
        _("A private address is about to be added"),
        (
            _("Hello %(name)s,"),
            _(
                "You asked to add %(new_email)s to your account. Open the link sent there to confirm."
            ),
            _NOT_YOU,
        ),
    ),
    "private_email_added": Text(
        _("A private address was added to your account"),
        (
            _("Hello %(name)s,"),
            _("You can now sign in and ask for a new password with %(new_email)s too."),
            _NOT_YOU,
        ),
    ),
    "private_email_removed": Text(
        _("A private address was removed from your account"),
        (
            _("Hello %(name)s,"),
            _("Your account no longer uses %(old_email)s. We no longer write to that address."),
            _NOT_YOU,
        ),
    ),
    "password_changed": Text(
        _("Your password has changed"),
        (
            _("Hello %(name)s,"),
            _("your password has just been changed and other devices were signed out."),
            _NOT_YOU,
        ),
    ),
    "second_factor_added": Text(
        _("A second factor protects your account"),
        (
            _("Hello %(name)s,"),
            _(
                "from now on signing in also asks for a code of your app. Keep your recovery codes safe."
            ),
            _NOT_YOU,
        ),
    ),
    "second_factor_removed": Text(
        _("Your second factor was removed"),
        (
            _("Hello %(name)s,"),
            _("signing in no longer asks for a code of your app."),
            _NOT_YOU,
        ),
    ),
    "recovery_code_used": Text(
        _("A recovery code was used"),
        (
            _("Hello %(name)s,"),
            _("a recovery code was used to sign in. You have %(left)s left."),
            _NOT_YOU,
        ),
    ),
    "sign_in_code_issued": Text(
        _("Course staff made a sign-in code for you"),
        (
            _("Hello %(name)s,"),
            _("course staff checked who you are and made a code that signs you in once."),
            _("If you did not ask for it, tell the course staff at once."),
        ),
    ),
    "role_revoked": Text(
        _("One of your roles was taken back"),
        (
            _("Hello %(name)s,"),
            _("you no longer have this role: %(role)s."),
            _("Questions? Ask the course staff."),
        ),
    ),
    # For mails that wait while this version is installed; notifications tells of it now.
    "verification_refused": Text(
        _("Course staff could not verify you"),
        (
            _("Hello %(name)s,"),
            _(
                "course staff could not verify you as a teacher. You can read why and send new proof."
            ),
            "%(link)s",
        ),
        "/settings/verification",
    ),
    "role_granted": Text(
        _("You have a new role"),
        (
            _("Hello %(name)s,"),
            _("you were given this role: %(role)s."),
            _(
                "Turn on two-step verification in your security settings first. "
                "Without it you cannot use this role."
            ),
            "%(link)s",
        ),
        "/settings/security",
    ),
    "erasure_started": Text(
        _("We are deleting your account"),
        (
            _("Hello,"),
            _("You asked us to do this. You can no longer sign in."),
            _("We will email you when your data is deleted."),
        ),
    ),
    "erasure_completed": Text(
        _("Your account is deleted"),
        (
            _("Hello,"),
            _("We have deleted your data. This is our last email."),
            _(
                "Backups keep copies for at most 35 days. Nobody reads them. Then we delete them, too."
            ),
        ),
    ),
}

ROLE_NAMES: Mapping[str, str] = {
    "programme_lead": _("Programme lead"),
    "tutor": _("Tutor"),
    "mentor": _("Mentor"),
    "moderator": _("Moderator"),
    "safeguarding_officer": _("Safeguarding officer"),
    "evaluator": _("Evaluator"),
    "operator": _("Operator"),
}


def compose(
    template: str, translate: Callable[[str], str], values: Mapping[str, str]
) -> tuple[str, str]:
    """Subject and plain text of a mail. Values are put in after translating, and never translated."""
    text = TEXTS[template]
    spoken = dict(values)
    if "role" in spoken:
        spoken["role"] = translate(ROLE_NAMES.get(spoken["role"], spoken["role"]))
    paragraphs = [
        (part if part == "%(link)s" else translate(part)) % spoken for part in text.paragraphs
    ]
    return translate(text.subject), "\n\n".join(paragraphs) + "\n"
