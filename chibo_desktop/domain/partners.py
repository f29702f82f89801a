"""Books that this book exchanges bundles with, and their keys (ghép đôi)."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Id, Line, Record, Title, kind

Key = Annotated[bytes, Meta(min_length=32, max_length=32)]


class PartnerRole(Enum):
    """What the other book is to this one."""

    OFFICE = "office"
    CELL = "cell"


@kind("partner")
class Partner(Record, frozen=True, kw_only=True):
    """A paired book: its name, its keys, and whether a person compared the fingerprint."""

    book_id: Id
    role: PartnerRole
    name: Title
    commune: Line = ""
    code: Line = ""
    """short plain code used in file names and the cell's folder on the drive"""
    sign_key: Key
    """Ed25519 public key"""
    age_recipient: Annotated[str, Meta(max_length=100, pattern="^age1[a-z0-9]+$")]
    """X25519 recipient"""
    confirmed_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def trusted(self) -> bool:
        """Whether bundles signed with this key are accepted."""
        return self.confirmed_at is not None and self.revoked_at is None
