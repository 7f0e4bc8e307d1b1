"""Events and time of notifications: reactions, digests, and the postman beside them."""

from notifications.mail.digest import gather_digests
from notifications.mail.postman import Postman
from notifications.reactions import REACTIONS
from notifications.retention import forget_old
from shared.worker import Tick, Worker


def create_worker(postman: Postman) -> Worker:
    return Worker(
        service="notifications",
        reactions=REACTIONS,
        ticks=[Tick("gather_digests", gather_digests), Tick("forget_old", forget_old)],
        background=[postman.carry],
    )
