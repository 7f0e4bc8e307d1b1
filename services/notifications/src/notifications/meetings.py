"""Who hears of messages, agreements and meetings in a room."""

from typing import Any, Final

from notifications.telling.reactions import settles, told, when
from notifications.telling.recipients import the
from shared.contracts.agreements import AgreementChanged
from shared.contracts.meetings import MeetingCancelled, MeetingDeclined
from shared.contracts.partnering import MeetingProposed, MessagePosted

IN_THE_ROOM: Final[dict[Any, Any]] = {
    MessagePosted: told("message_posted", the("person_ids", but="author_id")),
    AgreementChanged: when(
        "first",
        {
            True: told("agreement_written", the("person_ids", but="changed_by")),
            False: told("agreement_changed", the("person_ids", but="changed_by")),
        },
    ),
    MeetingProposed: told("meeting_proposed", the("person_ids", but="proposed_by")),
    MeetingDeclined: (
        when("off", {True: settles("meeting_proposed")}),
        when(
            "other_named",
            {
                False: told("meeting_declined", the("person_ids", but="declined_by")),
                True: told("meeting_other_time", the("person_ids", but="declined_by")),
            },
        ),
    ),
    MeetingCancelled: (
        settles("meeting_proposed"),
        when(
            "how",
            {
                "withdrawn": told("meeting_withdrawn", the("person_ids", but="cancelled_by")),
                "cancelled": told("meeting_cancelled", the("person_ids", but="cancelled_by")),
            },
        ),
    ),
}
