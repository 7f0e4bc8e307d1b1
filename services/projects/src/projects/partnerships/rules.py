"""When a partner counts as lost. Pure."""

from typing import Final

ENDS_WITHOUT_WORK: Final = frozenset({"handshake_expired", "objected"})
"""Nothing had begun yet."""
GOES_ON_ELSEWHERE: Final = frozenset({"rescued"})
FOR_STAFF_TO_JUDGE: Final = frozenset({"frozen"})
"""After a safeguarding case nothing is certified without a person looking."""


def lost_for_good(dissolved_reason: str) -> bool:
    """The partnership has ended and nobody new will come to it: time for a dignified finish."""
    kept_open = ENDS_WITHOUT_WORK | GOES_ON_ELSEWHERE | FOR_STAFF_TO_JUDGE
    return bool(dissolved_reason) and dissolved_reason not in kept_open


def partner_lost(*, present: int, members_known: bool, dissolved_reason: str) -> bool:
    """Whoever is left has nobody to work with today; a rescue may still bring somebody."""
    return lost_for_good(dissolved_reason) or (members_known and present <= 1)
