"""A hostile reader has the book's key and every file, but not the second key: no planted word is found anywhere."""

from __future__ import annotations

import base64
import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from service_samples import PASSWORD, SteppingClock, add_members, make_book

from chibo_desktop.bundles import envelope
from chibo_desktop.common.text import fold
from chibo_desktop.domain.accounts import AccountRole
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, FollowUp, GuidedAnswer, Mending
from chibo_desktop.domain.reviews import Review, ReviewComment, ReviewForm, ReviewPrompt, ReviewText, SectionText
from chibo_desktop.domain.sealed import SealedText, SharedText
from chibo_desktop.services import accounts, backups, books, pairing, receiving, sealed, search, sending
from chibo_desktop.services.session import Session

PLANTED = "Khuynhdiepxoay"
PAGE, RESERVED, WAL_HEADER, FRAME_HEADER = 4096, 80, 32, 24


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every temporary file of this test lies here."""
    folder = tmp_path / "tam"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    return folder


@pytest.fixture
def cell(tmp_path: Path, temporary: Path) -> Iterator[Session]:
    session = make_book(tmp_path / "sổ")
    add_members(session)
    yield session
    session.close()


def forms(word: str) -> list[bytes]:
    """Every shape in which a word could lie in a file."""
    shapes = {word, fold(word), word.upper(), word[::-1]}
    found = [shape.encode(code) for shape in shapes for code in ("utf-8", "utf-16-le", "utf-16-be")]
    # In base64 a text has three shapes, by where it begins; the outer letters depend on what is beside it.
    found += [base64.b64encode(b"x" * skip + word.encode())[4:-4] for skip in range(3)]
    found += [word.encode().hex().encode(), word.encode().hex().upper().encode()]
    return found


def seen_in(data: bytes, word: str = PLANTED) -> bool:
    lower = data.lower()
    return any(form in data or form.lower() in lower for form in forms(word))


def write_everything(session: Session) -> bytes:
    """Write, change, delete and leave half-typed sealed words in every place that takes them."""
    note_id, gone_id, review_id = session.new_id(), session.new_id(), session.new_id()
    note = Criticism(id=note_id, date=date(2026, 11, 3), form=CriticismForm.CRITICISM)
    for turn in range(3):
        text = CriticismText(
            from_name=f"{PLANTED} An", to_name=f"Ân {PLANTED}", content=f"{PLANTED} " * 200 + str(turn),
            answers=(GuidedAnswer(question="?", text=PLANTED),), acceptance=PLANTED, fix=PLANTED,
            follow_ups=(FollowUp(date=date(2026, 12, 3), text=PLANTED, mending=Mending.OPEN),),
        )  # fmt: skip
        session.save(note, sealed.sealed_record(session, note_id, text), what="Ghi phê bình")
    gone = Criticism(id=gone_id, date=date(2026, 11, 3), form=CriticismForm.SELF)
    lying = sealed.sealed_record(session, gone_id, CriticismText(content=PLANTED))
    session.save(gone, lying, what="Ghi tự phê bình")
    session.save(delete=[gone, lying], what="Xóa")
    session.undo()
    session.save(delete=[gone, lying], what="Xóa")
    review = Review(id=review_id, round_id=session.new_id(), form=ReviewForm.VILLAGER)
    words = ReviewText(
        sections=(SectionText(code="I.1", text=PLANTED * 300),), prompts=(ReviewPrompt(text=PLANTED),),
        comments=(ReviewComment(author=PLANTED, text=PLANTED, acceptance=PLANTED),), conclusion=PLANTED,
    )  # fmt: skip
    session.save(review, sealed.sealed_record(session, review_id, words), what="Ghi bản kiểm điểm")
    for typed in range(1, len(PLANTED) + 1):
        sealed.save_draft(session, "phe-binh/moi", PLANTED[:typed])
    sealed.save_draft(session, "phe-binh/khac", PLANTED * 50)
    sealed.drop_drafts(session, "phe-binh/khac")
    return note_id


def decrypted_pages(key: bytes, path: Path) -> Iterator[bytes]:
    """Yield every page of a database file or its WAL as the book's key shows it, free and stale ones too."""
    data = path.read_bytes()
    if path.name.endswith("-wal"):
        frames = data[WAL_HEADER:]
        size = FRAME_HEADER + PAGE
        pages = [frames[i + FRAME_HEADER : i + size] for i in range(0, len(frames), size)]
    else:
        pages = [data[i : i + PAGE] for i in range(0, len(data), PAGE)]
    for page in pages:
        # The first page begins with the salt in clear; what that shifts is one block.
        for skip in (0, 16):
            usable = page[skip : PAGE - RESERVED]
            iv = page[PAGE - RESERVED : PAGE - RESERVED + 16]
            if len(usable) % 16 == 0 and len(iv) == 16:
                decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
                yield decryptor.update(usable) + decryptor.finalize()


