"""Names of roles, in the reader's language."""

from web.i18n import N_, gettext

ROLES = {
    "programme_lead": N_("Programme lead"),
    "tutor": N_("Tutor"),
    "mentor": N_("Mentor"),
    "moderator": N_("Moderator"),
    "safeguarding_officer": N_("Safeguarding officer"),
    "evaluator": N_("Evaluator (reads only)"),
    "operator": N_("Operator"),
}


def role_names() -> dict[str, str]:
    return {role: gettext(name) for role, name in ROLES.items()}
