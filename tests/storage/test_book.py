"""The book: records and journal in one transaction, history, drafts, opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from storage_samples import KEY, FixedClock, member, revisions

from chibo_desktop.common.errors import DamagedError, UserError
from chibo_desktop.common.progress import silent
from chibo_desktop.domain.journal import Op
from chibo_desktop.domain.meetings import Closing, Meeting, MeetingLevel
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.records import KINDS
from chibo_desktop.storage import errors, search
from chibo_desktop.storage.book import BOOK_NAME, Book
from chibo_desktop.storage.check import check
from chibo_desktop.storage.cipher import CipherDatabase
from chibo_desktop.storage.epochs import entries_of
from chibo_desktop.storage.errors import BALLAST_NAME
from chibo_desktop.storage.lock import LOCK_NAME, InUseError, call_to_front, was_called
from chibo_desktop.storage.mapper import columns_of, from_row, to_row
from chibo_desktop.storage.tables import FIXED_TABLES, RECORD_TABLES

CREATED = FixedClock().now()


def test_every_record_has_a_table_that_fits_it(book: Book) -> None:
    for kind, cls in KINDS.items():
        info = list(book.database.execute_sql(f"PRAGMA table_info('{kind}')"))
        columns = {name: (sql_type, not notnull) for _, name, sql_type, notnull, _, _ in info}
        assert [name for _, name, _, _, _, key in info if key] == ["book", "id"]
        expected = {"book": ("INTEGER", False), "rev": ("INTEGER", False), **columns_of(cls)}
        assert columns == expected, kind
        assert all(default is None for _, _, _, _, default, _ in info)


def test_every_other_table_fits_its_declaration(book: Book) -> None:
    for table in FIXED_TABLES:
        name = table._meta.table_name
        found = {row[1] for row in book.database.execute_sql(f"PRAGMA table_info('{name}')")}
        assert found == set(table._meta.columns), name
    assert set(RECORD_TABLES) == set(KINDS)


def test_a_full_record_comes_back_as_it_was(book: Book) -> None:
    meeting = Meeting(
        id=b"m" * 16, date=date(2028, 2, 29), starts=time(23, 30), ends=time(0, 15), place="Nhà văn hóa 🎉 <b>",
        chair_id=b"c" * 16, score=92.5, level=MeetingLevel.GOOD, roll_called=True,
        closing=Closing(
            at=CREATED, number=3, cell_name="Chi bộ", base_total=21, base_due=18, base_voters=16
        ),
    )  # fmt: skip
    with book.changing("bi-thu") as change:
        change.put(meeting)
    assert book.get(Meeting, meeting.id) == meeting
    assert from_row(Meeting, to_row(meeting)) == meeting


def test_one_change_is_one_entry_in_the_same_transaction(book: Book) -> None:
    with book.changing("bi-thu") as change:
        change.put(member(1))
        change.put(member(2))
    assert book.head().seq == 2
    with pytest.raises(ZeroDivisionError):
        put_and_fail(book)
    assert book.head().seq == 2
    assert book.get(Member, member(3).id) is None


def put_and_fail(book: Book) -> None:
    with book.changing("bi-thu") as change:
        change.put(member(3))
        _ = 1 / 0


def test_saving_the_same_again_makes_no_entry(book: Book) -> None:
    for _ in range(3):
        with book.changing("bi-thu") as change:
            change.put(member(1))
    assert book.head().seq == 1


def test_history_keeps_every_revision_and_deletion(book: Book) -> None:
    for name in ("Lò Văn An", "Lò Văn Anh"):
        with book.changing("bi-thu") as change:
            change.put(member(1, name))
    with book.changing("pho") as change:
        change.delete(Member, member(1).id)
        change.delete(Member, member(9).id)
    history = revisions(book, Member, member(1).id)
    assert [(header.rev, header.op, header.by) for header, _ in history] == [
        (1, Op.PUT, "bi-thu"), (2, Op.PUT, "bi-thu"), (3, Op.DELETE, "pho"),
    ]  # fmt: skip
    assert history[1][1] == member(1, "Lò Văn Anh")
    with book.changing("bi-thu") as change:
        change.put(member(1))
    assert revisions(book, Member, member(1).id)[-1][0].rev == 4


def test_redaction_removes_every_body_and_the_chain_still_verifies(book: Book) -> None:
    with book.changing("bi-thu") as change:
        change.put(member(1, "Người cần xóa"))
    with book.changing("bi-thu") as change:
        change.redact(Member, member(1).id)
    assert [item for _, item in revisions(book, Member, member(1).id)] == [None, None]
    assert check(book, full=True, control=silent()) == []
    assert search.find(book.database, "can xoa") == []


def test_journal_order_does_not_depend_on_the_clock(book: Book, clock: FixedClock) -> None:
    from datetime import timedelta

    for number, days in enumerate((0, -9000, 20000)):
        clock.moment = FixedClock().now() + timedelta(days=days)
        with book.changing("bi-thu") as change:
            change.put(member(number))
    assert [row.seq for row in entries_of(book)] == [1, 2, 3]
    assert check(book, full=True, control=silent()) == []


def test_search_takes_what_is_typed_as_words(book: Book) -> None:
    with book.changing("bi-thu") as change:
        change.put(member(1, "Đặng Thị Hòa"))
    for words in ("dang hoa", "ĐẶNG", "hoà", "Ðặng", "thi h", '"đặng" hòa*', "hòa AND"):
        found = search.find(book.database, words)
        assert bool(found) is ("AND" not in words), words
    for operators in ("", "*", '"', "OR", "NEAR(", "x:y", "-", "^", "(", "a\0b", "'; DROP TABLE member"):
        search.find(book.database, operators)


def test_drafts_are_kept_and_make_no_entry(book: Book) -> None:
    book.save_draft("speech:1:text", "Tôi nhất tr")
    book.save_draft("speech:1:text", "Tôi nhất trí")
    book.save_draft("member:2:name", "Lò")
    assert book.drafts("speech:") == {"speech:1:text": "Tôi nhất trí"}
    assert book.head().seq == 0
    book.drop_drafts(["speech:1:text"])
    assert book.drafts() == {"member:2:name": "Lò"}


def test_a_draft_of_half_a_character_is_kept(book: Book) -> None:
    book.save_draft("speech:1", "đang gõ \ud83d")
    assert book.drafts() == {"speech:1": "đang gõ ?"}


def test_nothing_readable_is_on_disk(folder: Path, open_book: Callable[..., Book]) -> None:
    book = open_book(folder)
    with book.changing("bi-thu") as change:
        change.put(member(1, "TỪ-KHÓA-BÍ-MẬT"))
    book.save_draft("x", "TỪ-KHÓA-BÍ-MẬT")
    for path in folder.iterdir():
        assert "TỪ-KHÓA-BÍ-MẬT".encode() not in path.read_bytes(), path.name


@pytest.mark.parametrize("bad", [member(1, "x" * 5000), member(1, "Lò\ud800")])
def test_a_record_that_breaks_its_declaration_is_never_written(book: Book, bad: Member) -> None:
    with pytest.raises(UserError, match="chưa hợp lệ"), book.changing("bi-thu") as change:
        change.put(bad)
    assert book.head().seq == 0


@pytest.mark.parametrize("name", [LOCK_NAME, f"{BOOK_NAME}-wal"])
def test_a_place_that_cannot_be_opened_is_told_with_the_next_step(
    folder: Path, clock: FixedClock, name: str
) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    with pytest.raises(UserError) as told:
        Book.open(folder, KEY, clock)
    assert told.value.remedy


def test_a_book_on_a_medium_that_takes_no_writing_can_be_read(
    folder: Path, open_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_book(folder)
    with first.changing("bi-thu") as change:
        change.put(member(1))
    first.close()
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr("os.access", lambda *_: False)
    book = open_book(folder, exclusive=False)
    assert [m.name for m in book.find(Member)] == ["Lò Văn 1"]
    assert sorted(path.name for path in folder.iterdir()) == before
    with pytest.raises(UserError, match="chỉ cho đọc"):
        book.keep_secret("x", b"y")


def test_without_ballast_the_book_still_opens(folder: Path, open_book: Callable[..., Book]) -> None:
    (folder / BALLAST_NAME).unlink(missing_ok=True)
    (folder / BALLAST_NAME).mkdir()
    assert open_book(folder).head().seq == 0


def test_second_opening_says_who_has_it(folder: Path, open_book: Callable[..., Book]) -> None:
    open_book(folder)
    with pytest.raises(InUseError) as caught:
        open_book(folder)
    assert caught.value.holder is not None
    assert open_book(folder, exclusive=False).head().seq == 0
    assert not was_called(folder)
    call_to_front(folder)
    assert was_called(folder)
    assert not was_called(folder)


def test_opening_creates_nothing(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(DamagedError):
        Book.open(tmp_path, KEY, clock)
    assert list(tmp_path.iterdir()) == []


def test_empty_file_is_damage_and_stays_empty(folder: Path, clock: FixedClock) -> None:
    (folder / BOOK_NAME).write_bytes(b"")
    with pytest.raises(DamagedError):
        Book.open(folder, KEY, clock)
    assert (folder / BOOK_NAME).read_bytes() == b""


@pytest.mark.parametrize("where", [0, 8, 20, 100, 4096, 4200, 9000])
def test_flipped_bytes_are_never_read_as_sound(folder: Path, clock: FixedClock, where: int) -> None:
    book = Book.open(folder, KEY, clock)
    with book.changing("bi-thu") as change:
        for number in range(40):
            change.put(member(number))
    book.close()
    path = folder / BOOK_NAME
    data = bytearray(path.read_bytes())
    data[where] ^= 0xFF
    path.write_bytes(data)
    try:
        book = Book.open(folder, KEY, clock)
    except DamagedError:
        return
    try:
        assert check(book, full=True, control=silent()) != []
    finally:
        book.close()


def test_a_row_changed_behind_the_journal_is_found(book: Book) -> None:
    with book.changing("bi-thu") as change:
        change.put(member(1))
        change.put(member(2))
    book.database.execute_sql("UPDATE member SET name = 'Người khác' WHERE id = ?", (member(1).id,))
    book.database.execute_sql("DELETE FROM member WHERE id = ?", (member(2).id,))
    assert len(check(book, full=True, control=silent())) == 2
    assert check(book, full=False, control=silent()) == []


def test_an_entry_changed_behind_the_chain_is_found(book: Book) -> None:
    with book.changing("bi-thu") as change:
        for number in range(5):
            change.put(member(number))
    book.database.execute_sql(
        "UPDATE entries SET header = CAST(replace(header, 'put', 'pot') AS BLOB) WHERE seq = 3"
    )
    assert [f.what for f in check(book, full=False, control=silent())] == ["mục 3 không khớp chuỗi"]


@pytest.mark.parametrize("text", ["database or disk is full", "disk I/O error"])
def test_full_disk_releases_the_ballast_and_says_so(folder: Path, text: str) -> None:
    import peewee

    errors.keep_ballast(folder)
    assert (folder / errors.BALLAST_NAME).stat().st_size == errors.BALLAST_SIZE
    with pytest.raises(UserError, match="đã đầy"), errors.translated(folder):
        raise peewee.OperationalError(text)
    assert not (folder / errors.BALLAST_NAME).exists()


def test_wrong_key_never_opens(folder: Path, clock: FixedClock) -> None:
    with pytest.raises(DamagedError):
        Book.open(folder, b"x" * 32, clock)


def test_locked_file_is_waited_for_and_then_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from chibo_desktop.storage import cipher

    monkeypatch.setattr(cipher, "BUSY_SECONDS", 0.2)
    first = CipherDatabase(folder / BOOK_NAME, KEY)
    second = CipherDatabase(folder / BOOK_NAME, KEY)
    first.execute_sql("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="chương trình khác giữ"), errors.translated(folder):
        second.execute_sql("BEGIN IMMEDIATE")
    first.execute_sql("ROLLBACK")
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("table", "condition", "index"),
    [
        ("entries", "book = 1 AND kind = 'x' AND record = x'00'", "entries_of_record"),
        ("attendance", "book = 1 AND meeting_id = x'00'", "attendance_of_meeting"),
        ("speech", "book = 1 AND meeting_id IN (x'00', x'01')", "speech_of_meeting"),
        ("attendance", "book = 1 AND id = x'00'", "PRIMARY KEY"),
        ("entries", "book = 1 AND epoch = 1 AND seq >= 5", "PRIMARY KEY"),
    ],
)
def test_look_ups_do_not_read_the_whole_book(book: Book, table: str, condition: str, index: str) -> None:
    plan = book.database.execute_sql(f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {condition}").fetchall()
    assert index in plan[0][3]
