"""A believable evening of a border village's cell, for all tests of the minutes."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.attendance import roll, tally
from chibo_desktop.domain.cell import Cell, CellName, Term
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import (
    AgendaItem,
    AgendaPart,
    Attendance,
    AttendanceState,
    Closing,
    Conclusion,
    ConclusionKind,
    Guest,
    GuestKind,
    Meeting,
    MeetingLevel,
    Post,
    Speech,
    Stage,
)
from chibo_desktop.domain.members import (
    Member,
    Role,
    RoleTerm,
    Standing,
    StandingPeriod,
    Status,
    StatusPeriod,
)
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.minutes import Minutes, compose_minutes
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.votes import Matter, Vote, vote_base

DAY = date(2026, 2, 3)
CODE = "3F9A-1C2B-77D0"
MEETING_ID = named_id("meeting")
WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LONG_AGO = date(2010, 5, 19)

NAMES = (
    "Lò Văn Ánh", "Vàng A Páo", "Giàng Thị Mỷ", "Hạng A Sử", "Lò Thị Đôi", "Thào A Chứ", "Mùa A Vừ",
    "Quàng Văn Ưng", "Cà Thị Ơn", "Sùng A Dế", "Vừ A Lử", "Lường Văn Êm", "Giàng A Thếnh", "Lò Văn Ân",
    "Hờ A Ly", "Nguyễn Văn Quyết", "Trần Thị Hòa", "Tòng Văn Ẩn", "Vàng Thị Súa", "Chá A Của", "Lầu A Nhè",
)  # fmt: skip


def member(name: str, **changes: Any) -> Member:
    standing = changes.pop("standing", Standing.FULL)
    return Member(
        id=named_id(f"member:{name}"),
        name=name,
        standings=(StandingPeriod(since=LONG_AGO, standing=standing),),
        **changes,
    )


def members() -> list[Member]:
    special: dict[str, dict[str, Any]] = {
        "Lò Văn Ánh": {"roles": (RoleTerm(since=LONG_AGO, role=Role.SECRETARY),)},
        "Giàng Thị Mỷ": {"roles": (RoleTerm(since=LONG_AGO, role=Role.DEPUTY_SECRETARY),)},
        "Hạng A Sử": {"roles": (RoleTerm(since=LONG_AGO, role=Role.COMMITTEE_MEMBER),)},
        "Vàng Thị Súa": {"standing": Standing.PROBATIONARY},
        "Chá A Của": {"standing": Standing.PROBATIONARY},
        "Quàng Văn Ưng": {"periods": (StatusPeriod(since=LONG_AGO, status=Status.EXEMPT),)},
        "Cà Thị Ơn": {"periods": (StatusPeriod(since=LONG_AGO, status=Status.EXEMPT),)},
        "Hờ A Ly": {"periods": (StatusPeriod(since=LONG_AGO, status=Status.TEMPORARY_OUT),)},
        "Nguyễn Văn Quyết": {"periods": (StatusPeriod(since=LONG_AGO, status=Status.TEMPORARY_IN),)},
    }
    return [member(name, **special.get(name, {})) for name in NAMES]


def attendance(people: list[Member], day: date = DAY) -> list[Attendance]:
    states: dict[str, tuple[AttendanceState, str]] = {
        "Vàng A Páo": (AttendanceState.ABSENT_EXCUSED, "đi viện tỉnh, có giấy xin phép"),
        "Thào A Chứ": (AttendanceState.ABSENT_EXCUSED, "đi làm thuê tại Hải Phòng"),
        "Lường Văn Êm": (AttendanceState.ABSENT_EXCUSED, "nhà có việc hiếu"),
        "Lầu A Nhè": (AttendanceState.ABSENT_UNEXCUSED, ""),
        "Cà Thị Ơn": (AttendanceState.EXEMPT_PRESENT, ""),
    }
    rows = []
    for row in roll(people, [], MEETING_ID, day):
        state, reason = states.get(row.name, (row.state, ""))
        arrived = time(19, 50) if row.name == "Mùa A Vừ" else None
        rows.append(replace(row, state=state, reason=reason, arrived=arrived))
    return rows


def cell() -> Cell:
    return Cell(
        id=named_id("cell"),
        names=(CellName(since=date(2025, 7, 1), name="Chi bộ bản Púng Giắt 1", commune="xã Mường Mươn"),),
        terms=(Term(since=date(2025, 1, 1), name="2025 - 2027"),),
    )


def closing(rows: list[Attendance], people: list[Member] | None = None) -> Closing:
    count = tally(rows)
    return Closing(
        at=datetime(2026, 2, 3, 14, 30, tzinfo=UTC),
        number=13,
        cell_name="Chi bộ bản Púng Giắt 1",
        commune="xã Mường Mươn",
        base_total=count.total,
        base_due=count.due,
        base_voters=vote_base(rows),
        posts=tuple(Post(member_id=m.id, role=role) for m in people or members() if (role := m.role_on(DAY))),
    )


def meeting(**changes: Any) -> Meeting:
    values: dict[str, Any] = {
        "date": DAY,
        "starts": time(19, 30),
        "ends": time(21, 15),
        "place": "Nhà văn hóa bản Púng Giắt 1",
        "chair_id": named_id("member:Lò Văn Ánh"),
        "minute_taker_id": named_id("member:Trần Thị Hòa"),
        "stage": Stage.MINUTES,
        "roll_called": True,
        "dues_note": "17 đồng chí đã nộp đủ đảng phí tháng 01; 02 đồng chí đi làm xa nộp bù vào kỳ sau",
        "score": 92.5,
        "level": MeetingLevel.GOOD,
    }
    return Meeting(id=MEETING_ID, **{**values, **changes})


def _own(name: str) -> dict[str, Any]:
    return {"id": named_id(name), "meeting_id": MEETING_ID}


def records() -> dict[str, Any]:
    """Everything compose_minutes takes, of a closed regular meeting."""
    people = members()
    rows = attendance(people)
    base = vote_base(rows)
    return {
        "cell": cell(),
        "meeting": meeting(closing=closing(rows)),
        "members": people,
        "attendance": rows,
        "guests": [
            Guest(**_own("guest 2"), position=2, name="Lò Văn Biên", office="Trưởng bản Púng Giắt 1",
                  kind=GuestKind.VILLAGE_HEAD),
            Guest(**_own("guest 1"), position=1, name="Đ/c Nguyễn Thị An",
                  office="Ủy viên Ban Thường vụ Đảng ủy xã, theo dõi chi bộ", kind=GuestKind.SUPERVISOR),
        ],
        "agenda": [
            AgendaItem(**_own(f"item {i}"), position=i, **{**item, "part": AgendaPart(item["part"])})
            for i, item in enumerate(WORDS["agenda"])
        ],
        "speeches": [
            Speech(**_own(f"speech {i}"), position=i, member_id=named_id(f"member:{said['speaker']}"), **said)
            for i, said in enumerate(WORDS["speeches"])
        ],
        "conclusions": [
            Conclusion(**_own(f"conclusion {i}"), position=i, kind=ConclusionKind(c["kind"]), text=c["text"])
            for i, c in enumerate(WORDS["conclusions"])
        ],
        "votes": [
            Vote(**_own("vote 0"), position=0, matter=Matter.RESOLUTION, base=base, agree=base - 4,
                 title="Thông qua Nghị quyết lãnh đạo thực hiện nhiệm vụ tháng 02 năm 2026"),
            Vote(**_own("vote 1"), position=1, matter=Matter.MEETING_LEVEL, base=base, agree=base - 6,
                 disagree=1, other=1, title="Chấm điểm, xếp mức chất lượng buổi sinh hoạt",
                 reserved_opinion="Đ/c Sùng A Dế đề nghị xếp mức Khá vì còn một đồng chí vắng không lý do."),
        ],
        "duties": [
            Duty(
                id=named_id(f"duty {i}"), meeting_id=MEETING_ID, position=i,
                owner_id=named_id(f"member:{duty['owner']}"),
                co_owner_ids=tuple(named_id(f"member:{name}") for name in duty["with"]),
                text=duty["text"], due=duty.get("due"), area=duty["area"], output=duty["output"],
            )
            for i, duty in enumerate(WORDS["duties"])
        ],
        "resolutions": [
            Resolution(id=named_id("resolution"), meeting_id=MEETING_ID, vote_id=named_id("vote 0"), date=DAY,
                       title="Lãnh đạo thực hiện nhiệm vụ tháng 02 năm 2026", state=ResolutionState.ADOPTED),
        ],
        "mentions": [
            Mention(**_own("mention 0"), position=0, kind=MentionKind.COMMENDATION,
                    member_id=named_id("member:Giàng A Thếnh"), text="vận động 06 hộ góp ngày công làm đường"),
            Mention(**_own("mention 1"), position=1, kind=MentionKind.REMINDER,
                    member_id=named_id("member:Lầu A Nhè"), text="Vắng không lý do.\nBáo cáo chậm hai kỳ liền."),
            Mention(**_own("mention 2"), position=2, kind=MentionKind.COMMENDATION,
                    member_id=named_id("member:Vàng Thị Súa")),
        ],
        "proposals": [
            Proposal(**_own("proposal 0"), position=0, by="Sùng A Dế", member_id=named_id("member:Sùng A Dế"),
                     text="Xin xã đá hộc kè đoạn suối Huổi Ho.", state=ProposalState.FORWARDED),
            Proposal(**_own("proposal 1"), position=1, by="Nhân dân nhóm Huổi Ho",
                     text="Lùi giờ họp bản sang 20 giờ", state=ProposalState.ANSWERED,
                     answer="Thống nhất từ tháng 3."),
            Proposal(**_own("proposal 2"), position=2, by="Lò Văn Ân", member_id=named_id("member:Lò Văn Ân"),
                     text="Sửa loa nhà văn hóa"),
        ],
        "chain_code": CODE,
    }  # fmt: skip


def minutes(**changes: Any) -> Minutes:
    """The minutes of the sample meeting with some of its records replaced."""
    return compose_minutes(**{**records(), **changes})
