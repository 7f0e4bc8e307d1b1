"""Tables: what was used of each allowance."""

from datetime import datetime

from sqlalchemy import DateTime, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class Allowance(Base):
    """Until when a key has used what it may. The key is hashed; rows go when that moment is past."""

    __tablename__ = "allowances"
    __table_args__ = (Index("ix_allowances_used_until", "used_until"),)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True, info=PSEUDONYMOUS)
    used_until: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
