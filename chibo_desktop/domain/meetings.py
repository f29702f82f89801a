"""Meetings and what belongs to them (cuộc họp, sinh hoạt chi bộ)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.members import Role, Standing, Status
from chibo_desktop.domain.records import (
    Count,
    Id,
    Line,
    LongText,
    Note,
    Part,
    Position,
    Record,
    Title,
    kind,
)

Day = date
"""a date under a name that a field called `date` does not hide"""


class MeetingKind(Enum):
    """Kinds of meeting."""

    REGULAR = "regular"
    """sinh hoạt thường kỳ"""
    THEMATIC = "thematic"
    """sinh hoạt chuyên đề"""
    COMMITTEE = "committee"
    """họp chi ủy"""
    EXTRAORDINARY = "extraordinary"
    """họp bất thường"""
    REVIEW = "review"
    """hội nghị kiểm điểm tự phê bình và phê bình"""
    GROUP = "group"
    """sinh hoạt tổ đảng"""
    CONGRESS = "congress"
    """đại hội chi bộ"""


class Stage(Enum):
    """How far a meeting has come; the screen's five steps."""

    PREPARATION = "preparation"
    """Chuẩn bị"""
    ROLL_CALL = "roll_call"
    """Điểm danh"""
    PROCEEDINGS = "proceedings"
    """Diễn biến"""
    VOTING = "voting"
    """Biểu quyết, kết luận"""
    MINUTES = "minutes"
    """Biên bản"""


class MeetingLevel(Enum):
    """Quality of one meeting."""

    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    POOR = "poor"


class AgendaPart(Enum):
    """The four parts of the minutes' contents, its item 6, and what falls outside them."""

    NEWS = "news"
    """I. thông tin thời sự, văn bản quán triệt"""
    REVIEW = "review"
    """II. đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng trước"""
    IDEOLOGY = "ideology"
    """III. tình hình tư tưởng; thực hiện nhiệm vụ, biểu dương, phê bình"""
    PLAN = "plan"
    """IV. phương hướng, nhiệm vụ tháng tới"""
    OTHER = "other"
    """việc khác"""


class AttendanceState(Enum):
    """Where a member was; the last four follow from the status on the date."""

    PRESENT = "present"
    ABSENT_EXCUSED = "absent_excused"
    ABSENT_UNEXCUSED = "absent_unexcused"
    EXEMPT_PRESENT = "exempt_present"
    EXEMPT_ABSENT = "exempt_absent"
    AWAY = "away"
    SUSPENDED = "suspended"


class GuestKind(Enum):
    """In what capacity a guest comes."""

    SUPERVISOR = "supervisor"
    VILLAGE_HEAD = "village_head"
    FRONT_HEAD = "front_head"
    MASS_ORG = "mass_org"
    OTHER = "other"


class ConclusionKind(Enum):
    """What the chair says at the end (item 8 of the minutes)."""

    EXPLANATION = "explanation"
    """giải trình, tiếp thu"""
    CONCLUSION = "conclusion"
    """kết luận"""


class MeetingMode(Enum):
    """How a meeting is held; online sittings are a pilot (HD 03-HD/TW)."""

    IN_PERSON = "in_person"
    ONLINE = "online"


class Post(Part, frozen=True, kw_only=True):
    """Who held which post on the day of a meeting."""

    member_id: Id
    role: Role


class Closing(Part, frozen=True, kw_only=True):
    """What was fixed when the minutes were closed; from then on nothing of the meeting changes."""

    at: datetime
    """the computer's time, UTC"""
    number: Annotated[int, Meta(ge=1, le=99_999)] | None = None
    """the number of the minutes within the term, if they bear one"""
    cell_name: Title
    commune: Line = ""
    base_total: Count
    base_due: Count
    base_voters: Count
    posts: Annotated[tuple[Post, ...], Meta(max_length=1000)] = ()


