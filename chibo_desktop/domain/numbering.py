"""Numbers of the cell's documents, per type and term (số văn bản)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Id, Line, Record, Title, kind


class DocumentType(Enum):
    """Types of paper a cell may issue (QĐ 399-QĐ/TW Điều 11, 13) with their codes."""

    RESOLUTION = "NQ"
    DECISION = "QĐ"
    CONCLUSION = "KL"
    WORKING_RULES = "QC"
    NOTICE = "TB"
    REPORT = "BC"
    PLAN = "KH"
    PROGRAMME = "CTr"
    SUBMISSION = "TTr"
    LETTER = "CV"
    MINUTES = "BB"


@kind("document_number")
class DocumentNumber(Record, frozen=True, kw_only=True):
    """A number given to a paper; given once, never again in the same term."""

    type: DocumentType
    term: Line
    """the name of the term of office it counts in"""
    number: Annotated[int, Meta(ge=1, le=99_999)]
    date: date
    subject: Title
    subject_id: Id | None = None
    """the record the paper is printed from: a meeting, a resolution"""


def next_number(given: Iterable[DocumentNumber], doc_type: DocumentType, term: str) -> int:
    """Return the next number of a type: from 01 through the whole term, not per year (HD 36-HD/VPTW)."""
    return 1 + max((n.number for n in given if n.type is doc_type and n.term == term), default=0)


def symbol(number: int | None, doc_type: DocumentType, body: str = "CB") -> str:
    """Return number and symbol as printed, zero padded, dash before the type: "Số 05-NQ/CB"."""
    shown = f"{number:02d}" if number is not None else "....."
    return f"Số {shown}-{doc_type.value}/{body}"
