"""Closed minutes are corrected in the open: both versions, a reason, the same number."""

from __future__ import annotations

import pytest
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import backups, corrections, meetings, papers
from chibo_desktop.services.session import Session


@pytest.fixture
def closed(cell: Session) -> bytes:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    meetings.close_meeting(cell, meeting_id)
    return meeting_id


def place(cell: Session, meeting_id: bytes, beginning: str) -> corrections.Place:
    return next(p for p in corrections.places(meetings.load(cell, meeting_id)) if p.what.startswith(beginning))


def test_a_correction_keeps_both_versions_and_is_printed(cell: Session, closed: bytes) -> None:
    speech = place(cell, closed, "Ý kiến của Đ/c")
    corrections.correct(cell, closed, speech, "Tôi đề nghị bổ sung.", "thư ký ghi thiếu ý")
    view = meetings.load(cell, closed)
    assert view.speeches[0].text == "Tôi đề nghị bổ sung."
    (kept,) = view.corrections
    assert (kept.before, kept.after) == ("Tôi nhất trí với dự thảo.", "Tôi đề nghị bổ sung.")
    words = papers.minutes_text(papers.minutes_of(cell, closed))
    assert "trước ghi “Tôi nhất trí với dự thảo.”, nay ghi “Tôi đề nghị bổ sung.”" in words
    assert "thư ký ghi thiếu ý" in words
    assert view.number is not None
    assert backups.check(cell, full=True) == []


def test_attendance_times_and_numbers_can_be_corrected(cell: Session, closed: bytes) -> None:
    roll = place(cell, closed, "Điểm danh Đ/c Đặng Đức Bình")
    corrections.correct(cell, closed, roll, "Vắng có lý do", "điểm danh nhầm")
    corrections.correct(cell, closed, place(cell, closed, "Giờ kết thúc"), "21:40", "ghi nhầm giờ")
    view = meetings.load(cell, closed)
    assert view.tally.absent_excused == 1
    assert view.meeting.length == 130
    assert view.meeting.closing is not None
    assert view.meeting.closing.base_due == view.tally.due


def test_the_code_of_the_paper_changes_with_a_correction_only(cell: Session, closed: bytes) -> None:
    code = papers.minutes_of(cell, closed).code
    meetings.note_after(cell, closed, signed_on=DAY)
    add_members(cell, ["Người Mới", "Khách", "Khách"])
    assert papers.minutes_of(cell, closed).code == code
    corrections.correct(cell, closed, place(cell, closed, "Địa điểm"), "Nhà sàn", "ghi nhầm nơi họp")
    assert papers.minutes_of(cell, closed).code != code


@pytest.mark.parametrize(
    ("where", "words", "reason", "said"),
    [
        ("Địa điểm", "Nhà sàn", "  ", "lý do"),
        ("Giờ kết thúc", "25:99", "nhầm", "giờ"),
        ("Điểm danh", "Đi chơi", "nhầm", "lựa chọn"),
        ("Ý kiến", "", "nhầm", "để trống"),
    ],
)
def test_what_cannot_be_read_is_refused(
    cell: Session, closed: bytes, where: str, words: str, reason: str, said: str
) -> None:
    before = cell.head()
    with pytest.raises(UserError, match=said):
        corrections.correct(cell, closed, place(cell, closed, where), words, reason)
    assert cell.head() == before


def test_open_minutes_are_edited_and_not_corrected(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    with pytest.raises(UserError, match="chưa chốt"):
        corrections.correct(cell, meeting_id, place(cell, meeting_id, "Địa điểm"), "Nhà sàn", "nhầm")
    with pytest.raises(UserError, match="chưa chốt"):
        meetings.note_after(cell, meeting_id, signed_on=DAY)


def test_correcting_to_the_same_writes_nothing(cell: Session, closed: bytes) -> None:
    before = cell.head()
    corrections.correct(cell, closed, place(cell, closed, "Địa điểm"), "Nhà văn hóa bản", "nhầm")
    assert cell.head() == before


def test_a_correction_can_be_undone(cell: Session, closed: bytes) -> None:
    corrections.correct(cell, closed, place(cell, closed, "Địa điểm"), "Nhà sàn", "nhầm")
    cell.undo()
    view = meetings.load(cell, closed)
    assert (view.meeting.place, view.corrections) == ("Nhà văn hóa bản", ())
