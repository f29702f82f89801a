"""Documents from above: their files stay in the book, secrecy asks to stop, meetings make them known."""

from __future__ import annotations

from datetime import date, datetime, time

import msgspec
import pytest
from papers_samples import a_file, add_document, add_inspection, add_people

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.incoming import MAX_FILE, IncomingDocument
from chibo_desktop.domain.meetings import AgendaItem, AgendaPart, MeetingKind
from chibo_desktop.domain.secrecy_marks import secrecy_mark
from chibo_desktop.services import backups, incoming, meetings, preparation, search
from chibo_desktop.services.documents_todo import documents_todo
from chibo_desktop.storage import attachments


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


def first(session) -> IncomingDocument:
    return incoming.list_incoming(session)[0].document


@pytest.mark.parametrize(
    ("symbol", "title", "name", "mark"),
    [
        ("42-HD/BTCTW", "Hướng dẫn sinh hoạt chi bộ", "hd-42.pdf", ""),
        ("", "TỐI MẬT: kế hoạch", "", "Tối mật"),
        ("12-CV (Mật)", "Về việc khác", "", "Mật"),
        ("12-CV mật", "Về việc khác", "", "Mật"),
        ("", "Độ mật: Tuyệt  mật", "", "Tuyệt mật"),
        ("", "Công văn MẬT về an ninh", "", "Mật"),
        ("", "Giữ bí mật nhà nước", "", ""),
        ("", "Mật ong rừng năm 2026", "", ""),
        ("", "Sơ đồ mật độ dân cư; thân mật", "", ""),
        ("", "Tôi mất trí nhớ, tối mặt tối mũi", "", ""),
        ("", "", "ke-hoach_TOI-MAT.pdf", "Tối mật"),
        ("", "", "kế hoạch (tuyệt mật).docx", "Tuyệt mật"),
        ("", "", "CV-12-MAT.pdf", "Mật"),
        ("", "", "MAT-TRAN-to-quoc.pdf", ""),
        ("", "", "Mật_cv 12.pdf", "Mật"),
    ],
)
def test_marks_of_secrecy_are_seen_in_words_and_names(symbol, title, name, mark):
    assert secrecy_mark(symbol, title, name) == mark


def test_a_marked_file_is_kept_only_when_the_person_says_it_is_none(session, tmp_path):
    document = add_document(session, "12-KH/ĐU", "Kế hoạch TỐI MẬT")
    with pytest.raises(incoming.SecrecyError, match="Tối mật"):
        incoming.attach(session, document, a_file(tmp_path))
    assert attachments.kept(session.book) == set()
    assert first(session).file_name == ""
    incoming.attach(session, document, a_file(tmp_path), not_secret=True)
    assert first(session).file_name == "huong-dan-42.pdf"


def test_a_file_is_kept_whole_and_written_only_where_the_person_says(session, tmp_path):
    document = add_document(session, "42-HD/BTCTW", "Hướng dẫn")
    data = bytes(range(256)) * 40
    incoming.attach(session, document, a_file(tmp_path, "Hướng dẫn 42.PDF", data))
    kept = first(session)
    assert (kept.file_name, kept.file_size) == ("Hướng dẫn 42.PDF", len(data))
    before = {p for p in tmp_path.rglob("*") if p.name.startswith("Hướng dẫn")}
    target = tmp_path / "ra" / "tệp.pdf"
    assert incoming.save_file(session, kept.id, target) == target
    assert target.read_bytes() == data
    assert {p for p in tmp_path.rglob("*") if p.name.startswith("Hướng dẫn")} == before
    with pytest.raises(UserError, match="tên tệp riêng của sổ"):
        incoming.save_file(session, kept.id, session.folder / "so-chi-bo.db")


def test_no_plain_byte_of_a_file_lies_in_the_folder_of_the_book(session, tmp_path):
    planted = b"planted words of a document 4711"
    incoming.attach(session, add_document(session, "1-CV", "Công văn"), a_file(tmp_path, data=planted * 200))
    session.close()
    for file in session.folder.rglob("*"):
        assert not file.is_file() or planted not in file.read_bytes()


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [("a.pdf", MAX_FILE + 1, "lớn hơn 20 MB"), ("a.exe", 10, "không phải văn bản"), ("a.pdf", 0, "trống rỗng")],
)
def test_what_is_too_large_empty_or_no_paper_is_refused(session, tmp_path, name, size, words):
    document = add_document(session, "1-CV", "Công văn")
    with pytest.raises(UserError, match=words):
        incoming.attach(session, document, a_file(tmp_path, name, b"x" * size))
    assert attachments.kept(session.book) == set()


def test_a_file_of_exactly_20_mb_is_kept(session, tmp_path):
    incoming.attach(session, add_document(session, "1-CV", "Công văn"), a_file(tmp_path, data=b"x" * MAX_FILE))
    assert first(session).file_size == MAX_FILE


