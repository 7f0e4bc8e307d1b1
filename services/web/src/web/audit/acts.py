"""What each recorded act is called, by the service that records it."""

from typing import Final

from web.i18n import N_

EVERYWHERE: Final = {
    "retry_parked": N_("Retried a failed event"),
    "discard_parked": N_("Discarded a failed event"),
}
ACTS: Final[dict[str, dict[str, str]]] = {
    "accounts": {
        "verify_teacher": N_("Verified a teacher"),
        "refuse_teacher": N_("Refused to verify a teacher"),
        "grant_role": N_("Granted a role"),
        "revoke_role": N_("Took a role back"),
        "issue_sign_in_code": N_("Made a sign-in code"),
        "make_sign_in_link": N_("Made a sign-in link"),
        "create_person": N_("Created an account"),
        "reset_second_factor": N_("Reset two-step verification"),
        "export_own_data": N_("Exported their own data"),
        "request_erasure": N_("Asked to delete their account"),
        "complete_erasure": N_("All data of an account was deleted"),
    },
    "partnering": {
        "start_run": N_("Started a matching"),
        "solve_again": N_("Ran a matching again"),
        "cancel_run": N_("Cancelled a matching"),
        "lock_match": N_("Kept teachers together in a matching"),
        "forbid_match": N_("Kept teachers apart in a matching"),
        "swap_in_run": N_("Swapped teachers in a matching"),
        "take_back_decision": N_("Took back a decision in a matching"),
        "publish_run": N_("Published a matching"),
        "propose_rescue": N_("Looked for a new partner again"),
        "apply_rescue": N_("Gave a teacher a new partner"),
        "part_partners": N_("Parted partners between whom contact is paused"),
        "transfer_partnership": N_("Moved a partnership to another cohort"),
        "close_rescue": N_("Closed a case of a teacher without a partner"),
        "decide_seat": N_("Decided on handing a class over to a colleague"),
        "resolve_report": N_("Decided on a report"),
        "freeze_contact": N_("Paused the contact of a teacher"),
        "release_contact": N_("Allowed the contact of a teacher again"),
        "edit_calendar": N_("Changed a school calendar"),
        "delete_calendar": N_("Deleted a school calendar"),
        "declare_year": N_("Declared a school year complete or incomplete"),
        "rename_region": N_("Renamed or merged a region"),
        "undo_calendar_change": N_("Undid a change of a school calendar"),
        "import_calendars": N_("Imported school calendars"),
        "accept_calendar_proposal": N_("Accepted the holidays that a teacher entered"),
        "refuse_calendar_proposal": N_("Refused the holidays that a teacher entered"),
    },
    "course": {
        "create_cohort": N_("Created a cohort"),
        "change_cohort": N_("Changed a cohort"),
        "advance_cohort": N_("Changed the phase of a cohort"),
        "undo_advance": N_("Undid a change of phase"),
        "decide_extension": N_("Decided how a partnership goes on after the close"),
        "decline_extension": N_("Declined a request for more time"),
        "edit_step": N_("Edited a step of the course"),
        "approve_plan": N_("Approved a project plan"),
        "return_plan": N_("Asked for changes to a project plan"),
        "give_review": N_("Reviewed a project plan"),
    },
    "projects": {
        "answer_call_for_help": N_("Answered a call for help"),
        "publish_result": N_("Published a project result"),
        "return_result": N_("Asked for changes to a project result"),
        "withdraw_result": N_("Took a project result out of the showcase"),
        "grant_certificate": N_("Granted a certificate"),
    },
    "notifications": {
        "send_announcement": N_("Sent an announcement"),
    },
}
SERVICES: Final = {
    "accounts": N_("Accounts"),
    "partnering": N_("Finding partners"),
    "course": N_("Course"),
    "projects": N_("Projects"),
    "notifications": N_("Messages"),
}
OF_COHORT: Final = {
    "start_run": N_("Started a matching of %(cohort)s"),
    "publish_run": N_("Published the matching of %(cohort)s"),
    "create_cohort": N_("Created the cohort %(cohort)s"),
    "change_cohort": N_("Changed the cohort %(cohort)s"),
    "advance_cohort": N_("Changed the phase of %(cohort)s"),
    "undo_advance": N_("Undid the change of the phase of %(cohort)s"),
    "send_announcement": N_("Sent an announcement to %(cohort)s"),
}
"""Acts on a whole cohort name it in their sentence."""
CODES: Final = {
    "agreed": N_("agreed"),
    "refused": N_("refused"),
    "no_action": N_("nothing to do"),
    "talked_to": N_("talked to the teacher"),
    "contact_frozen": N_("contact paused"),
    "passed_on": N_("passed on"),
    "extend": N_("more time"),
    "alone": N_("finishes alone"),
    "finish": N_("ends now"),
    "title": N_("title"),
    "description": N_("description"),
    "languages": N_("languages"),
    "seats": N_("places"),
    "partnering_starts_on": N_("start of finding partners"),
    "course_starts_on": N_("start of the course"),
    "project_starts_on": N_("start of the projects"),
    "closes_on": N_("last day"),
}
"""What the codes of an entry say."""
