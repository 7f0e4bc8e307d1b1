"""Words about the reader's own account."""

from notifications.wording.kind import Kind, words
from notifications.wording.kind import mark as _

ACCOUNT = (
    Kind(
        "teacher_verified",
        topic="account",
        label=_("You are confirmed as a teacher"),
        title=_("You are confirmed as a teacher"),
        body=_("You now see the names of other teachers, and you can write to them."),
        button=_("See what comes next"),
        link="/today",
        by_staff=True,
    ),
    Kind(
        "teacher_refused",
        topic="account",
        label=_("We need another proof that you are a teacher"),
        title=_("We could not yet confirm that you are a teacher"),
        body=_("Please send us another proof, for example the web page of your school."),
        button=_("Send another proof"),
        link="/settings/verification",
        values={"reason": words("reason")},
        quote="reason",
        by_staff=True,
    ),
    Kind(
        "contact_frozen",
        topic="account",
        label=_("Your contact with others is paused or open again"),
        title=_("Your contact with other teachers is paused"),
        body=_(
            "A safeguarding officer is looking into a report. Your work is kept. "
            "You will hear from us as soon as there is an answer."
        ),
        button=_("Read the code of conduct"),
        link="/code-of-conduct",
        urgent=True,
        by_staff=True,
    ),
    Kind(
        "contact_released",
        topic="account",
        label=_("Your contact with others is paused or open again"),
        title=_("You can write to other teachers again"),
        body=_("The safeguarding officer has closed the matter. Thank you for your patience."),
        button=_("Sign in"),
        link="/today",
        urgent=True,
        by_staff=True,
    ),
)
