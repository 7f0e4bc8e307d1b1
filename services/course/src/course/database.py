"""The declarative base of the schema `course`."""

from sqlalchemy.orm import DeclarativeBase

from shared.db import schema_metadata


class Base(DeclarativeBase):
    """Parent of every table of this service; the role's search path names the schema."""

    metadata = schema_metadata("course")
