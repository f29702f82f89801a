"""Admission, recognition and transfer, step by step with vote and dates (kết nạp, công nhận, chuyển sinh hoạt)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Count, Id, Line, Note, Record, kind


class ActKind(Enum):
    """What is done."""

    ADMISSION = "admission"
    """kết nạp (Điều lệ 4)"""
    RECOGNITION = "recognition"
    """công nhận đảng viên chính thức (Điều lệ 5)"""
    TRANSFER_OUT = "transfer_out"
    """chuyển sinh hoạt đảng chính thức đi (Điều lệ 6)"""
    TRANSFER_IN = "transfer_in"
    """tiếp nhận đảng viên chuyển đến"""


@kind("member_act")
class MemberAct(Record, frozen=True, kw_only=True):
    """One act concerning one person; each date is a step that has been taken."""

    kind: ActKind
    member_id: Id | None = None
    """None until someone admitted has become a member"""
    name: Line = ""
    """of someone to be admitted; nothing else of a prospect is kept"""
    begun_on: date
    meeting_id: Id | None = None
    vote_id: Id | None = None
    voted_on: date | None = None
    base: Count = 0
    agree: Count = 0
    sent_on: date | None = None
    """when the papers went up to the commune"""
    decided_on: date | None = None
    paper: Line = ""
    """the decision or letter of introduction: "15-QĐ/ĐU" """
    done_on: date | None = None
    """the ceremony, the day of recognition, of leaving or of arriving"""
    other_place: Line = ""
    """where to, where from"""
    given_up_on: date | None = None
    note: Note = ""
