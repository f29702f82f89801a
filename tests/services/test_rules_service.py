"""Rules in the book: the pack of a date, packs from above, the cell's own numbers, closed meetings."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import msgspec
import pytest
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.settings import Setting, setting
from chibo_desktop.domain.votes import Matter
from chibo_desktop.services import meetings, pairing, receiving, rules, sending
from chibo_desktop.services.papers import minutes_of, minutes_text
from chibo_desktop.services.session import Session

COMMUNE = """
id = "meeting.nam-khao-2026"
based_on = "meeting.hd42-2025"
title = "Quy định của xã Nậm Khao"
legal_basis = "Công văn 12-CV/ĐU ngày 01/3/2026"
effective_from = 2026-03-01
replaces = "meeting.hd42-2025"

[lengths]
kinds = { regular = 60 }

[basis]
"length.regular" = "Công văn 12-CV/ĐU"

[agendas]
extraordinary = [{ part = "other", title = "Việc khẩn của bản", minutes = 30 }]
"""


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    file = tmp_path / "quy-dinh.toml"
    file.write_text(COMMUNE, encoding="utf-8")
    return file


def least(session: Session, day: date = DAY) -> int | None:
    return rules.pack_for(session, day).minimum_length(MeetingKind.REGULAR)


def test_a_new_book_has_the_packs_that_ship(cell: Session) -> None:
    assert [p.id for p in rules.packs(cell)] == ["meeting.hd42-2025", "meeting.hd12-2018", "meeting.hd42-ward8"]
    assert rules.pack_for(cell, DAY).id == "meeting.hd42-2025"
    assert rules.pack_for(cell, date(2024, 5, 3)).id == "meeting.hd12-2018"


def test_a_pack_from_above_counts_from_its_day_and_travels_as_settings(cell: Session, commune: Path) -> None:
    pack, changed = rules.replace_pack(cell, commune)
    assert changed.kinds == {"setting"}
    assert (least(cell, date(2026, 2, 28)), least(cell, date(2026, 3, 1))) == (90, 60)
    assert rules.pack_for(cell, DAY) == pack
    kept = [s for s in cell.book.find(Setting) if s.name.startswith("rule.pack.")]
    assert len(kept) > 1
    assert all(len(piece.value) <= 4_000 for piece in kept)
    assert rules.replace_pack(cell, commune)[1].kinds == frozenset()
    cell.undo()
    assert least(cell) == 90


def test_a_pack_from_above_gives_new_meetings_their_agenda(cell: Session, commune: Path) -> None:
    rules.replace_pack(cell, commune)
    meeting_id = meetings.create_meeting(cell, MeetingKind.EXTRAORDINARY, DAY)
    view = meetings.load(cell, meeting_id)
    assert [item.title for item in view.agenda] == ["Việc khẩn của bản"]
    assert view.meeting.pack == "meeting.nam-khao-2026"
    assert view.pack.title == "Quy định của xã Nậm Khao"


def short_meeting(session: Session, day: date = DAY) -> bytes:
    meeting_id = filled_meeting(session, day)
    view = meetings.load(session, meeting_id)
    meetings.save_meeting(session, msgspec.structs.replace(view.meeting, ends=time(20, 45)))
    return meeting_id


def told(session: Session, meeting_id: bytes) -> list[str]:
    return [f.sentence for f in meetings.load(session, meeting_id).findings if "tối thiểu" in f.sentence]


def test_a_closed_meeting_keeps_its_pack_and_an_open_one_follows_its_date(cell: Session, commune: Path) -> None:
    add_members(cell)
    closed, still_open = short_meeting(cell), short_meeting(cell, DAY + timedelta(days=28))
    meetings.close_meeting(cell, closed)
    assert told(cell, closed) == told(cell, still_open) == ["Họp 75 phút, tối thiểu 90 phút."]
    rules.replace_pack(cell, commune)
    assert told(cell, closed) == ["Họp 75 phút, tối thiểu 90 phút."]
    assert told(cell, still_open) == []
    assert meetings.load(cell, closed).pack.id == "meeting.hd42-2025"
    meetings.close_meeting(cell, still_open)
    assert meetings.load(cell, still_open).meeting.pack == "meeting.nam-khao-2026"
    assert rules.pack_for(cell, DAY).id == "meeting.nam-khao-2026"


def test_a_closed_meeting_keeps_the_numbers_and_the_frame_of_its_closing(cell: Session) -> None:
    add_members(cell)
    rules.set_number(cell, "length.regular", 60)
    rules.set_number(cell, "absences_in_a_row", 2)
    rules.choose_frame(cell, "meeting.hd42-ward8", DAY)
    closed = short_meeting(cell)
    meetings.close_meeting(cell, closed)
    rules.reset_number(cell)
    rules.choose_frame(cell, "meeting.hd42-2025", DAY)
    view = meetings.load(cell, closed)
    assert told(cell, closed) == []
    assert (view.pack.absences_in_a_row, view.pack.score_frame.id) == (2, "meeting.hd42-ward8")
    assert (least(cell), rules.pack_for(cell, DAY).score_frame.id) == (90, "meeting.hd42-2025")


def test_the_mark_of_a_meeting_fits_its_field_with_every_number_changed(cell: Session, commune: Path) -> None:
    commune.write_text(COMMUNE.replace("nam-khao-2026", "x" * 52), encoding="utf-8")
    rules.replace_pack(cell, commune)
    for rule in rules.NUMBERS:
        rules.set_number(cell, rule.key, rule.most)
    meeting = Meeting(id=b"m" * 16, date=DAY)
    mark = rules.pack_mark(cell, meeting)
    assert len(mark) <= 200
    for detail in ("length.regular=300", "length.sitting=400", "length.large_from=500", "length.large=300"):
        assert detail in mark.split()


def test_what_a_closed_meeting_was_held_under_cannot_be_changed_or_taken_away(cell: Session, commune: Path) -> None:
    add_members(cell)
    rules.replace_pack(cell, commune)
    commune.write_text(COMMUNE.replace("60", "70"), encoding="utf-8")
    rules.replace_pack(cell, commune)
    assert least(cell) == 70
    meetings.close_meeting(cell, short_meeting(cell))
    commune.write_text(COMMUNE.replace("60", "80"), encoding="utf-8")
    with pytest.raises(UserError, match=r"mã meeting\.nam-khao-2026"):
        rules.replace_pack(cell, commune)
    with pytest.raises(UserError, match="chốt theo bộ quy định này"):
        rules.remove_pack(cell, "meeting.nam-khao-2026")
    assert least(cell) == 70


def test_a_shipped_pack_is_not_written_over(cell: Session, tmp_path: Path) -> None:
    file = tmp_path / "42.toml"
    text = resource("rules", "meeting-hd42-2025.toml").read_text(encoding="utf-8")
    file.write_text(text.replace("regular = 90", "regular = 30"), encoding="utf-8")
    with pytest.raises(UserError, match="Đã có bộ quy định"):
        rules.replace_pack(cell, file)
    file.write_text(text, encoding="utf-8")
    assert rules.replace_pack(cell, file)[1].kinds == frozenset()


def test_a_pack_can_be_taken_away_again(cell: Session, commune: Path) -> None:
    rules.replace_pack(cell, commune)
    rules.remove_pack(cell, "meeting.nam-khao-2026")
    assert [p.id for p in rules.packs(cell)] == [p.id for p in rules.shipped_packs()]
    assert not [s for s in cell.book.find(Setting) if s.name.startswith("rule.")]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (COMMUNE.replace("regular = 60", "regular = 6000"), 10, "không được quá 600"),
        (COMMUNE.replace("regular = 60", "regular = 10"), 10, "từ 15 đến 300"),
        (COMMUNE.replace("[lengths]", "[lengths"), 9, "]"),
        (COMMUNE.replace('hd42-2025"\ntitle', 'hd42-2099"\ntitle'), 3, "meeting.hd42-2099"),
        ("", 1, "thiếu ô “id”"),
        ("Kính gửi: các chi bộ\n", 1, "dấu ="),
        (COMMUNE.encode("utf-16"), 1, "UTF-8"),
        (COMMUNE.encode("cp1258", "replace"), 4, "UTF-8"),
    ],
)  # fmt: skip
def test_a_bad_pack_is_refused_with_line_and_reason_and_changes_nothing(
    cell: Session, tmp_path: Path, data: str | bytes, line: int, reason: str
) -> None:
    file = tmp_path / "sai.toml"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    before = cell.head()
    with pytest.raises(UserError) as caught:
        rules.replace_pack(cell, file)
    assert f"Tệp sai.toml, dòng {line}: " in caught.value.title
    assert reason in caught.value.title
    assert cell.head() == before


def test_a_file_that_is_gone_or_too_large_is_refused(cell: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Không đọc được"):
        rules.replace_pack(cell, tmp_path / "khong-co.toml")
    large = tmp_path / "lon.toml"
    large.write_text("# " + "x" * 100_000)
    with pytest.raises(UserError, match="quá lớn"):
        rules.replace_pack(cell, large)


def test_a_file_from_notepad_with_its_mark_is_read(cell: Session, tmp_path: Path) -> None:
    file = tmp_path / "notepad.toml"
    file.write_bytes(b"\xef\xbb\xbf" + COMMUNE.replace("\n", "\r\n").encode())
    rules.replace_pack(cell, file)
    assert least(cell) == 60


def test_own_numbers_have_limits_and_go_back(cell: Session) -> None:
    rules.set_number(cell, "length.regular", 60)
    rules.set_number(cell, "calendar.regular_day", 5)
    assert rules.local_numbers(cell) == {"length.regular": 60, "calendar.regular_day": 5}
    assert least(cell) == 60
    with pytest.raises(UserError, match="từ 15 đến 300"):
        rules.set_number(cell, "length.regular", 5)
    rules.reset_number(cell, "length.regular")
    assert rules.local_numbers(cell) == {"calendar.regular_day": 5}
    rules.reset_number(cell)
    assert rules.local_numbers(cell) == {}
    with pytest.raises(KeyError):
        rules.set_number(cell, "khac", 1)


def test_a_frame_is_chosen_among_those_in_force(cell: Session) -> None:
    assert [frame.id for frame in rules.frames(cell, DAY)] == [
        "meeting.hd42-2025", "meeting.hd12-2018", "meeting.hd42-ward8",
    ]  # fmt: skip
    assert [frame.id for frame in rules.frames(cell, date(2025, 1, 3))] == ["meeting.hd12-2018"]
    rules.choose_frame(cell, "meeting.hd42-ward8", DAY)
    assert rules.pack_for(cell, DAY).score_frame.id == "meeting.hd42-ward8"
    assert rules.pack_for(cell, date(2025, 1, 3)).score_frame.id == "meeting.hd12-2018"


def test_a_frame_of_choice_is_used_once_it_is_brought(cell: Session, commune: Path) -> None:
    text = resource("rules", "meeting-hd42-ward8.toml").read_text(encoding="utf-8")
    commune.write_text(text.replace("meeting.hd42-ward8", "meeting.tinh-2026"), encoding="utf-8")
    rules.replace_pack(cell, commune)
    pack = rules.pack_for(cell, DAY)
    assert (pack.id, pack.score_frame.id) == ("meeting.hd42-2025", "meeting.tinh-2026")
    rules.remove_pack(cell, "meeting.tinh-2026")
    assert rules.pack_for(cell, DAY).score_frame.id == "meeting.hd42-2025"


def test_settings_that_are_no_pack_are_passed_over(cell: Session) -> None:
    for name, value in (
        ("rule.pack.hong/00", "{"), ("rule.pack.meeting.hd42-2025/00", "{}"),
        ("rule.number.length.regular", "nhiều"),
        ("rule.number.absences_in_a_row", "99999"), ("rule.frame", "khong-co"), ("rule.number.khac", "3"),
    ):  # fmt: skip
        cell.save(setting(name, value), what="Sửa cài đặt")
    assert rules.pack_for(cell, DAY) == rules.shipped_packs()[0]


def test_minutes_count_a_vote_by_the_law_of_the_meeting_s_pack(cell: Session, commune: Path) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    view = meetings.load(cell, meeting_id)
    vote = msgspec.structs.replace(meetings.new_vote(view, cell, Matter.OTHER, "Việc của bản"), base=9, agree=5)
    meetings.save_parts(cell, vote)
    assert "Kết quả: đạt (" in minutes_text(minutes_of(cell, meeting_id))
    law = '[votes.other]\nthreshold = "two_thirds"\nbasis = "Quy chế"\nbase = "đảng viên chính thức"\n'
    commune.write_text(COMMUNE + law, encoding="utf-8")
    rules.replace_pack(cell, commune)
    text = minutes_text(minutes_of(cell, meeting_id))
    assert "Kết quả: không đạt" in text
    assert "06/09" in text


def test_the_office_judges_a_cell_by_the_rules_that_cell_keeps(
    cell: Session, office: Session, usb: Path, commune: Path
) -> None:
    pairing.pair(cell, pairing.my_card(office))
    pairing.pair(office, pairing.my_card(cell))
    add_members(cell)
    rules.replace_pack(cell, commune)
    rules.set_number(cell, "length.thematic", 45)
    meeting_id = short_meeting(cell)
    meetings.close_meeting(cell, meeting_id)
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    assert rules.pack_for(office, DAY, book=2) == rules.pack_for(cell, DAY)
    assert rules.pack_for(office, DAY).id == "meeting.hd42-2025"
    assert meetings.load(office, meeting_id, book=2).pack == meetings.load(cell, meeting_id).pack
    assert rules.local_numbers(office, book=2) == {"length.thematic": 45}
