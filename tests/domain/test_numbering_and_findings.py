"""Document numbers and what is said before closing."""

from __future__ import annotations

from datetime import date, time

from chibo_desktop.domain.findings import Severity, meeting_findings
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, Stage
from chibo_desktop.domain.members import Standing, Status
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number, symbol
from chibo_desktop.domain.votes import Matter, Vote

ID = b"i" * 16


def given_number(doc_type: DocumentType, number: int, term: str = "2025 - 2027") -> DocumentNumber:
    return DocumentNumber(id=ID, type=doc_type, term=term, number=number, date=date(2026, 1, 3), subject="x")


def test_numbers_run_per_type_through_the_whole_term() -> None:
    numbers = [given_number(DocumentType.MINUTES, 4), given_number(DocumentType.RESOLUTION, 9)]
    assert next_number(numbers, DocumentType.MINUTES, "2025 - 2027") == 5
    assert next_number(numbers, DocumentType.MINUTES, "2027 - 2030") == 1
    assert next_number([], DocumentType.REPORT, "") == 1


def test_symbol_is_padded_with_a_dash_before_the_type() -> None:
    assert symbol(5, DocumentType.RESOLUTION) == "Số 05-NQ/CB"
    assert symbol(123, DocumentType.MINUTES) == "Số 123-BB/CB"


def meeting(**fields: object) -> Meeting:
    values: dict[str, object] = {
        "id": ID, "date": date(2026, 11, 3), "starts": time(19, 30), "ends": time(21, 5), "place": "Nhà văn hóa",
        "chair_id": ID, "minute_taker_id": ID, "roll_called": True,
    }  # fmt: skip
    return Meeting(**(values | fields))  # type: ignore[arg-type]


def row(state: AttendanceState, name: str = "Lò Văn An", reason: str = "") -> Attendance:
    return Attendance(
        id=ID, meeting_id=ID, member_id=ID, state=state, name=name, reason=reason, standing=Standing.FULL,
        status=Status.ACTIVE,
    )  # fmt: skip


def sentences(**parts: object) -> list[str]:
    given: dict[str, object] = {"rows": [], "agenda": [], "speeches": [], "conclusions": [], "votes": []}
    return [f.sentence for f in meeting_findings(**(given | parts))]  # type: ignore[arg-type]


def test_a_short_meeting_is_told_with_its_rule() -> None:
    assert "Họp 74 phút, tối thiểu 90 phút." in sentences(meeting=meeting(ends=time(20, 44)))
    assert not any("tối thiểu" in s for s in sentences(meeting=meeting(ends=time(21, 0))))


def test_a_meeting_past_midnight_is_measured_rightly() -> None:
    assert meeting(starts=time(23, 0), ends=time(0, 45)).length == 105


def test_missing_form_is_heavier_than_a_hint() -> None:
    found = meeting_findings(
        meeting=meeting(chair_id=None), rows=[row(AttendanceState.ABSENT_UNEXCUSED)], agenda=[], speeches=[],
        conclusions=[], votes=[],
    )  # fmt: skip
    assert [f.severity for f in found] == sorted((f.severity for f in found), reverse=True)
    assert found[0].severity is Severity.MISSING
    assert any(f.sentence == "Chưa ghi ai chủ trì." and f.stage is Stage.PREPARATION for f in found)


def test_absence_without_reason_and_lost_quorum_are_told() -> None:
    rows = [row(AttendanceState.ABSENT_EXCUSED), row(AttendanceState.ABSENT_EXCUSED, "Cà Thị Ân", "đi viện")]
    said = sentences(meeting=meeting(), rows=rows)
    assert "Vắng có lý do nhưng chưa ghi lý do: Lò Văn An." in said
    assert "Có 0/2 đảng viên chính thức, chưa quá nửa." in said


def test_votes_above_the_room_and_open_elections_are_told() -> None:
    vote = Vote(id=ID, meeting_id=ID, position=1, matter=Matter.ELECTION, title="Bầu bí thư", base=1, agree=5)
    said = sentences(meeting=meeting(), rows=[row(AttendanceState.PRESENT)], votes=[vote])
    assert any("nhiều hơn số đảng viên chính thức có mặt (1)" in s for s in said)
    assert "“Bầu bí thư” phải bỏ phiếu kín." in said


def test_minutes_not_read_to_the_cell_are_told_until_they_are() -> None:
    said = "Chưa đánh dấu đã đọc lại biên bản cho chi bộ nghe."
    assert said in sentences(meeting=meeting())
    assert said not in sentences(meeting=meeting(read_out=True))
    assert said not in sentences(meeting=meeting(ends=None))
