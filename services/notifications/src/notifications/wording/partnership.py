"""Words about a partnership and its room."""

from notifications.wording.kind import Kind, moment, partners, person
from notifications.wording.kind import mark as _

_ENDED = _("A partnership ended early")

_PAUSED = _("Contact in your partnership is paused or open again")

PARTNERSHIP = (
    Kind(
        "partnership_proposed",
        topic="partnership",
        label=_("We suggest a partner for you"),
        title=_("Confirm %(partners)s as your partner by %(reply_by)s"),
        body=_("If you do not all confirm by %(reply_by)s, you can invite others."),
        button=_("Confirm partner"),
        link="/partnerships/{partnership_id}/handshake",
        values={"partners": partners(), "reply_by": moment("reply_by")},
        reply_by="reply_by",
    ),
    Kind(
        "partnership_confirmed",
        topic="partnership",
        label=_("Your partnership is confirmed"),
        title=_("You and %(partners)s are partners"),
        body=_("Your room is open. Say hello, and find a first time to meet."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
    ),
    Kind(
        "handshake_expired",
        topic="partnership",
        label=_ENDED,
        title=_("You and %(partners)s did not confirm in time"),
        body=_(
            "Not everyone confirmed within 72 hours. You can invite someone else, or wait for the next matching."
        ),
        button=_("See what comes next"),
        link="/today",
        values={"partners": partners()},
    ),
    Kind(
        "partnership_objected",
        topic="partnership",
        label=_ENDED,
        title=_("The partnership with %(partners)s will not begin"),
        body=_("Not everyone confirmed. You can invite someone else."),
        button=_("See what comes next"),
        link="/today",
        values={"partners": partners()},
    ),
    Kind(
        "partnership_ended",
        topic="partnership",
        label=_ENDED,
        title=_("Your partnership has ended"),
        body=_("All your work is kept. Course staff will help you to go on."),
        button=_("See what comes next"),
        link="/today",
    ),
    Kind(
        "partner_joined",
        topic="partnership",
        label=_("Somebody joined or left your partnership"),
        title=_("Somebody new is in your partnership"),
        body=_("You now work with %(partners)s. Everything you have made so far is still there."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
    ),
    Kind(
        "partner_left",
        topic="partnership",
        label=_("Somebody joined or left your partnership"),
        title=_("Somebody has left your partnership"),
        body=_("You go on with %(partners)s. All your work is kept."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
    ),
    Kind(
        "partner_gone",
        topic="partnership",
        label=_("Somebody joined or left your partnership"),
        title=_("Your partner has left, and we look for a new one"),
        body=_("Your room and all your work are kept. Course staff are told and act on it."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
    ),
    Kind(
        "partners_parted",
        topic="partnership",
        label=_PAUSED,
        title=_("Course staff have ended your partnership"),
        body=_(
            "Contact between you was paused, so you no longer work together. All work is kept. "
            "Course staff help you to continue."
        ),
        button=_("View your partnerships"),
        link="/partnerships",
        urgent=True,
    ),
    Kind(
        "seat_offered",
        topic="partnership",
        label=_("A colleague offers you their class"),
        title=_("%(from_person)s asks you to take over a partnership"),
        body=_(
            "The class, the room and all work would be yours to go on with. Please say by "
            "%(expires_at)s whether you can."
        ),
        button=_("Answer the question"),
        link="/seats/{offer_id}",
        values={"from_person": person("from_person_id"), "expires_at": moment("expires_at")},
        reply_by="expires_at",
    ),
    Kind(
        "seat_taken",
        topic="partnership",
        label=_("A colleague answered about your class"),
        title=_("Your colleague has taken over your class"),
        body=_("The partnership goes on without a break. Thank you for handing it over."),
        button=_("See your partnerships"),
        link="/partnerships",
    ),
    Kind(
        "seat_declined",
        topic="partnership",
        label=_("A colleague answered about your class"),
        title=_("Your colleague cannot take over your class"),
        body=_("Nothing has changed. You may ask somebody else, or leave the partnership."),
        button=_("Ask somebody else"),
        link="/partnerships/{partnership_id}/moving",
    ),
    Kind(
        "seat_consent_asked",
        topic="partnership",
        label=_("A colleague takes over your partner's class"),
        title=_("Can %(to_person)s replace %(from_person)s? Answer by %(expires_at)s"),
        body=_(
            "%(to_person)s teaches at the same school and can take over the class. "
            "Your work stays. Please say whether you agree."
        ),
        button=_("Answer the question"),
        link="/seats/{offer_id}",
        values={
            "from_person": person("from_person_id"),
            "to_person": person("to_person_id"),
            "expires_at": moment("expires_at"),
        },
        reply_by="expires_at",
    ),
    Kind(
        "seat_refused",
        topic="partnership",
        label=_("A colleague answered about your class"),
        title=_("A partner does not agree that the class changes hands"),
        body=_("Nothing has changed. Course staff can help if you need another way."),
        button=_("View your partnerships"),
        link="/partnerships",
    ),
    Kind(
        "contact_paused",
        topic="partnership",
        label=_PAUSED,
        title=_("Contact with %(partners)s is paused"),
        body=_(
            "Some of you cannot write to each other now. You can read everything and your work is "
            "kept. Reminders stop. Course staff will contact you and help you to continue."
        ),
        button=_("View partnership"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
        urgent=True,
    ),
    Kind(
        "contact_resumed",
        topic="partnership",
        label=_PAUSED,
        title=_("You and %(partners)s can write to each other again"),
        body=_("Your reminders start again from today. Continue where you stopped."),
        button=_("View partnership"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
        urgent=True,
    ),
    Kind(
        "message_posted",
        topic="partnership",
        label=_("Your partner wrote to you"),
        title=_("%(author)s wrote to you"),
        body=_("A new message is in your room."),
        button=_("Read and answer"),
        link="/partnerships/{partnership_id}/conversation",
        values={"author": person("author_id")},
        folds=True,
    ),
    Kind(
        "agreement_written",
        topic="partnership",
        label=_("Your agreement waits for your signature"),
        title=_("%(changed_by)s wrote an agreement for your partnership"),
        body=_("Read it and sign it, or change what does not suit you."),
        button=_("Read the agreement"),
        link="/partnerships/{partnership_id}/agreement",
        values={"changed_by": person("changed_by")},
        folds=True,
    ),
    Kind(
        "agreement_changed",
        topic="partnership",
        label=_("Your agreement waits for your signature"),
        title=_("%(changed_by)s changed your agreement"),
        body=_("The newest version waits for your signature. Read it and sign it."),
        button=_("Read the agreement"),
        link="/partnerships/{partnership_id}/agreement",
        values={"changed_by": person("changed_by")},
        folds=True,
    ),
    Kind(
        "meeting_proposed",
        topic="partnership",
        label=_("Your partner proposes a time to meet"),
        title=_("%(proposed_by)s proposes a time to meet"),
        body=_("%(starts_at)s. Please accept it, or propose another time."),
        button=_("Answer in the calendar"),
        link="/partnerships/{partnership_id}/calendar",
        values={"proposed_by": person("proposed_by"), "starts_at": moment("starts_at")},
        about="meeting_id",
        reply_by="starts_at",
    ),
)