def test_the_hostile_reader_can_read_what_is_not_sealed(cell: Session) -> None:
    """Without this the tests below could pass by looking at nothing."""
    key = cell.book.database.key
    pages = b"".join(
        page for name in ("so-chi-bo.db", "so-chi-bo.db-wal") for page in decrypted_pages(key, cell.folder / name)
    )
    assert "Đặng Đức Bình".encode() in pages
    assert fold("Đặng Đức Bình").split()[0].encode() in pages


def test_no_word_in_any_page_of_file_and_wal(cell: Session) -> None:
    write_everything(cell)
    key = cell.book.database.key
    names = ["so-chi-bo.db", "so-chi-bo.db-wal"]
    assert not any(seen_in(page) for name in names for page in decrypted_pages(key, cell.folder / name))
    cell.book.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not any(seen_in(page) for page in decrypted_pages(key, cell.folder / names[0]))


def test_no_word_in_any_table_journal_or_index(cell: Session) -> None:
    write_everything(cell)
    connection = sqlcipher.connect(f"{(cell.folder / 'so-chi-bo.db').as_uri()}?mode=ro", uri=True)
    connection.execute(f"PRAGMA key=\"x'{cell.book.database.key.hex()}'\"")
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert {"sealed_text", "criticism", "entries", "drafts", "search_text_data"} <= set(tables)
    looked = 0
    for table in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                data = value if isinstance(value, bytes) else str(value).encode()
                assert not seen_in(data), table
                looked += 1
    connection.close()
    assert looked > 500
    assert search.find(cell, PLANTED) == []
    assert search.find(cell, PLANTED[:6]) == []


def test_no_word_in_any_file_beside_the_book_or_in_temporary_folders(cell: Session, temporary: Path) -> None:
    write_everything(cell)
    backups.back_up(cell, cell.folder.parent / "sao lưu")
    cell.book.copy_to(cell.folder.parent / "chep.db")
    for path in cell.folder.parent.rglob("*"):
        if path.is_file() and path.stat().st_size < 50 << 20:
            assert not seen_in(path.read_bytes()), path.name
    for page in decrypted_pages(cell.book.database.key, cell.folder.parent / "chep.db"):
        assert not seen_in(page)
    assert list(temporary.iterdir()) == []


def test_no_word_in_what_the_program_says_of_itself(cell: Session, caplog: pytest.LogCaptureFixture) -> None:
    write_everything(cell)
    lying = cell.book.find(SealedText)
    said = f"{lying!r} {cell.drafts()!r} {cell.undo_name!r} {cell._done!r} {caplog.text}"
    assert PLANTED not in said
    assert len(lying) == 2


@pytest.fixture
def office(tmp_path: Path, cell: Session) -> Iterator[Session]:
    session = make_book(tmp_path / "xã", "Đảng ủy xã Nậm Khao", office=True)
    pairing.pair(session, pairing.my_card(cell))
    pairing.pair(cell, pairing.my_card(session))
    (tmp_path / "usb").mkdir()
    yield session
    session.close()


