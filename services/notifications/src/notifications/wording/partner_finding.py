"""Words about looking for a partner: enrolments and invitations."""

from notifications.wording.kind import Kind, Shown, Value, cohort, moment, person, words
from notifications.wording.kind import mark as _

_ALONE = _("A matching found nobody for you yet")


def _unmatched(name: str, body: str, button: str, link: str) -> Kind:
    """Why a matching found nobody, and the one thing that helps most. One kind in preferences."""
    return Kind(
        f"unmatched_{name}",
        topic="partner_finding",
        label=_ALONE,
        title=_("No partner for you in %(cohort)s yet"),
        body=body,
        button=button,
        link=link,
        values={"cohort": cohort()},
        about="enrolment_id",
    )


PARTNER_FINDING = (
    _unmatched(
        "language",
        _(
            "Nobody abroad who is free speaks one of your languages well enough. Another language "
            "in your profile helps most. You stay in the pool for every further matching."
        ),
        _("View languages"),
        "/profile/languages",
    ),
    _unmatched(
        "ages",
        _(
            "Nobody abroad with a language of yours teaches pupils of a near age. A class with a "
            "wider range of ages helps most. You stay in the pool for every further matching."
        ),
        _("View class"),
        "/classes",
    ),
    _unmatched(
        "musts",
        _(
            "No available teacher fits your must-haves and theirs. A preference leaves more teachers than a must-have. We match you again in every further matching."
        ),
        _("View preferences"),
        "/profile/wishes",
    ),
    _unmatched(
        "pair",
        _(
            "You wish for a pair, and the number of teachers was odd. As one of three you could "
            "have been placed: say so in your wishes, and the next matching uses it."
        ),
        _("View preferences"),
        "/profile/wishes",
    ),
    _unmatched(
        "scarce",
        _(
            "More teachers waited for the same few partners than these could take. New ones join "
            "until the course begins; you stay in the pool for every further matching."
        ),
        _("See who is free now"),
        "/find/{enrolment_id}",
    ),
    _unmatched(
        "overtaken",
        _(
            "The teacher proposed to you found a partner just before. You stay in the pool for "
            "every further matching, and may invite others yourself."
        ),
        _("See who is free now"),
        "/find/{enrolment_id}",
    ),
    _unmatched(
        "otherwise",
        _(
            "Everybody who fits you has a partner for now. You stay in the pool for every further "
            "matching, and may invite others yourself."
        ),
        _("See who is free now"),
        "/find/{enrolment_id}",
    ),
    Kind(
        "enrolment_joined",
        topic="partner_finding",
        label=_("You joined a cohort"),
        title=_("You take part in %(cohort)s"),
        body=_("Next, look for a partner in another country. The search explains every match."),
        button=_("Find a partner"),
        link="/find/{enrolment_id}",
        values={"cohort": cohort()},
        about="cohort_id",
        email="never",
    ),
    Kind(
        "enrolment_waiting",
        topic="partner_finding",
        label=_("You are on a waiting list"),
        title=_("You are on the waiting list of %(cohort)s"),
        body=_("All places are taken. We write to you as soon as one becomes free."),
        button=_("See the cohort"),
        link="/cohorts/{cohort_id}",
        values={"cohort": cohort()},
        about="cohort_id",
    ),
    Kind(
        "enrolment_moved_up",
        topic="partner_finding",
        label=_("A place became free for you"),
        title=_("You have a place in %(cohort)s"),
        body=_("A place became free. Next, look for a partner in another country."),
        button=_("Find a partner"),
        link="/find/{enrolment_id}",
        values={"cohort": cohort()},
        about="cohort_id",
    ),
    Kind(
        "saved_search",
        topic="partner_finding",
        label=_("Somebody new fits a search you saved"),
        title=_("Somebody new in %(cohort)s fits your saved search"),
        body=_("New since you last heard: %(found)s. The search shows why they fit."),
        button=_("View search"),
        link="/find/{enrolment_id}",
        values={"cohort": cohort(), "found": words("found")},
        email="digest",
        folds=True,
    ),
    Kind(
        "named_as_partner",
        topic="partner_finding",
        label=_("Somebody named you as their partner"),
        title=_("%(from_person)s would like to take part together with you"),
        body=_(
            "%(from_person)s has named you as partner in %(cohort)s, a programme for teachers of "
            "two countries. Register with this address, describe your class and join the cohort: "
            "as soon as you name %(from_person)s too, you are partners."
        ),
        button=_("Take part"),
        link="/cohorts/{cohort_id}/join",
        values={"from_person": person("from_person_id"), "cohort": cohort()},
        about="enrolment_id",
    ),
    Kind(
        "invitation_received",
        topic="partner_finding",
        label=_("Somebody invites you"),
        title=_("%(from_person)s invites you to a joint project"),
        body=_("Please answer by %(expires_at)s. You can decline without giving a reason."),
        button=_("Read and answer"),
        link="/invitations/{invitation_id}",
        values={"from_person": person("from_person_id"), "expires_at": moment("expires_at")},
        reply_by="expires_at",
    ),
    Kind(
        "invitation_reminder",
        topic="partner_finding",
        label=_("An invitation still waits for your answer"),
        title=_("%(from_person)s is still waiting for your answer"),
        body=_("The invitation ends on %(expires_at)s. You can say yes or no with one button."),
        button=_("Read and answer"),
        link="/invitations/{invitation_id}",
        values={"from_person": person("from_person_id"), "expires_at": moment("expires_at")},
        reply_by="expires_at",
    ),
    Kind(
        "invitation_question",
        topic="partner_finding",
        label=_("A question or an answer about an invitation"),
        title=_("%(author)s wrote to you about an invitation"),
        body=_("The invitation stays open until %(expires_at)s."),
        button=_("Read and answer"),
        link="/invitations/{invitation_id}",
        values={"author": person("author_id"), "expires_at": moment("expires_at")},
        reply_by="expires_at",
    ),
    Kind(
        "invitation_accepted",
        topic="partner_finding",
        label=_("Your invitation is accepted"),
        title=_("%(to_person)s said yes to your invitation"),
        body=_("Your other open invitations are closed, so that nobody waits in vain."),
        button=_("Meet your partner"),
        link="/partnerships/{partnership_id}/handshake",
        values={"to_person": person("to_person_id")},
        # The proposal that follows in the same moment is mailed.
        email="never",
    ),
    Kind(
        "invitation_declined",
        topic="partner_finding",
        label=_("Your invitation is declined"),
        title=_("%(to_person)s cannot join you this time"),
        body=_("%(reason)s There are other teachers who fit you; your place is safe."),
        button=_("Find a partner"),
        link="/invitations",
        values={
            "to_person": person("to_person_id"),
            "reason": Value("reason", Shown.DECLINE_REASON),
        },
    ),
    Kind(
        "invitation_expired",
        topic="partner_finding",
        label=_("Your invitation stayed without an answer"),
        title=_("%(to_person)s has not answered your invitation"),
        body=_("The time for an answer is over. You can invite somebody else."),
        button=_("Find a partner"),
        link="/invitations",
        values={"to_person": person("to_person_id")},
    ),
    Kind(
        "invitation_reopened",
        topic="partner_finding",
        label=_("Your invitation is open again"),
        title=_("Your invitation to %(to_person)s is open again"),
        body=_(
            "It had ended because your cohort went on. Course staff took that back. "
            "We asked your colleague to answer by %(expires_at)s."
        ),
        button=_("View invitations"),
        link="/invitations",
        values={"to_person": person("to_person_id"), "expires_at": moment("expires_at")},
    ),
    Kind(
        "invitation_withdrawn",
        topic="partner_finding",
        label=_("An invitation to you is taken back"),
        title=_("%(from_person)s has taken the invitation back"),
        body=_("You need not answer any more. You can still invite others yourself."),
        button=_("See your invitations"),
        link="/invitations",
        values={"from_person": person("from_person_id")},
        email="never",
    ),
    Kind(
        "invitation_superseded",
        topic="partner_finding",
        label=_("An invitation closed because a partner was found"),
        title=_("One of your invitations is closed"),
        body=_(
            "%(from_person)s and %(to_person)s will not work together this time: "
            "one of you has found a partner."
        ),
        button=_("See your invitations"),
        link="/invitations",
        values={"from_person": person("from_person_id"), "to_person": person("to_person_id")},
        email="digest",
    ),
    Kind(
        "calendar_accepted",
        topic="partner_finding",
        label=_("Staff decided on the holidays you entered"),
        title=_("The school holidays you entered now count"),
        body=_("They serve everybody of your region. Thank you."),
        button=_("See your classes"),
        link="/classes",
        email="never",
        by_staff=True,
    ),
    Kind(
        "calendar_refused",
        topic="partner_finding",
        label=_("Staff decided on the holidays you entered"),
        title=_("The school holidays you entered could not be confirmed"),
        body=_("The calendar of your region stays as it was. You may enter it again."),
        button=_("See your classes"),
        link="/classes",
        email="never",
        by_staff=True,
    ),
)
