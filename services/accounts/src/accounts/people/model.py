"""Tables: confirmed people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from accounts.people.rules import search_key
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.identity.addresses import address_key
from shared.ids import new_id


class Person(Base):
    """Somebody whose address is confirmed. Before that there is only a registration."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint(
            "verification IN ('pending', 'verified', 'refused')", name="verification_known"
        ),
        Index("ix_people_name_key", "name_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    name_key: Mapped[str] = mapped_column(String(400), info=PERSONAL)
    email: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    email_key: Mapped[str] = mapped_column(String(320), unique=True, info=PERSONAL)
    private_email: Mapped[str | None] = mapped_column(String(320), info=PERSONAL)
    private_email_key: Mapped[str | None] = mapped_column(String(320), unique=True, info=PERSONAL)
    school_email: Mapped[str | None] = mapped_column(String(320), info=PERSONAL)
    """An unconfirmed address at school, told at registration by somebody whose mail fails."""
    country: Mapped[str] = mapped_column(String(2), info=PERSONAL)
    language: Mapped[str] = mapped_column(String(35), info=PERSONAL)
    zone: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    password_hash: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    verification: Mapped[str] = mapped_column(String(20), default="pending", info=PSEUDONYMOUS)
    confirmed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    confirmed_by: Mapped[str] = mapped_column(String(20), default="mail", info=NO_PRIVACY)
    """`mail`, `staff` (who checked the identity) or `operator`."""
    code_of_conduct_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    erased_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    @property
    def verified(self) -> bool:
        return self.verification == "verified"

    @property
    def addresses(self) -> list[str]:
        """Where security mails go: everywhere that is confirmed."""
        return [self.email, *([self.private_email] if self.private_email else [])]

    def address_at(self, key: str) -> str:
        """The address that is kept under this key: mail never goes to another spelling of it."""
        return (
            self.private_email
            if self.private_email and key == self.private_email_key
            else self.email
        )

    def rename(self, name: str) -> None:
        self.name = name
        self.name_key = search_key(name)

    def move_to(self, email: str) -> None:
        self.email = email
        self.email_key = address_key(email)

    def add_private(self, email: str | None) -> None:
        self.private_email = email
        self.private_email_key = address_key(email) if email else None

    def blank(self, at: datetime) -> None:
        """Nothing personal stays; the row stays, so that the id is never given again."""
        self.rename("")
        self.email = self.email_key = f"erased-{self.id}"
        self.add_private(None)
        self.school_email = self.password_hash = None
        self.country = self.language = self.zone = ""
        self.erased_at = at
