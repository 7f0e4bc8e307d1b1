"""The declarative base of this service's tables."""

from sqlalchemy.orm import DeclarativeBase

from shared.db import schema_metadata


class Base(DeclarativeBase):
    metadata = schema_metadata("accounts")
