"""Business time: a span in words, an offset in a file."""

from datetime import UTC, datetime, timedelta

import pytest

from meridian import business_clock
from meridian.failure import Failure
from meridian.layout import Home


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("3d", timedelta(days=3)),
        ("6h", timedelta(hours=6)),
        ("1d12h", timedelta(days=1, hours=12)),
        ("2w", timedelta(weeks=2)),
        ("90s", timedelta(seconds=90)),
    ],
)
def test_a_span_is_read_from_words(words: str, span: timedelta) -> None:
    assert business_clock.parse_span(words) == span


@pytest.mark.parametrize("words", ["", "3", "d", "3 days", "-3d", "3d!", "1.5h"])
def test_what_is_no_span_is_refused(words: str) -> None:
    with pytest.raises(Failure, match="not a span of time"):
        business_clock.parse_span(words)


def test_the_services_read_what_the_command_wrote(home: Home) -> None:
    from shared import clock

    business_clock.set_offset(home.clock, timedelta(days=140))
    clock.use_file(home.clock)
    try:
        assert clock.offset() == timedelta(days=140)
        business_clock.set_offset(home.clock, timedelta(days=-140))
        assert clock.offset() == timedelta(days=-140)
    finally:
        clock.use_file(None)


def test_creating_the_file_again_keeps_the_time(home: Home) -> None:
    business_clock.set_offset(home.clock, timedelta(hours=5))
    business_clock.create(home.clock)
    ahead = business_clock.now(home.clock) - datetime.now(UTC)
    assert abs(ahead - timedelta(hours=5)) < timedelta(seconds=2)
