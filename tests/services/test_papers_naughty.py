"""The big list of naughty strings through every text field of the books and papers: stored, found, printed."""

from __future__ import annotations

import unicodedata

import msgspec
import pytest
from papers_samples import a_file, add_document, add_inspection, add_people, naughty

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line, fold
from chibo_desktop.domain.inspection_paper import programme_text
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.numbering import DocumentType
from chibo_desktop.services import dues, incoming, inspections, meetings, members, numbers, preparation, search
from chibo_desktop.services.documents_todo import documents_todo
from chibo_desktop.sheets.writer import write_xlsx


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def strings(shared_vectors):
    return naughty(shared_vectors)


def test_inspections_take_every_string_or_say_what_is_missing(session, strings, tmp_path):
    stored = []
    for text in strings:
        words = text[:180]
        blank = inspections.new_inspection(session, 2026)
        item = msgspec.structs.replace(blank, text=words, subject=words, result=words)
        if not clean(words):
            with pytest.raises(UserError, match="Chưa ghi nội dung"):
                inspections.save_inspection(session, item)
            continue
        inspections.save_inspection(session, item)
        kept = inspections.find_inspection(session, item.id)
        assert (kept.text, kept.subject, kept.result) == (clean(words), clean_line(words), clean(words))
        assert all(unicodedata.is_normalized("NFC", part) for part in (kept.text, kept.subject, kept.result))
        stored.append(kept)
    assert len(stored) > 400
    paper = programme_text(inspections.programme_of(session, 2026))
    assert paper.count("\n1 | ") == 1
    target = inspections.save_programme(session, 2026, tmp_path / "ct.pdf")
    assert target.read_bytes().startswith(b"%PDF")
    columns, rows = inspections.inspection_table(session, 2026)
    assert write_xlsx("x", columns, rows)


def test_documents_take_every_string_are_found_and_suggested(session, strings, tmp_path):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, session.clock.today())
    stored = []
    for text in strings:
        words = text[:180]
        blank = incoming.new_document(session)
        document = msgspec.structs.replace(blank, symbol=words, title=words, issuer=words, note=words)
        if not clean_line(words):
            with pytest.raises(UserError, match="Chưa ghi trích yếu"):
                incoming.save_document(session, document)
            continue
        incoming.save_document(session, document)
        kept = incoming.find_document(session, document.id)
        assert (kept.symbol, kept.title, kept.note) == (clean_line(words), clean_line(words), clean(words))
        assert all(unicodedata.is_normalized("NFC", part) for part in (kept.symbol, kept.title, kept.issuer))
        stored.append(kept)
    assert len(incoming.list_incoming(session)) == len(stored) > 400
    for kept in stored[::23]:
        found = search.find(session, kept.title, most=500)
        letters = any(part.isalnum() for part in fold(kept.title))
        assert not letters or kept.id in {hit.id for hit in found}
    assert preparation.suggestions(session, meeting_id)
    incoming.offered(session)
    columns, rows = incoming.incoming_table(session)
    assert write_xlsx("x", columns, rows)
    assert all(todo.title for todo in documents_todo(session))


def test_file_names_become_names_that_every_system_can_write(session, strings, tmp_path):
    document = add_document(session, "1-CV", "Công văn")
    source = a_file(tmp_path)
    for text in strings[::3]:
        name = incoming.plain_name(f"{text[:400]}.pdf")
        assert name.endswith(".pdf")
        assert len(name) <= 200
        assert not set(name) & set('<>:"/\\|?*\n\t\0')
        assert name.split(".")[0].strip()
    incoming.attach(session, document, source, not_secret=True)


def test_names_of_every_kind_stand_in_the_dues_and_on_their_paper(session, strings, tmp_path):
    names = tuple(dict.fromkeys(clean_line(text[:120]) for text in strings))
    people = add_people(session, tuple(name for name in names if name and name != "?"))
    dues.set_amount(session, "2026-11", people[0].id, 20_000)
    dues.pay_all(session, "2026-11")
    sheet = dues.month_sheet(session, "2026-11")
    assert sheet.paid == len(people) > 300
    assert {row.name for row in sheet.rows} == {m.name for m in members.all_members(session)}
    target = dues.save_dues_paper(session, "2026-11", tmp_path / "phi.pdf")
    assert target.read_bytes().startswith(b"%PDF")


def test_subjects_of_numbers_take_every_string(session, strings):
    given = 0
    for text in strings[::5]:
        if not clean_line(text):
            with pytest.raises(UserError, match="Chưa có trích yếu"):
                numbers.give_number(session, DocumentType.LETTER, text, session.clock.today())
            continue
        number, _ = numbers.give_number(session, DocumentType.LETTER, text, session.clock.today())
        given += 1
        assert number.number == given
        assert number.subject == clean_line(text)[:300]


def test_a_title_far_too_long_is_refused_in_words(session):
    with pytest.raises(UserError, match="dài quá mức"):
        add_document(session, "1", "x" * 301)
    with pytest.raises(UserError, match="dài quá mức"):
        add_inspection(session, "x" * 301)
