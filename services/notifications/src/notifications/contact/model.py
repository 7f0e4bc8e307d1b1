"""Projections of `partnering.contact.*`: who is frozen, and who wants no contact with whom."""

from notifications.database import Base
from shared.contact import BlockColumns, FrozenPersonColumns


class FrozenPerson(FrozenPersonColumns, Base):
    """A row of `frozen_people`."""


class Block(BlockColumns, Base):
    """A row of `blocks`."""
