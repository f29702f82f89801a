"""Texts under the second key: criticism, self-criticism, self-reviews (phần niêm phong)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Id, Part, Record, kind

KeyNumber = Annotated[int, Meta(ge=1, le=10_000)]


class SealedPart(Part, frozen=True, kw_only=True):
    """A part whose words are sealed: in logs and tracebacks it shows nothing of them."""

    def __repr__(self) -> str:
        return "<sealed>"


@kind("sealed_text", private=True)
class SealedText(Record, frozen=True, kw_only=True):
    """The text of one record, encrypted; its id is that record's id."""

    key: KeyNumber
    """which sealed key of the ring: a new one begins whenever a user is removed"""
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    box: Annotated[bytes, Meta(min_length=16, max_length=400_000)]


@kind("shared_text")
class SharedText(Record, frozen=True, kw_only=True):
    """A sealed text that a person chose to show the commune: encrypted to the office's key alone."""

    subject_id: Id
    """the record whose text it is"""
    subject_kind: Annotated[str, Meta(min_length=1, max_length=40)]
    date: date
    recipient_book: Id
    box: Annotated[bytes, Meta(min_length=16, max_length=400_000)]
    """an age file"""
