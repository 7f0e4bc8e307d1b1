"""Events and time: what this service does without being asked."""

from partnering.enrolments.seats import fill_freed_seats
from partnering.handover.actions import expire_offers
from partnering.handover.deciding import ask_staff
from partnering.invitations.closing import close_for_taken, expire_invitations, remind_invited
from partnering.matching.rounds import prepare_rounds, remind_of_rounds
from partnering.matching.solving import solve_runs
from partnering.partnerships.actions import expire_handshakes
from partnering.reactions import REACTIONS
from partnering.rescue.cases import look_for_repairs
from partnering.rescue.parting import help_those_without_contact
from partnering.retention import forget_old
from partnering.safety.actions import delete_counted_days, delete_expired_reports
from partnering.safety.reporting import tell_officers
from partnering.safety.standing import announce_what_stands
from partnering.search.saving import tell_of_newcomers
from partnering.settings import Settings
from shared.retention import LOOKED_FOR_EVERY
from shared.worker import Tick, Worker


def create_worker(_settings: Settings) -> Worker:
    return Worker(
        service="partnering",
        reactions=REACTIONS,
        ticks=[
            # Expiry first: when time jumps past both, nobody is reminded of what is over.
            Tick("expire_invitations", expire_invitations),
            Tick("close_invitations_of_taken", close_for_taken),
            Tick("remind_invited", remind_invited),
            Tick("fill_freed_seats", fill_freed_seats),
            Tick("expire_handshakes", expire_handshakes),
            # Before offers expire: staff get their week first.
            Tick("ask_staff_for_seats", ask_staff),
            Tick("expire_offers", expire_offers),
            Tick("look_for_repairs", look_for_repairs),
            Tick("prepare_rounds", prepare_rounds),
            Tick("remind_of_rounds", remind_of_rounds),
            Tick("tell_of_newcomers", tell_of_newcomers),
            Tick("tell_officers", tell_officers),
            Tick("delete_expired_reports", delete_expired_reports),
            Tick("forget_old", forget_old, every=LOOKED_FOR_EVERY),
            Tick("delete_counted_days", delete_counted_days),
            Tick("announce_what_stands", announce_what_stands, every=LOOKED_FOR_EVERY),
            Tick("help_those_without_contact", help_those_without_contact, every=LOOKED_FOR_EVERY),
        ],
        background=[solve_runs],
    )