@kind("meeting")
class Meeting(Record, frozen=True, kw_only=True):
    """One meeting, from the day it is planned to its closed minutes."""

    kind: MeetingKind = MeetingKind.REGULAR
    date: date
    """the day it begins"""
    starts: time | None = None
    ends: time | None = None
    """may be past midnight: an end before the start is on the next day"""
    place: Line = ""
    title: Line = ""
    """for a thematic meeting its theme; else empty and derived from kind and date"""
    chair_id: Id | None = None
    minute_taker_id: Id | None = None
    stage: Stage = Stage.PREPARATION
    roll_called: bool = False
    """whether the roll was called, so that everyone without a row is not simply unknown"""
    dues_note: Note = ""
    """tình hình nộp đảng phí, one sentence, amounts are not kept per person"""
    score: Annotated[float, Meta(ge=0, le=100)] | None = None
    level: MeetingLevel | None = None
    pack: Line = ""
    """the rule pack in force on the date"""
    mode: MeetingMode = MeetingMode.IN_PERSON
    sitting_id: Id | None = None
    """shared by meetings held one after the other in one sitting (regular and thematic)"""
    prepared_by_id: Id | None = None
    """the committee's meeting that prepared this one"""
    notice_on: Day | None = None
    """when the notice went to members and supervisor"""
    documents_on: Day | None = None
    """when the documents went out; one day before at the latest (HD 42)"""
    supervisor_on: Day | None = None
    """when the supervisor was told"""
    read_out: bool = False
    """whether the minutes were read to the cell"""
    signed_on: Day | None = None
    reported_on: Day | None = None
    """when the meeting was reported up; within two days"""
    closing: Closing | None = None

    @property
    def closed(self) -> bool:
        """Whether the minutes are closed and the meeting can no longer be changed."""
        return self.closing is not None

    @property
    def length(self) -> int | None:
        """How many minutes it lasted; None while a time is missing."""
        if self.starts is None or self.ends is None:
            return None
        start = datetime.combine(self.date, self.starts)
        end = datetime.combine(self.date, self.ends)
        if end < start:
            end += timedelta(days=1)
        return int((end - start).total_seconds()) // 60


@kind("agenda_item")
class AgendaItem(Record, frozen=True, kw_only=True):
    """One item of the agenda, and what was presented under it."""

    meeting_id: Id
    position: Position
    part: AgendaPart = AgendaPart.OTHER
    title: Title
    person: Line = ""
    """who presents it, as written on the agenda"""
    minutes: Count | None = None
    papers: Line = ""
    needs_vote: bool = False
    outcome: LongText = ""
    """what was presented or reported, as the minutes will say it"""


@kind("attendance")
class Attendance(Record, frozen=True, kw_only=True):
    """Where one member was at one meeting, with their name and standing of that day."""

    meeting_id: Id
    member_id: Id
    state: AttendanceState
    reason: Line = ""
    arrived: time | None = None
    left: time | None = None
    name: Title
    standing: Standing
    status: Status


@kind("guest")
class Guest(Record, frozen=True, kw_only=True):
    """Someone who is not of the cell and has no vote (đại biểu, khách mời)."""

    meeting_id: Id
    position: Position
    name: Title
    office: Line = ""
    kind: GuestKind = GuestKind.OTHER


@kind("speech")
class Speech(Record, frozen=True, kw_only=True):
    """What one person said, a paragraph (ý kiến phát biểu)."""

    meeting_id: Id
    position: Position
    agenda_item_id: Id | None = None
    member_id: Id | None = None
    guest_id: Id | None = None
    speaker: Title
    """the name as it stands in the minutes"""
    text: LongText


@kind("conclusion")
class Conclusion(Record, frozen=True, kw_only=True):
    """A paragraph of what the chair explained, accepted or concluded."""

    meeting_id: Id
    position: Position
    kind: ConclusionKind = ConclusionKind.CONCLUSION
    text: LongText
