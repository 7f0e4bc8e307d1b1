"""New holidays join the known ones: nothing is lost, and a changed one replaces its former self."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from partnering.calendars.joining import Holiday, difference, joined


def _days(first: str, last: str = "", name: str = "", key: str = "") -> Holiday:
    return Holiday(date.fromisoformat(first), date.fromisoformat(last or first), name, key)


WINTER = _days("2026-12-21", "2027-01-03", "Winter break")
SPRING = _days("2027-04-05", "2027-04-09", "Spring break")


def test_a_single_day_joins_and_everything_else_stays() -> None:
    day = _days("2027-05-01", name="Labour day")
    assert joined([WINTER, SPRING], [day], "TR") == (WINTER, SPRING, day)


def test_a_corrected_date_replaces_the_former_one() -> None:
    for corrected in (
        _days("2026-12-23", "2027-01-05", "Winter break"),
        _days("2026-12-21", "2026-12-31", "winter BREAK"),
        _days("2027-01-18", "2027-01-29", "Winter break"),
    ):
        assert joined([WINTER, SPRING], [corrected], "TR") == tuple(sorted([corrected, SPRING]))


def test_next_years_holiday_of_the_same_name_joins_this_years() -> None:
    later = _days("2027-12-20", "2028-01-02", "Winter break")
    assert joined([WINTER], [later], "TR") == (WINTER, later)
    # In Chile both lie in different school years, too: those begin in January.
    assert joined([_days("2026-12-15", "2026-12-31", "Summer")], [_days("2027-12-15", name="Summer")], "CL") == (
        _days("2026-12-15", "2026-12-31", "Summer"),
        _days("2027-12-15", name="Summer"),
    )  # fmt: skip


def test_two_holidays_of_one_name_in_a_year_both_stay() -> None:
    two = [_days("2027-01-01", "2027-02-28", "Summer"), _days("2027-12-15", "2027-12-31", "Summer")]
    assert joined(two, two, "CL") == tuple(two)
    corrected = [two[0], _days("2027-12-17", "2027-12-31", "Summer")]
    assert joined(two, corrected, "CL") == tuple(corrected)


def test_a_file_that_names_its_events_moves_them_by_their_key() -> None:
    old = _days("2027-05-07", name="Teachers' day", key="a")
    new = _days("2027-06-11", name="Day of training", key="a")
    assert joined([WINTER, old], [new], "TR") == (WINTER, new)


def test_a_weekly_day_that_moves_leaves_none_of_its_former_days() -> None:
    fridays = [_days("2027-01-08", key="w"), _days("2027-01-15", key="w")]
    thursdays = [_days("2027-01-07", key="w"), _days("2027-01-14", key="w")]
    assert joined([WINTER, *fridays], thursdays, "TR") == (WINTER, *thursdays)


def test_a_day_within_a_longer_holiday_of_another_name_does_not_shorten_it() -> None:
    eve = _days("2026-12-21", name="Solstice")
    assert joined([WINTER], [eve], "TR") == (WINTER,)


def test_a_difference_tells_added_changed_and_removed_apart() -> None:
    moved = _days("2026-12-23", "2027-01-05", "Winter break")
    day = _days("2027-05-01", name="Labour day")
    found = difference([WINTER, SPRING], [moved, day], "TR")
    assert (found.added, found.changed, found.removed) == ((day,), ((WINTER, moved),), (SPRING,))
    assert difference([WINTER], [WINTER], "TR").is_empty


holidays = st.builds(
    lambda first, length, name, key: Holiday(
        date(2026, 1, 1) + timedelta(days=first),
        date(2026, 1, 1) + timedelta(days=first + length),
        name,
        key,
    ),
    st.integers(0, 400),
    st.integers(0, 20),
    st.sampled_from(["", "Winter", "Spring", "Day off"]),
    st.sampled_from(["", "", "a", "b"]),
)
lists = st.lists(holidays, max_size=8, unique_by=lambda one: one.starts_on)


@given(lists, lists)
def test_every_new_day_is_free_afterwards_and_joining_twice_changes_nothing(
    old: list[Holiday], new: list[Holiday]
) -> None:
    once = joined(old, new, "TR")
    assert joined(once, new, "TR") == once
    starts = [one.starts_on for one in once]
    assert len(set(starts)) == len(starts)
    for one in new:
        assert any(
            there.starts_on <= one.starts_on and one.ends_on <= there.ends_on for there in once
        ) or any(there.overlaps(one) for there in new if there is not one)


@given(lists, lists)
def test_days_without_a_name_shorten_nothing_that_has_one(
    old: list[Holiday], new: list[Holiday]
) -> None:
    plain = [Holiday(one.starts_on, one.ends_on) for one in new]
    once = joined(old, plain, "TR")
    for one in (each for each in old if each.name):
        assert any(
            there.starts_on <= one.starts_on and one.ends_on <= there.ends_on for there in once
        )
