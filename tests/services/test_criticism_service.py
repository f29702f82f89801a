"""Notes of criticism: saved sealed, asked after again, counted without the right, printed on demand."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from criticism_samples import PLANTED, as_helper, make_note
from pypdf import PdfReader
from service_samples import add_members

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, Mending
from chibo_desktop.domain.criticism_follow_up import same_promise
from chibo_desktop.domain.criticism_questions import FactKind
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import AttendanceState, MeetingKind
from chibo_desktop.domain.mentions import MentionKind
from chibo_desktop.domain.records import kind_of
from chibo_desktop.domain.sealed import SealedText
from chibo_desktop.services import (
    criticism,
    criticism_papers,
    meetings,
    mentions,
    pairing,
    receiving,
    sealed,
    sending,
)  # fmt: skip
from chibo_desktop.services.criticism_facts import facts_about, quarter_start
from chibo_desktop.services.criticism_todo import criticism_todo
from chibo_desktop.services.search import find as search
from chibo_desktop.services.session import Session
from chibo_desktop.services.statistics import save_tables
from chibo_desktop.storage.epochs import entries_of

DAY = date(2026, 11, 3)


@pytest.fixture
def book(cell: Session) -> Session:
    add_members(cell)
    return cell


def test_a_note_comes_back_whole_and_newest_first(book: Session) -> None:
    old = make_note(book, day=date(2026, 9, 3))
    new = make_note(book, CriticismForm.CRITICISM, due=date(2026, 11, 20))
    rows = criticism.list_notes(book)
    assert [row.id for row in rows] == [new, old]
    assert rows[0].who == criticism.people(book, DAY)[1].name
    assert rows[0].by == criticism.people(book, DAY)[2].name
    assert rows[0].text.due == date(2026, 11, 20)
    assert not rows[0].due
    assert rows[1].due


def test_an_empty_note_is_no_record_but_one_emptied_later_stays(book: Session) -> None:
    record, blank = criticism.new_note(book, CriticismForm.SELF)
    assert criticism.save_note(book, record, msgspec.structs.replace(blank, content="  \n")).kinds == frozenset()
    assert book.book.find(Criticism) == []
    made = make_note(book)
    criticism.save_note(book, book.book.get(Criticism, made), CriticismText())
    assert len(criticism.list_notes(book)) == 1


def test_saving_the_same_again_makes_no_entry(book: Session) -> None:
    made = make_note(book)
    row = criticism.list_notes(book)[0]
    assert row.id == made
    head = book.head()
    assert criticism.save_note(book, row.record, row.text).kinds == frozenset()
    assert book.head() == head


def test_new_note_belongs_to_the_meeting_of_the_day(book: Session) -> None:
    meeting_id = meetings.create_meeting(book, MeetingKind.REGULAR, DAY)
    assert criticism.new_note(book, CriticismForm.SELF)[0].meeting_id == meeting_id
    meetings.create_meeting(book, MeetingKind.THEMATIC, DAY)
    assert criticism.new_note(book, CriticismForm.SELF)[0].meeting_id is None


def test_too_long_a_field_is_refused_without_repeating_it(book: Session) -> None:
    record, blank = criticism.new_note(book, CriticismForm.SELF)
    with pytest.raises(UserError) as refused:
        criticism.save_note(book, record, msgspec.structs.replace(blank, content=f"{PLANTED} " * 400))
    assert PLANTED not in str(refused.value)
    assert refused.value.__cause__ is None
    assert book.book.find(Criticism) == []


def test_removing_takes_the_text_too_and_can_be_undone(book: Session) -> None:
    made = make_note(book)
    criticism.remove_note(book, made)
    assert criticism.list_notes(book) == ()
    assert sealed.read_text(book, CriticismText, made) is None
    book.undo()
    assert PLANTED in criticism.list_notes(book)[0].text.content
    assert criticism.remove_note(book, b"x" * 16).kinds == frozenset()


def test_follow_ups_are_kept_and_a_mended_promise_rests(book: Session) -> None:
    made = make_note(book, day=date(2026, 9, 3), due=date(2026, 10, 1))
    criticism.follow_up(book, made, Mending.IN_PROGRESS, "Mới trực một buổi.")
    row = criticism.list_notes(book)[0]
    assert row.record.mending is Mending.IN_PROGRESS
    assert row.asked_from == date(2026, 12, 3)
    assert not row.due
    criticism.follow_up(book, made, Mending.MENDED)
    row = criticism.list_notes(book)[0]
    assert [f.mending for f in row.text.follow_ups] == [Mending.IN_PROGRESS, Mending.MENDED]
    assert row.asked_from is None
    book.undo()
    assert len(criticism.list_notes(book)[0].text.follow_ups) == 1


def test_following_up_what_is_gone_says_so(book: Session) -> None:
    with pytest.raises(UserError):
        criticism.follow_up(book, b"x" * 16, Mending.MENDED)


def test_same_promise_twice_is_pointed_out(book: Session) -> None:
    make_note(book, day=date(2026, 8, 3))
    make_note(book, day=date(2026, 9, 3), who=3)
    now = make_note(book, fix="Sẽ trực đủ hai buổi đêm ở chốt")
    rows = criticism.list_notes(book)
    row = next(row for row in rows if row.id == now)
    assert same_promise(row.text.fix, rows[-1].text.fix)
    assert [b.day for b in criticism.broken_promises(rows, row.record, row.text)] == [date(2026, 8, 3)]


# -- facts -------------------------------------------------------------------------------------


def test_facts_are_the_member_s_own_of_the_quarter(book: Session) -> None:
    people = criticism.people(book, DAY)
    who, other = people[1], people[2]
    meeting_id = meetings.create_meeting(book, MeetingKind.REGULAR, date(2026, 10, 3))
    meetings.call_roll(book, meeting_id)
    view = meetings.load(book, meeting_id)
    row = next(r for r in view.roll if r.member_id == who.id)
    meetings.save_parts(
        book,
        msgspec.structs.replace(row, state=AttendanceState.ABSENT_UNEXCUSED),
        mentions.new_mention(view, book, who.id, MentionKind.REMINDER, "nộp sổ chậm"),
        mentions.new_mention(view, book, other.id, MentionKind.REMINDER, "việc người khác"),
    )

    def duty(text: str, **more: object) -> Duty:
        return Duty(id=book.new_id(), text=text, **{"owner_id": who.id, "due": date(2026, 10, 10), **more})

    book.save(
        duty("Làm 200 m đường"),
        duty("Việc của người khác", owner_id=other.id),
        duty("Làm chung", owner_id=other.id, co_owner_ids=(who.id,)),
        duty("Đã xong sớm", state=DutyState.DONE_ON_TIME, done_on=date(2026, 10, 8)),
        duty("Xong năm ngoái", state=DutyState.DONE_ON_TIME, done_on=date(2025, 10, 8)),
        duty("Còn xa", due=date(2027, 3, 1)),
        duty("Không làm nổi", state=DutyState.NOT_DONE),
        duty("Đến hạn tháng này", due=date(2026, 11, 28), state=DutyState.IN_PROGRESS),
    )
    make_note(book, day=date(2026, 9, 3), fix="Trả sổ cho kho")
    now = make_note(book, fix="Lời hứa đang viết")
    found = facts_about(book, who.id, DAY, but=now)
    by_kind = {kind: [f.words for f in found if f.kind is kind] for kind in FactKind}
    duties = " ".join(by_kind[FactKind.DUTY])
    assert all(words in duties for words in ("Làm 200 m đường", "Làm chung", "Không làm nổi", "Đến hạn tháng này"))
    assert [w for w in by_kind[FactKind.PRAISE] if "Đã xong sớm" in w]
    assert "03/10/2026" in by_kind[FactKind.ABSENCE][0]
    assert by_kind[FactKind.REMINDER] == ["Đã được nhắc nhở ngày 03/10/2026: nộp sổ chậm."]
    assert by_kind[FactKind.PROMISE] == ["Ngày 03/09/2026 đã hứa: Trả sổ cho kho."]
    everything = " ".join(f.words for f in found)
    for unwanted in ("Việc của người khác", "việc người khác", "Xong năm ngoái", "Còn xa", "Lời hứa đang viết"):
        assert unwanted not in everything
    assert "Làm 200 m" not in repr(found)


def test_absences_of_an_earlier_quarter_are_left_out(book: Session) -> None:
    who = criticism.people(book, DAY)[1]
    meeting_id = meetings.create_meeting(book, MeetingKind.REGULAR, date(2026, 9, 30))
    meetings.call_roll(book, meeting_id)
    row = next(r for r in meetings.load(book, meeting_id).roll if r.member_id == who.id)
    meetings.save_parts(book, msgspec.structs.replace(row, state=AttendanceState.ABSENT_UNEXCUSED))
    assert facts_about(book, who.id, DAY) == ()
    assert len(facts_about(book, who.id, date(2026, 9, 30))) == 1


@pytest.mark.parametrize(("day", "start"), [
    (date(2026, 1, 1), date(2026, 1, 1)),
    (date(2026, 3, 31), date(2026, 1, 1)),
    (date(2026, 4, 1), date(2026, 4, 1)),
    (date(2026, 12, 31), date(2026, 10, 1)),
])  # fmt: skip
def test_quarters_begin(day: date, start: date) -> None:
    assert quarter_start(day) == start


def test_findings_know_the_duties_of_the_book(book: Session) -> None:
    who = criticism.people(book, DAY)[1]
    book.save(Duty(id=book.new_id(), text="Vận động hộ dân làm nhà tiêu", owner_id=who.id))
    record, text = criticism.new_note(book, CriticismForm.SELF)
    text = msgspec.structs.replace(
        text, from_id=who.id, from_name=who.name, content="Còn nể nang khi vận động hộ dân làm nhà tiêu.",
        fix="Đi 3 hộ", due=DAY + timedelta(9),
    )  # fmt: skip
    assert criticism.findings(book, record, text) == ()
    bare = msgspec.structs.replace(text, content="Còn nể nang.")
    assert [f.place for f in criticism.findings(book, record, bare)] == ["content"]


# -- without the right, and at the commune -----------------------------------------------------


def test_helper_sees_counts_and_who_can_open_and_nothing_else(book: Session) -> None:
    made = make_note(book, day=date(2026, 9, 3), mending=Mending.MENDED)
    helper = as_helper(book)
    try:
        assert not criticism.may_read(helper)
        counts = criticism.criticism_counts(helper, 2026)
        assert (counts.months[8].self_criticisms, counts.total.mended) == (1, 1)
        assert len(criticism.readers(helper)) == 1
        assert criticism_todo(helper) == []
        who = criticism.people(helper, DAY)[1]
        for refused in (
            lambda: criticism.list_notes(helper),
            lambda: criticism.remove_note(helper, made),
            lambda: criticism.follow_up(helper, made, Mending.MENDED),
            lambda: criticism.save_note(
                helper, Criticism(id=made, date=DAY, form=CriticismForm.SELF), CriticismText()
            ),
            lambda: criticism.share_note(helper, made),
            lambda: facts_about(helper, who.id, DAY),
            lambda: criticism_papers.save_month(helper, 2026, 9, Path("khong.pdf")),
        ):
            with pytest.raises(UserError):
                refused()
    finally:
        helper.close()


def test_years_are_those_with_notes_and_this_one(book: Session) -> None:
    make_note(book, day=date(2024, 5, 3))
    assert criticism.years(book) == [2026, 2024]


def test_sharing_without_a_commune_says_where_to_pair(book: Session) -> None:
    made = make_note(book)
    with pytest.raises(UserError, match="ghép"):
        criticism.share_note(book, made)
    assert criticism.list_notes(book)[0].shared is None
    assert criticism.withdraw_note(book, made).kinds == frozenset()


def test_only_the_chosen_note_reaches_the_commune_and_can_be_withdrawn(
    book: Session, office: Session, usb: Path
) -> None:
    pairing.pair(book, pairing.my_card(office))
    pairing.pair(office, pairing.my_card(book))
    make_note(book, content="khongduocchonmangdi")
    made = make_note(book, CriticismForm.CRITICISM)
    head = book.undo_name
    criticism.share_note(book, made)
    criticism.share_note(book, made)
    row = next(r for r in criticism.list_notes(book) if r.id == made)
    assert row.shared is not None
    assert row.shared.date == DAY
    assert book.undo_name == head
    sending.send(book, usb)
    assert b"khongduocchonmangdi" not in b"".join(p.read_bytes() for p in usb.rglob("*") if p.is_file())
    receiving.receive_at_office(office, usb)
    (seen,) = sealed.shared(office, book=2)
    assert seen.subject_id == made
    assert "Phê bình, góp ý của" in seen.title
    assert PLANTED in seen.words
    assert "Việc sẽ sửa: Trực đủ hai buổi đêm" in seen.words
    counts = criticism.criticism_counts(office, 2026, book=2)
    assert (counts.total.self_criticisms, counts.total.criticisms) == (1, 1)
    assert criticism.years(office, book=2) == [2026]
    criticism.withdraw_note(book, made)
    assert all(r.shared is None for r in criticism.list_notes(book))
    sending.send(book, usb)
    receiving.receive_at_office(office, usb)
    assert sealed.shared(office, book=2) == []


# -- asked after again -------------------------------------------------------------------------


def test_todo_counts_without_names_and_words(book: Session) -> None:
    make_note(book, day=date(2026, 9, 3))
    make_note(book, CriticismForm.CRITICISM, due=DAY)
    make_note(book, due=DAY + timedelta(1))
    make_note(book, day=date(2026, 8, 3), mending=Mending.MENDED)
    (todo,) = criticism_todo(book)
    assert todo.title == "2 việc hứa sửa đến hạn hỏi lại"
    assert (todo.place, todo.target, todo.due) == ("criticism", "ask", date(2026, 10, 3))
    said = repr(todo)
    assert PLANTED not in said
    assert not any(m.name.split()[-1] in said.split() for m in criticism.people(book, DAY))


def test_nothing_to_ask_makes_no_todo(book: Session, office: Session) -> None:
    make_note(book)
    assert criticism_todo(book) == []
    assert criticism_todo(office) == []


# -- papers ------------------------------------------------------------------------------------


def text_of(path: Path) -> tuple[str, int]:
    reader = PdfReader(path)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), len(reader.pages)


@pytest.mark.parametrize("form", list(CriticismForm))
@pytest.mark.parametrize("per_sheet", [1, 2])
def test_sheet_for_home_is_one_page_with_every_question_and_nothing_of_the_book(
    book: Session, tmp_path: Path, form: CriticismForm, per_sheet: int
) -> None:
    make_note(book)
    target = criticism_papers.save_worksheet(book, form, tmp_path / "phieu.pdf", per_sheet=per_sheet)
    words, pages = text_of(target)
    assert pages == 1
    for question in criticism.guide().questions(form):
        assert words.count(question.text[:20]) == per_sheet
    assert PLANTED not in words
    assert not any(m.name in words for m in criticism.people(book, DAY))


def test_printed_month_holds_its_notes_and_says_whom_it_is_for(book: Session, tmp_path: Path) -> None:
    make_note(book, due=date(2026, 11, 20))
    make_note(book, CriticismForm.CRITICISM, day=date(2026, 10, 3), content="Việc của tháng mười.")
    made = criticism.list_notes(book)[0]
    criticism.follow_up(book, made.id, Mending.IN_PROGRESS, "Đã trực một buổi.")
    words, _ = text_of(criticism_papers.save_month(book, 2026, 11, tmp_path / "thang.pdf"))
    assert "BẢN GHI TỰ PHÊ BÌNH VÀ PHÊ BÌNH" in words
    assert "Tháng 11 năm 2026" in words
    assert "NỘI BỘ" in words
    assert words.count(PLANTED) == 2
    assert "Sửa xong trước ngày: 20/11/2026" in words
    assert "Đã trực một buổi" in words
    assert "tháng mười" not in words
    words, _ = text_of(criticism_papers.save_note(book, made.id, tmp_path / "mot.pdf"))
    assert PLANTED in words
    # The file's own description would be shown by every file manager.
    described = str(PdfReader(tmp_path / "mot.pdf").metadata)
    assert PLANTED not in described
    assert made.who not in described


def test_month_without_notes_prints_nothing(book: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        criticism_papers.save_month(book, 2026, 1, tmp_path / "thang.pdf")
    with pytest.raises(UserError):
        criticism_papers.save_note(book, b"x" * 16, tmp_path / "mot.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


# -- planted words -----------------------------------------------------------------------------


def test_planted_words_are_nowhere_but_in_the_sealed_text(
    book: Session, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = make_note(book, day=date(2026, 9, 3))
    sealed.save_draft(book, f"criticism/{made.hex()}/content", f"đang gõ {PLANTED}")
    criticism.follow_up(book, made, Mending.IN_PROGRESS, PLANTED)
    undo = book.undo_name
    rows = criticism.list_notes(book)
    save_tables(book, 2026, tmp_path / "bang.xlsx")
    name = rows[0].who
    # Taken before the search: what one searches for is in the statement itself.
    logged = caplog.text
    kinds = {kind_of(Criticism), kind_of(SealedText)}
    journaled = [row.body.decode() for row in entries_of(book.book) if row.kind in kinds]
    assert journaled
    for said in (
        book.drafts(), undo, rows, rows[0].record, rows[0].text, criticism_todo(book), search(book, PLANTED),
        criticism.findings(book, rows[0].record, rows[0].text), criticism.criticism_counts(book, 2026),
        criticism_papers.record_name(DAY, whole_month=True), logged, journaled,
    ):  # fmt: skip
        assert PLANTED not in repr(said)
        assert name not in repr(said)
    assert PLANTED.encode() not in (tmp_path / "bang.xlsx").read_bytes()
    assert sealed.drafts(book, "criticism/") == {f"criticism/{made.hex()}/content": f"đang gõ {PLANTED}"}
