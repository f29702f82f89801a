"""A believable evening of a border village's cell, for all tests of the minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
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
from chibo_desktop.domain.minutes import Minutes, compose_minutes
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.votes import Matter, Vote, vote_base

DAY = date(2026, 2, 3)
CODE = "3F9A-1C2B-77D0"
MEETING_ID = named_id("meeting")
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
        if row.name in states:
            state, reason = states[row.name]
            row = replace(row, state=state, reason=reason)
        if row.name == "Mùa A Vừ":
            row = replace(row, arrived=time(19, 50))
        rows.append(row)
    return rows


def cell() -> Cell:
    return Cell(
        id=named_id("cell"),
        names=(CellName(since=date(2025, 7, 1), name="Chi bộ bản Púng Giắt 1", commune="xã Mường Mươn"),),
        terms=(Term(since=date(2025, 1, 1), name="2025 - 2027"),),
    )


def closing(rows: list[Attendance]) -> Closing:
    count = tally(rows)
    return Closing(
        at=datetime(2026, 2, 3, 14, 30, tzinfo=UTC),
        number=13,
        cell_name="Chi bộ bản Púng Giắt 1",
        commune="xã Mường Mươn",
        base_total=count.total,
        base_due=count.due,
        base_voters=vote_base(rows),
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
        "dues_note": "17 đồng chí đã nộp đủ đảng phí tháng 01 năm 2026; 02 đồng chí đi làm xa nộp bù vào kỳ sau",
        "score": 92.5,
        "level": MeetingLevel.GOOD,
    }
    return Meeting(id=MEETING_ID, **{**values, **changes})


def _own(name: str) -> dict[str, Any]:
    return {"id": named_id(name), "meeting_id": MEETING_ID}


AGENDA = (
    (AgendaPart.NEWS, "Thông tin thời sự trong nước, quốc tế; kết quả Đại hội XIV của Đảng", "Giàng Thị Mỷ",
     "Bản tin sinh hoạt chi bộ tháng 02/2026",
     "Đồng chí Giàng Thị Mỷ thông tin tóm tắt Bản tin sinh hoạt chi bộ tháng 02 năm 2026, nhấn mạnh công tác chăm lo Tết Nguyên đán cho hộ nghèo, gia đình chính sách và việc giữ gìn an ninh trật tự khu vực biên giới."),
    (AgendaPart.NEWS, "Quán triệt văn bản của Đảng ủy xã", "Lò Văn Ánh", "Công văn số 45-CV/ĐU ngày 26/01/2026",
     "Đồng chí Bí thư chi bộ đọc toàn văn công văn về phòng, chống rét cho trâu bò và cây trồng vụ Đông Xuân; giao tổ chăn nuôi rà soát chuồng trại của 64 hộ trước ngày 10/02/2026."),
    (AgendaPart.REVIEW, "Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng 01 năm 2026", "Lò Văn Ánh", "",
     "Ưu điểm: 58/64 hộ ký cam kết không vượt biên trái phép; hoàn thành nạo vét 1,2 km mương nội đồng; 100% trẻ trong độ tuổi ra lớp sau nghỉ lễ.\n"
     "Hạn chế: đường vào nhóm Huổi Ho còn 300 m chưa dọn xong đá lở; 02 hộ chưa di chuyển chuồng trâu ra khỏi gầm sàn.\n"
     "Nguyên nhân: mưa rét kéo dài, một số đảng viên phụ trách nhóm hộ chưa đôn đốc thường xuyên."),
    (AgendaPart.IDEOLOGY, "Tình hình tư tưởng đảng viên, nhân dân; biểu dương, nhắc nhở", "Hạng A Sử", "",
     "Nhân dân yên tâm sản xuất, tin tưởng vào sự lãnh đạo của Đảng. Biểu dương đồng chí Giàng A Thếnh vận động được 06 hộ góp ngày công làm đường. Nhắc nhở đồng chí phụ trách nhóm hộ Huổi Ho báo cáo chậm hai kỳ liền."),
    (AgendaPart.PLAN, "Phương hướng, nhiệm vụ tháng 02 năm 2026", "Lò Văn Ánh", "",
     "a) Tổ chức đón Tết vui tươi, tiết kiệm, không để hộ nào đứt bữa.\nb) Gieo cấy xong 21 ha lúa Đông Xuân trước ngày 20/02/2026.\n"
     "c) Phối hợp với Đồn Biên phòng tuần tra đường biên hai lần trong tháng.\nd) Hoàn thành dọn đá lở đường vào nhóm Huổi Ho."),
    (AgendaPart.OTHER, "Giới thiệu quần chúng ưu tú đi học lớp nhận thức về Đảng", "Giàng Thị Mỷ", "",
     "Chi ủy giới thiệu 01 quần chúng là đoàn viên thanh niên có thành tích trong phong trào làm đường."),
)  # fmt: skip

SPEECHES = (
    ("Mùa A Vừ", "Đề nghị chi bộ họp với các chủ hộ nhóm Huổi Ho ngay trong tuần này để chia ngày công; nếu để sau Tết thì xe chở phân bón không vào được. Tôi xin nhận vận động 12 hộ họ Mùa."),
    ("Lò Thị Đôi", "Về việc chăm lo Tết, chi hội phụ nữ đã rà soát 07 hộ khó khăn. Đề nghị danh sách được niêm yết tại nhà văn hóa để bà con biết."),
    ("Giàng A Thếnh", "Nhất trí với đánh giá của chi ủy. Việc di chuyển chuồng trâu cần có người xuống làm giúp vì hai hộ này chỉ có người già."),
    ("Sùng A Dế", "Mương nội đồng mới nạo vét nhưng đoạn qua ruộng ông Tếnh bị sạt lại, cần khoảng 15 công nữa."),
    ("Trần Thị Hòa", "Trường còn 03 cháu nghỉ học theo bố mẹ đi làm ăn xa. Đề nghị mỗi đảng viên phụ trách nhóm hộ vận động các cháu quay lại lớp sau Tết."),
    ("Vàng Thị Súa", "Tôi là đảng viên dự bị, xin nhận việc ghi chép, theo dõi ngày công của từng hộ và công khai hằng tuần."),
    ("Mùa A Vừ", "Bổ sung: đề nghị mượn máy xúc của xã một ngày, tiền dầu do bản góp."),
    ("Nguyễn Văn Quyết", "Đồn Biên phòng sẽ cử 05 chiến sĩ cùng bà con dọn đường trong hai ngày 07 và 08/02."),
)  # fmt: skip

DUTIES = (
    ("Mùa A Vừ", "Vận động 12 hộ góp công dọn đá lở đường vào nhóm Huổi Ho", date(2026, 2, 8), "nhóm Huổi Ho, 12 hộ", ("Giàng A Thếnh", "Nguyễn Văn Quyết"), "300 m đường thông xe"),
    ("Lò Thị Đôi", "Lập và niêm yết danh sách hộ khó khăn được hỗ trợ Tết", date(2026, 2, 10), "", (), "danh sách niêm yết"),
    ("Sùng A Dế", "Khắc phục đoạn mương sạt", date(2026, 2, 15), "", (), ""),
    ("Trần Thị Hòa", "Vận động 03 cháu quay lại lớp", date(2026, 2, 28), "", ("Lò Thị Đôi",), ""),
    ("Vàng Thị Súa", "Theo dõi, công khai ngày công của các hộ hằng tuần", None, "", (), ""),
)  # fmt: skip


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
            AgendaItem(**_own(f"item {i}"), position=i, part=part, title=title, person=person, papers=papers,
                       outcome=outcome)
            for i, (part, title, person, papers, outcome) in enumerate(AGENDA)
        ],
        "speeches": [
            Speech(**_own(f"speech {i}"), position=i, member_id=named_id(f"member:{name}"), speaker=name, text=text)
            for i, (name, text) in enumerate(SPEECHES)
        ],
        "conclusions": [
            Conclusion(**_own("conclusion 0"), position=0, kind=ConclusionKind.EXPLANATION,
                       text="Chủ trì tiếp thu ý kiến của đồng chí Mùa A Vừ; chi ủy sẽ làm việc với Ủy ban nhân dân xã về máy xúc trong ngày 04/02."),
            Conclusion(**_own("conclusion 1"), position=1,
                       text="Chi bộ thống nhất 04 nhiệm vụ tháng 02 như chi ủy trình bày, bổ sung việc khắc phục mương sạt.\nMỗi đảng viên phụ trách nhóm hộ báo cáo kết quả bằng miệng với Bí thư chi bộ trước ngày 25/02/2026."),
        ],
        "votes": [
            Vote(**_own("vote 0"), position=0, matter=Matter.RESOLUTION, base=base, agree=base - 4,
                 title="Thông qua Nghị quyết lãnh đạo thực hiện nhiệm vụ tháng 02 năm 2026"),
            Vote(**_own("vote 1"), position=1, matter=Matter.MEETING_LEVEL, base=base, agree=base - 6, disagree=1,
                 other=1, title="Chấm điểm, xếp mức chất lượng buổi sinh hoạt",
                 reserved_opinion="Đ/c Sùng A Dế đề nghị xếp mức Khá vì còn một đồng chí vắng không lý do."),
        ],
        "duties": [
            Duty(id=named_id(f"duty {i}"), meeting_id=MEETING_ID, position=i, owner_id=named_id(f"member:{name}"),
                 text=text, due=due, area=area, output=output,
                 co_owner_ids=tuple(named_id(f"member:{n}") for n in helpers))
            for i, (name, text, due, area, helpers, output) in enumerate(DUTIES)
        ],
        "resolutions": [
            Resolution(id=named_id("resolution"), meeting_id=MEETING_ID, vote_id=named_id("vote 0"), date=DAY,
                       title="Lãnh đạo thực hiện nhiệm vụ tháng 02 năm 2026", state=ResolutionState.ADOPTED),
        ],
        "chain_code": CODE,
    }  # fmt: skip


def minutes(**changes: Any) -> Minutes:
    """The minutes of the sample meeting with some of its records replaced."""
    return compose_minutes(**{**records(), **changes})
