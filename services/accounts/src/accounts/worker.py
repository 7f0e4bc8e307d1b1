"""What accounts does without being asked: events and time."""

from accounts.delivery.sending import forget_settled_mails, mail_tick
from accounts.keys import Vault
from accounts.limits.actions import forget_unused_allowances
from accounts.reactions import REACTIONS
from accounts.registration.actions import forget_old_registrations
from accounts.sessions.actions import forget_ended_sessions
from accounts.settings import Settings
from accounts.tokens.actions import forget_old_tokens
from shared.worker import Tick, Worker


def create_worker(settings: Settings, vault: Vault) -> Worker:
    return Worker(
        service="accounts",
        reactions=REACTIONS,
        ticks=[
            Tick("send_mails", mail_tick(settings, vault)),
            Tick("forget_old_registrations", forget_old_registrations),
            Tick("forget_ended_sessions", forget_ended_sessions),
            Tick("forget_old_tokens", forget_old_tokens),
            Tick("forget_settled_mails", forget_settled_mails),
            Tick("forget_unused_allowances", forget_unused_allowances),
        ],
    )
