"""Whether a certificate is of the right kind of values at all, before anything is proved with it.

A price that is not a number compares as neither more nor less, and a seat that does not exist needs
nobody: either would let a proof of nothing pass.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from meridian_matcher.certificate import Certificate
from meridian_matcher.duals import Prices


def malformed(certificate: Certificate, seats: int) -> Iterator[str]:
    """What is not a whole number, not a seat, named twice, or of the wrong length."""
    counts = [certificate.unmatched_at_least, certificate.help_available]
    if not all(_whole(one) and one >= 0 for one in counts):
        yield "a count of the certificate is not a whole number"
    if not _distinct_seats(certificate.bottleneck, seats):
        yield "the bottleneck is not a set of seats"
    for circle in certificate.needy:
        if not _distinct_seats(circle, seats):
            yield f"the circle {circle} is not a set of seats"
    if certificate.placing is not None:
        bound = certificate.placing
        if not _prices(bound.prices, seats):
            yield "the prices of the placing are not one whole number per seat"
        if not _whole(bound.unmatched_at_least):
            yield "the bound of the placing is not a whole number"
    if certificate.fit is not None:
        if not _whole(certificate.fit.points):
            yield "the bound of the fit is not a whole number"
        yield from _malformed_prices(certificate.fit.prices, seats)


def _malformed_prices(prices: Prices, seats: int) -> Iterator[str]:
    if not all(_whole(one) for one in (prices.per_pair, prices.per_teacher, prices.unit)):
        yield "what a pair or a teacher adds is not a whole number"
    elif prices.unit <= 0:
        yield "the unit of the prices is not above nothing"
    if not _prices(prices.seats, seats):
        yield "the prices of the fit are not one whole number per seat, or below nothing"
    for ring, price in prices.rings:
        if not _distinct_seats(ring, seats) or not _whole(price) or price < 0 or len(ring) % 2 == 0:
            yield f"the ring {ring} bounds nothing"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _prices(values: Iterable[Any], seats: int) -> bool:
    found = list(values)
    return len(found) == seats and all(_whole(one) and one >= 0 for one in found)


def _distinct_seats(values: Iterable[Any], seats: int) -> bool:
    found = list(values)
    known = all(_whole(one) and 0 <= one < seats for one in found)
    return known and len(set(found)) == len(found)
