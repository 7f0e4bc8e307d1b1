"""Why a service said no, in the reader's words: one sentence per problem type or field message."""

from web.field_messages import field_sentence
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
    "wrong-code": N_("Incorrect code, or it was used already. Wait for the next one."),
    "wrong-password": N_("Incorrect password. Try again or reset it."),
    "step-up-required": N_("Enter your password to continue."),
    "link-not-valid": N_("This link has been used already or has expired."),
    "last-operator": N_("Somebody has to stay operator: give the role to somebody else first."),
    "already-verified": N_("You are verified as a teacher already."),
    "already-decided": N_("Somebody else has decided on this meanwhile."),
    "second-factor-exists": N_("Two-step verification is already on. Turn it off first."),
    "second-factor-not-started": N_("Start to set up two-step verification first."),
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
    "not-admissible": N_("You cannot be partners in this cohort."),
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
    "run-overtaken": N_("None of these matches is possible any more. Run the matching again."),
    "own-partnership": N_("Nobody decides about their own partnership."),
    "own-contact-paused": N_("Your contact is paused. Your staff role is paused with it."),
    "frozen-for-others": N_(
        "A safeguarding officer of the programme has paused contact. Ask them to open it again."
    ),
    "report-already-resolved": N_("This report is already resolved."),
    "contact-already-frozen": N_("Contact is already paused."),
    "contact-not-frozen": N_("Contact is not paused."),
    "proposal-outdated": N_("This page has changed. Reload it and try again."),
    "nothing-proposed": N_("Nobody fits yet. Look again later."),
    "nothing-to-part": N_("Contact between these partners is no longer paused."),
    "rescue-decided": N_("This case is already decided."),
    "meeting-off": N_("This meeting does not take place any more."),
    "meeting-is-yours": N_("Withdraw your own meeting instead."),
    "meeting-not-accepted": N_("Decline a meeting that you have not accepted."),
    "meeting-over": N_("This meeting has already begun."),
    "class-is-partnered": N_(
        "Then all your partners would be in your own country. Give your class to a colleague, or leave."
    ),
    "proposal-already-decided": N_("Somebody else has decided on this meanwhile."),
    "too-many-proposals": N_("Several of your entries still wait for staff. Please wait for them."),
    "holiday-changed": N_("Somebody else has changed this holiday. Reload the page and try again."),
    "region-exists": N_("A region of this name exists. Tick “Merge” to join both."),
    "calendar-changed-since": N_("This calendar was changed again. Undo the newer change first."),
    "change-undone": N_("This change is already undone."),
    "own-entry": N_("Somebody else confirms what you have entered yourself."),
    "nothing-to-hand-over": N_("Only a confirmed partnership can be handed over."),
    "offer-already-open": N_("You have offered this class already. Withdraw that offer first."),
    "offer-already-answered": N_("This offer is already answered."),
    "offer-over": N_("This class can no longer be taken over."),
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
    "cohort-cannot-take": N_("This cohort cannot take them any more. Choose another one."),
    "nothing-asked": N_("Nobody asks for anything here any more."),
    "slug-taken": N_("Another cohort has this short name."),
    "week-not-open": N_("This week has not opened yet."),
    "course-completed": N_("This course is completed and stays so."),
    "course-closed": N_("This cohort is closed."),
    "plan-approved": N_("The plan is approved: it is carried out now, not rewritten."),
    "plan-changed": N_(
        "The partners submitted a newer version, shown here. Read it before you decide."
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
        "The partners submitted a newer version, shown here. Read it before you decide."
    ),
    "result-not-submitted": N_("This result is not with course staff now."),
    "result-not-published": N_("This result is not in the showcase."),
    "consent-not-attested": N_("The result shows people. Confirm their written consent first."),
    "certificate-exists": N_("This teacher has a certificate already."),
}
"""By problem type. Rooms add theirs here; an unknown type shows the service's own words."""


def sentence(words: str) -> str:
    """What to show for a problem type or the message of a field; unknown words stay as they are."""
    if not words:
        return ""
    words = words.removeprefix("Value error, ")
    if known := SENTENCES.get(words):
        return gettext(known)
    return field_sentence(words) or gettext(words)