def test_a_missing_file_says_so(session, tmp_path):
    document = add_document(session, "1-CV", "Công văn")
    with pytest.raises(UserError, match="Không tìm thấy"):
        incoming.attach(session, document, tmp_path / "khong-co.pdf")
    with pytest.raises(UserError, match="không còn trong sổ"):
        incoming.save_file(session, document.id, tmp_path / "ra.pdf")


def test_a_name_that_no_system_can_write_is_made_plain(session, tmp_path):
    document = add_document(session, "1-CV", "Công văn")
    incoming.attach(session, document, a_file(tmp_path, 'a:b*"c?.pdf' if tmp_path.drive == "" else "abc.pdf"))
    assert not set(first(session).file_name) & set('<>:"/\\|?*')


def test_deleting_removes_the_file_unless_another_document_has_it(session, tmp_path):
    one, two = add_document(session, "1-CV", "Một"), add_document(session, "2-CV", "Hai")
    for document in (one, two):
        incoming.attach(session, document, a_file(tmp_path))
    assert len(attachments.kept(session.book)) == 1
    assert incoming.delete_document(session, one.id)[1] == {}
    assert len(attachments.kept(session.book)) == 1
    _, removed = incoming.delete_document(session, two.id)
    assert attachments.kept(session.book) == set()
    session.undo()
    incoming.put_back(session, removed)
    assert incoming.list_incoming(session)[0].has_file
    assert incoming.save_file(session, two.id, tmp_path / "ra.pdf").read_bytes() == a_file(tmp_path).read_bytes()


def test_another_file_replaces_the_first_and_taking_it_away_removes_it(session, tmp_path):
    document = add_document(session, "1-CV", "Một")
    incoming.attach(session, document, a_file(tmp_path, "a.pdf", b"a"))
    incoming.attach(session, first(session), a_file(tmp_path, "b.pdf", b"b"))
    assert len(attachments.kept(session.book)) == 1
    incoming.detach(session, first(session))
    assert attachments.kept(session.book) == set()
    assert not incoming.list_incoming(session)[0].has_file


def test_files_come_back_with_a_backup(session, tmp_path, password, clock):
    document = add_document(session, "1-CV", "Công văn")
    incoming.attach(session, document, a_file(tmp_path, data=b"whole"))
    backup = tmp_path / "a.chibo-saoluu"
    backups.back_up(session, backup)
    folder = tmp_path / "restored"
    again = backups.restore(backup, folder, password, clock=clock)
    try:
        assert incoming.save_file(again, document.id, tmp_path / "ra.pdf").read_bytes() == b"whole"
    finally:
        again.close()


def test_what_cannot_be_is_refused(session):
    blank = incoming.new_document(session)
    with pytest.raises(UserError, match="Chưa ghi trích yếu"):
        incoming.save_document(session, blank)
    late = msgspec.structs.replace(blank, title="x", received_on=date(2026, 11, 4))
    with pytest.raises(UserError, match="Ngày nhận"):
        incoming.save_document(session, late)


def test_documents_not_made_known_stand_first_with_their_days_and_are_found(session):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    known = add_document(session, "50-CT/TW", "Chỉ thị về sinh hoạt chi bộ", issuer="Ban Bí thư")
    waiting = add_document(session, "42-HD/BTCTW", "Hướng dẫn đổi mới", received_on=date(2026, 10, 3))
    incoming.make_known(session, [known.id], meeting_id)
    rows = incoming.list_incoming(session)
    assert [(row.id, row.known, row.waiting) for row in rows] == [(waiting.id, False, 31), (known.id, True, None)]
    assert rows[1].meeting.id == meeting_id
    columns, table = incoming.incoming_table(session)
    assert len(columns) == len(table[0])
    assert table[0][5] == "Chưa quán triệt"
    assert "03/11/2026" in table[1][5]
    assert [found.id for found in search.find(session, "chi thi ban bi thu")] == [known.id]
    assert [found.id for found in search.find(session, "42 hd btctw")] == [waiting.id]
    session.undo()
    assert not incoming.list_incoming(session)[1].known
    with pytest.raises(UserError, match="không còn trong sổ"):
        incoming.make_known(session, [known.id], b"x" * 16)


@pytest.mark.parametrize(("dated", "refused"), [(date(2026, 11, 3), False), (date(2026, 11, 4), True)])
def test_a_document_is_not_made_known_before_it_was_written(session, dated, refused):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    document = msgspec.structs.replace(add_document(session, "12-CV/ĐU", "Công văn"), dated=dated)
    incoming.save_document(session, document)
    if not refused:
        incoming.make_known(session, [document.id], meeting_id)
        assert incoming.find_document(session, document.id).meeting_id == meeting_id
        return
    with pytest.raises(UserError, match="trước ngày văn bản"):
        incoming.make_known(session, [document.id], meeting_id)
    with pytest.raises(UserError, match="trước ngày văn bản"):
        incoming.save_document(session, msgspec.structs.replace(document, meeting_id=meeting_id))
    assert incoming.find_document(session, document.id).meeting_id is None


