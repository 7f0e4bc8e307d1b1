"""Names of roles and of what is recorded, in the reader's language."""

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
RECORDED = {
    "verify_teacher": N_("Recognised as a teacher"),
    "refuse_teacher": N_("Not recognised as a teacher"),
    "grant_role": N_("Role granted"),
    "revoke_role": N_("Role taken back"),
    "issue_sign_in_code": N_("Sign-in code made"),
    "make_sign_in_link": N_("Sign-in link made"),
    "create_person": N_("Account made by the operator"),
    "reset_second_factor": N_("Second factor reset"),
    "export_own_data": N_("Own data exported"),
    "request_erasure": N_("Erasure requested"),
    "complete_erasure": N_("Erasure complete"),
}


def role_names() -> dict[str, str]:
    return {role: gettext(name) for role, name in ROLES.items()}


def action_names() -> dict[str, str]:
    return {action: gettext(name) for action, name in RECORDED.items()}
