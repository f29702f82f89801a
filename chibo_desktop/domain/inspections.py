"""The year's programme of inspection and supervision (chương trình kiểm tra, giám sát)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Id, Line, Note, Position, Record, Title, Year, kind


class InspectionForm(Enum):
    """Kiểm tra or giám sát (Điều lệ 30)."""

    INSPECTION = "inspection"
    SUPERVISION = "supervision"


@kind("inspection")
class Inspection(Record, frozen=True, kw_only=True):
    """One item of the programme: what is looked at, with whom, when, and what was found."""

    year: Year
    position: Position = 0
    form: InspectionForm
    text: Title
    """nội dung"""
    subject: Line = ""
    """đối tượng, where it is no member: "Tổ đảng số 2" """
    member_ids: tuple[Id, ...] = ()
    owner_id: Id | None = None
    due: date | None = None
    done_on: date | None = None
    result: Note = ""
    meeting_id: Id | None = None
    """the meeting it was reported to"""