@pytest.mark.parametrize(("received", "told"), [(date(2026, 10, 4), False), (date(2026, 10, 3), True)])
def test_more_than_thirty_days_are_reminded_of(session, received, told):
    add_document(session, "42-HD/BTCTW", "Hướng dẫn", received_on=received)
    todo = documents_todo(session)
    assert bool(todo) is told
    if told:
        assert "42-HD/BTCTW" in todo[0].why
        assert (todo[0].place, todo[0].target[0]) == ("documents", "incoming")


def test_late_inspections_are_reminded_of_also_those_of_last_year(session, clock):
    late = add_inspection(session, "Một", year=2025, due=date(2025, 12, 31))
    now = add_inspection(session, "Hai", due=date(2026, 11, 30))
    add_inspection(session, "Ba", due=date(2026, 12, 31))
    assert [(t.target, t.level.name) for t in documents_todo(session)] == [
        (("inspections", late.id), "LATE"), (("inspections", now.id), "DUE"),
    ]  # fmt: skip
    clock.at = datetime.combine(date(2026, 12, 1), time(8))
    assert [t.level.name for t in documents_todo(session)] == ["LATE", "LATE", "DUE"]


def test_a_document_not_made_known_is_suggested_for_the_next_agenda(session):
    add_people(session)
    document = add_document(session, "42-HD/BTCTW", "Hướng dẫn đổi mới", received_on=date(2026, 10, 3))
    later = add_document(session, "1-KH/ĐU", "Kế hoạch", received_on=date(2026, 11, 3))
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 10))
    lines = [s for s in preparation.suggestions(session, meeting_id) if s.title.startswith("Quán triệt: ")]
    assert [s.title for s in lines] == ["Quán triệt: 42-HD/BTCTW Hướng dẫn đổi mới", "Quán triệt: 1-KH/ĐU Kế hoạch"]
    assert lines[0].part is AgendaPart.NEWS
    incoming.make_known(session, [document.id, later.id], meeting_id)
    assert not [s for s in preparation.suggestions(session, meeting_id) if s.title.startswith("Quán triệt: ")]


def test_what_stood_on_the_agenda_of_a_meeting_held_is_offered(session, clock):
    document = add_document(session, "42-HD/BTCTW", "Hướng dẫn", received_on=date(2026, 10, 3))
    add_document(session, "142-HD/BTCTW", "Hướng dẫn khác", received_on=date(2026, 10, 3))
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 10))
    line = AgendaItem(
        id=session.new_id(), meeting_id=meeting_id, position=9, title="Quán triệt: 42-HD/BTCTW Hướng dẫn"
    )
    session.save(line)
    assert incoming.offered(session) is None
    clock.at = datetime.combine(date(2026, 11, 10), time(21))
    offer = incoming.offered(session)
    assert (offer.meeting.id, [d.id for d in offer.documents]) == (meeting_id, [document.id])
    incoming.make_known(session, [document.id], meeting_id)
    assert incoming.offered(session) is None


@pytest.mark.parametrize(("count", "lines", "rest"), [(4, 4, 0), (5, 3, 2), (9, 3, 6)])
def test_many_waiting_documents_take_few_lines_of_the_agenda(session, count, lines, rest):
    for number in range(count):
        add_document(session, f"{number + 1}-CV/ĐU", "Công văn", received_on=date(2026, 10, 1 + number))
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 10))
    made = [s for s in preparation.suggestions(session, meeting_id) if s.title.startswith("Quán triệt")]
    single = [s for s in made if s.title.startswith("Quán triệt: ")]
    assert [s.papers for s in single] == [f"{number + 1}-CV/ĐU" for number in range(lines)]
    assert len(made) - len(single) == bool(rest)
    if rest:
        assert f"còn {rest} văn bản" in made[-1].reason
    assert len({s.key for s in made}) == len(made)


def test_a_taken_suggestion_is_not_suggested_again(session):
    add_document(session, "42-HD/BTCTW", "Hướng dẫn", received_on=date(2026, 10, 3))
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 10))
    made = [s for s in preparation.suggestions(session, meeting_id) if s.key.startswith("incoming:")]
    preparation.take(session, meeting_id, made)
    assert not [s for s in preparation.suggestions(session, meeting_id) if s.key.startswith("incoming:")]
    assert "Quán triệt: 42-HD/BTCTW Hướng dẫn" in {i.title for i in session.book.find(AgendaItem)}


def test_a_meeting_that_was_deleted_leaves_the_document_made_known_in_words(session):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    document = add_document(session, "1-CV", "Công văn", meeting_id=meeting_id)
    meetings.delete_meeting(session, meeting_id)
    row = incoming.list_incoming(session)[0]
    assert (row.id, row.known, row.meeting) == (document.id, True, None)
    assert incoming.known_words(row) == "Đã quán triệt"


def test_only_meetings_that_were_held_are_offered_and_the_one_already_written(session):
    held = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    to_come = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 12, 3))
    assert [m.id for m in incoming.meetings_to_choose(session)] == [held]
    add_document(session, "1-CV", "Công văn", meeting_id=to_come)
    assert [m.id for m in incoming.meetings_to_choose(session)] == [to_come, held]
