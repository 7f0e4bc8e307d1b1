"""The tables that every service has: outbox, inbox, parked, erased people, command and tick logs."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.privacy import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS

_When = DateTime(timezone=True)


def add_delivery_tables(metadata: MetaData) -> None:
    """Add the delivery tables to a service's metadata."""
    Table(
        "outbox",
        metadata,
        Column("position", BigInteger, Identity(always=True), primary_key=True, info=NO_PRIVACY),
        Column("number", BigInteger, unique=True, info=NO_PRIVACY),
        Column("event_id", Uuid, unique=True, nullable=False, info=NO_PRIVACY),
        Column("type", Text, nullable=False, info=NO_PRIVACY),
        Column("aggregate_id", Uuid, nullable=False, index=True, info=PSEUDONYMOUS),
        Column("body", Text, nullable=False, info=PERSONAL),
        Column("headers", JSONB, nullable=False, info=NO_PRIVACY),
        Column("occurred_at", _When, nullable=False, info=NO_PRIVACY),
        Column("recorded_at", _When, nullable=False, info=NO_PRIVACY),
        Column("resends", Integer, nullable=False, server_default="0", info=NO_PRIVACY),
        # Set while the broker may still hold the words that were there before.
        Column("reworded_at", _When, info=NO_PRIVACY),
        # The relay asks for committed rows without a number, oldest first.
        Index("ix_outbox_unnumbered", "position", postgresql_where=text("number IS NULL")),
        Index("ix_outbox_recorded_at", "recorded_at"),
        # The relay asks at each look whether there are old words to take out of the broker.
        Index("ix_outbox_reworded", "number", postgresql_where=text("reworded_at IS NOT NULL")),
    )
    Table(
        "outbox_head",
        metadata,
        Column("id", SmallInteger, primary_key=True, autoincrement=False, info=NO_PRIVACY),
        Column("last_number", BigInteger, nullable=False, info=NO_PRIVACY),
        Column("published_number", BigInteger, nullable=False, info=NO_PRIVACY),
    )
    Table(
        "inbox",
        metadata,
        Column("producer", Text, primary_key=True, info=NO_PRIVACY),
        Column("next_number", BigInteger, nullable=False, info=NO_PRIVACY),
    )
    Table(
        "parked",
        metadata,
        Column("id", Uuid, primary_key=True, info=NO_PRIVACY),
        Column("producer", Text, nullable=False, info=NO_PRIVACY),
        Column("number", BigInteger, info=NO_PRIVACY),
        Column("event_id", Text, info=NO_PRIVACY),
        Column("type", Text, nullable=False, info=NO_PRIVACY),
        Column("aggregate_id", Text, nullable=False, info=PSEUDONYMOUS),
        Column("body", Text, nullable=False, info=PERSONAL),
        Column("headers", JSONB, nullable=False, info=NO_PRIVACY),
        Column("error", Text, nullable=False, info=FREE_TEXT),
        Column("parked_at", _When, nullable=False, info=NO_PRIVACY),
        Column("status", Text, nullable=False, info=NO_PRIVACY),
        Column("settled_at", _When, info=NO_PRIVACY),
        Column("settled_by", Text, info=PSEUDONYMOUS),
        Column("settled_reason", Text, info=FREE_TEXT),
        # The consumer asks for each aggregate whether something of it still waits.
        Index(
            "ix_parked_waiting",
            "aggregate_id",
            "number",
            postgresql_where=text("status IN ('waiting', 'retry')"),
        ),
    )
    Table(
        "command_log",
        metadata,
        Column("actor", Uuid, primary_key=True, info=PSEUDONYMOUS),
        Column("key", Text, primary_key=True, info=NO_PRIVACY),
        Column("operation", Text, nullable=False, info=NO_PRIVACY),
        Column("body_hash", Text, nullable=False, info=PSEUDONYMOUS),
        Column("location", Text, info=NO_PRIVACY),
        Column("recorded_at", _When, nullable=False, index=True, info=NO_PRIVACY),
    )
    Table(
        "erased_people",
        metadata,
        Column("person_id", Uuid, primary_key=True, info=PSEUDONYMOUS),
        Column("erased_at", _When, nullable=False, info=NO_PRIVACY),
    )
    Table(
        "tick_log",
        metadata,
        Column("name", Text, primary_key=True, info=NO_PRIVACY),
        Column("ran_until", _When, nullable=False, info=NO_PRIVACY),
        Column("ran_at", _When, nullable=False, info=NO_PRIVACY),
    )
