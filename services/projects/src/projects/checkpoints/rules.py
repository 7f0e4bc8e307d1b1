"""When checkpoints fall due. Pure."""

from datetime import date, timedelta

EVERY = timedelta(days=14)
NOTICE = timedelta(days=3)
"""A checkpoint is announced this long before it is due, so that the mail names a date ahead."""
EARLIEST = timedelta(days=14)
"""A report may be written this long before it is due."""
OVERDUE_AFTER = timedelta(days=7)
"""So long after its day a missing report is announced to partners and staff."""
AT_LEAST = timedelta(weeks=4)
AT_MOST = timedelta(weeks=40)


def due_dates(opened_on: date, milestones: list[date], closes_on: date | None) -> list[date]:
    """Every two weeks from the opening to the last milestone, inside the cohort's own dates.

    A project without later milestones is followed for four weeks; none for longer than 40 weeks.
    There is always at least one checkpoint. Whoever begins after their cohort's last day, because
    staff gave them more time, reports every two weeks like everybody else.
    """
    last = max([*milestones, opened_on + AT_LEAST])
    if closes_on is not None and closes_on > opened_on:
        last = min(last, closes_on)
    last = min(last, opened_on + AT_MOST)
    dates = []
    due = opened_on + EVERY
    while due <= last:
        dates.append(due)
        due += EVERY
    return dates or [min(opened_on + EVERY, max(last, opened_on + timedelta(days=1)))]
