"""Best pairs and triples across groups, with hard constraints and a certificate.

The number of seats placed comes first, then the sum of points. No I/O, no clock, no randomness: the
same pool gives the same answer.
"""

from meridian_matcher.certificate import Certificate, certify
from meridian_matcher.hard_constraints import ContradictoryLocksError
from meridian_matcher.pool import Pool, Seat, pool_of
from meridian_matcher.solver import Solution, solve
from meridian_matcher.verify import verify_certificate

__all__ = [
    "Certificate",
    "ContradictoryLocksError",
    "Pool",
    "Seat",
    "Solution",
    "certify",
    "pool_of",
    "solve",
    "verify_certificate",
]
