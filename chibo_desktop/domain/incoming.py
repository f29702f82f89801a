"""Documents that came from above (văn bản đến)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Id, Line, Note, Record, Title, kind

MAX_FILE = 20 << 20
"""bytes of one file kept with a document"""


@kind("incoming_document")
class IncomingDocument(Record, frozen=True, kw_only=True):
    """A document by number, title and date; its file stays in this book and is not sent on."""

    symbol: Line
    """số, ký hiệu: "42-HD/BTCTW" """
    title: Title
    issuer: Line = ""
    dated: date | None = None
    received_on: date | None = None
    file_name: Line = ""
    file_sha256: Annotated[bytes, Meta(max_length=32)] = b""
    file_size: Annotated[int, Meta(ge=0, le=MAX_FILE)] = 0
    meeting_id: Id | None = None
    """where it was made known to the cell (quán triệt)"""
    note: Note = ""