def test_a_bundle_carries_counts_and_digests_only(cell: Session, office: Session, tmp_path: Path) -> None:
    write_everything(cell)
    sent = sending.send(cell, tmp_path / "usb")
    assert sent.files
    for file in sent.files:
        plain = envelope.open_sealed(
            envelope.read_outer(file.path.read_bytes()).payload, pairing.identity_of(office)
        )
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                assert not seen_in(data)
        lines = data if name == "entries.jsonl" else b""
        for line in lines.split(b"\n"):
            if b'"k":"sealed_text"' in line:
                assert b'"d":' not in line
    receiving.receive_at_office(office, tmp_path / "usb")
    number = office.book.number_of(cell.book.book_id)
    assert number is not None
    assert len(office.book.find(Criticism, book=number)) == 1
    assert office.book.find(SealedText, book=number) == []
    assert backups.check(office, full=True) == []
    assert office.book.head(number) == cell.head()
    assert not any(seen_in(p) for p in decrypted_pages(office.book.database.key, office.folder / "so-chi-bo.db"))


def test_only_a_chosen_text_reaches_the_commune_and_lies_sealed_at_home(
    cell: Session, office: Session, tmp_path: Path
) -> None:
    note_id = write_everything(cell)
    sealed.share(cell, "criticism", note_id, "Phê bình tháng 11", f"Đồng chí {PLANTED} hứa sửa.")
    key = cell.book.database.key
    for name in ("so-chi-bo.db", "so-chi-bo.db-wal"):
        assert not any(seen_in(page) for page in decrypted_pages(key, cell.folder / name))
    [mine] = sealed.shared(cell)
    assert (mine.subject_id, mine.words) == (note_id, "")
    sending.send(cell, tmp_path / "usb")
    receiving.receive_at_office(office, tmp_path / "usb")
    number = office.book.number_of(cell.book.book_id)
    assert number is not None
    [theirs] = sealed.shared(office, book=number)
    assert (theirs.title, theirs.words) == ("Phê bình tháng 11", f"Đồng chí {PLANTED} hứa sửa.")


def test_what_was_chosen_and_taken_back_before_sending_never_leaves(
    cell: Session, office: Session, tmp_path: Path
) -> None:
    note_id = write_everything(cell)
    sealed.share(cell, "criticism", note_id, "Phê bình", PLANTED)
    sealed.withdraw(cell, sealed.shared(cell)[0].id)
    assert sealed.shared(cell) == []
    sending.send(cell, tmp_path / "usb")
    receiving.receive_at_office(office, tmp_path / "usb")
    number = office.book.number_of(cell.book.book_id)
    assert number is not None
    assert office.book.find(SharedText, book=number) == []
    assert sealed.shared(office, book=number) == []
    assert backups.check(office, full=True) == []


def test_an_assistant_who_opens_the_book_finds_nothing(cell: Session) -> None:
    write_everything(cell)
    accounts.add(cell, "Người giúp việc", AccountRole.ASSISTANT, "bốn con trâu đen")
    cell.close()
    session = books.open_book(cell.folder, "bốn con trâu đen", clock=SteppingClock())
    assert session.sealed_keys == ()
    for item in session.book.find(SealedText):
        assert not seen_in(item.box)
    assert not any(seen_in(body.encode()) for body in session.drafts().values())
    session.close()
    reopened = books.open_book(cell.folder, PASSWORD, clock=SteppingClock())
    assert len(sealed.read_texts(reopened, CriticismText, [c.id for c in reopened.book.find(Criticism)])) == 1
    reopened.close()


def test_a_cell_that_sends_sealed_bodies_is_refused_whole(
    cell: Session, office: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_everything(cell)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "is_private", lambda _: False)
        sending.send(cell, tmp_path / "usb")
    [file] = receiving.receive_at_office(office, tmp_path / "usb").files
    assert file.status == "refused"
    assert office.book.number_of(cell.book.book_id) is None
    assert backups.check(office, full=True) == []
