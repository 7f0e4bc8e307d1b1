"""The declarative base of this service's tables."""

from shared.db import schema_metadata
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = schema_metadata("projects")
