"""Who has heard enough of one matter for today: what is done and undone again is told a few times only."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select

from notifications.inbox.model import Entry
from notifications.inbox.news import News
from notifications.mail.model import Mail
from shared import clock

MOST_A_DAY: Final = 5
"""Of one kind, about one matter, to one person. The pages show how things are now."""
DAY: Final = timedelta(days=1)


def who_may_hear_more(news: News, recipients: Select[UUID]) -> Select[UUID]:
    """The recipients, without those who were told the same so often that today they hear no more.

    In the inbox, what was settled meanwhile does not count.
    """
    if not news.kind.bounded:
        return recipients
    since = clock.now() - DAY
    named = recipients.subquery("named")
    often_told = (
        select(Entry.person_id)
        .where(
            Entry.about_id == news.about_id,
            Entry.kind == news.kind.name,
            Entry.settled_at.is_(None),
            Entry.created_at > since,
        )
        .group_by(Entry.person_id)
        .having(func.count() >= MOST_A_DAY)
    )
    # Asked for each person: some want mails alone, and mails are found by their person.
    mails = (
        select(func.count())
        .select_from(Mail)
        .where(
            Mail.person_id == named.c.person_id,
            Mail.template == news.kind.name,
            Mail.about_id == news.about_id,
            Mail.status != "settled",
            Mail.created_at > since,
        )
        .scalar_subquery()
    )
    return select(named.c.person_id).where(named.c.person_id.not_in(often_told), mails < MOST_A_DAY)
