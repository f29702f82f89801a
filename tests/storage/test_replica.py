"""Received entries: whole or not at all, in any order, gaps and forks told apart."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from storage_samples import BOOK_ID, KEY, FixedClock, lay_down_empty, member

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import silent
from chibo_desktop.domain.journal import SCHEMA_VERSION, ChainError, Entry, Head, Parent, epoch_hash
from chibo_desktop.domain.members import Member
from chibo_desktop.storage.book import OWN, Book
from chibo_desktop.storage.check import check
from chibo_desktop.storage.epochs import entries_of, epochs_of, start_epoch
from chibo_desktop.storage.replica import Outcome, Span, catch_up, hash_at, receive


def fill(book: Book, numbers: range) -> None:
    for number in numbers:
        with book.changing("bi-thu") as change:
            change.put(member(number))


def span(book: Book, first: int, last: int, epoch: int | None = None) -> Span:
    row = next(e for e in epochs_of(book) if epoch in {None, e.number} and (epoch or e == epochs_of(book)[-1]))
    parent = None
    if row.parent_epoch is not None:
        parent = Parent(epoch=row.parent_epoch, seq=row.parent_seq, hash=row.parent_hash)
    entries = [
        Entry(header=r.header, salt=r.salt, body=r.body)
        for r in entries_of(book, epoch=row.number, first=first, last=last)
    ]
    return Span(BOOK_ID, row.epoch, parent, first, hash_at(book, OWN, row, first - 1) or b"", entries)


def names(book: Book) -> list[str]:
    number = book.number_of(BOOK_ID)
    return [m.name for m in book.find(Member, book=number)] if number else []


def test_same_span_a_hundred_times_is_once(book: Book, other_book: Book) -> None:
    fill(book, range(3))
    outcomes = [receive(other_book, span(book, 1, 3)).outcome for _ in range(100)]
    assert outcomes == [Outcome.APPLIED] + [Outcome.ALREADY] * 99
    assert names(other_book) == names_of(book)
    assert check(other_book, full=True, control=silent()) == []


def names_of(book: Book) -> list[str]:
    return [m.name for m in book.find(Member)]


def test_pieces_in_any_order_end_alike(book: Book, tmp_path: Path) -> None:
    fill(book, range(6))
    pieces = [span(book, 1, 2), span(book, 2, 4), span(book, 5, 5), span(book, 4, 6)]
    for turn, order in enumerate(itertools.permutations(pieces)):
        place = tmp_path / f"office-{turn}"
        lay_down_empty(place, FixedClock())
        office = Book.open(place, KEY, FixedClock())
        waiting = list(order)
        while waiting:
            waiting = [p for p in waiting if receive(office, p).outcome is Outcome.GAP]
        assert names(office) == names_of(book)
        assert office.head(2) == book.head()
        office.close()


def test_a_gap_is_told_and_changes_nothing(book: Book, other_book: Book) -> None:
    fill(book, range(4))
    assert receive(other_book, span(book, 3, 4)).outcome is Outcome.GAP
    assert other_book.number_of(BOOK_ID) is None
    receive(other_book, span(book, 1, 1))
    assert receive(other_book, span(book, 3, 4)).outcome is Outcome.GAP
    assert names(other_book) == ["Lò Văn 0"]


def test_an_old_span_after_a_newer_takes_nothing_back(book: Book, other_book: Book) -> None:
    fill(book, range(2))
    old = span(book, 1, 2)
    with book.changing("bi-thu") as change:
        change.put(member(0, "Tên mới"))
    receive(other_book, span(book, 1, 3))
    assert receive(other_book, old).outcome is Outcome.ALREADY
    assert "Tên mới" in names(other_book)


def test_other_entries_under_the_same_numbers_are_a_fork(
    folder: Path, book: Book, other_book: Book, open_book: Callable[..., Book], tmp_path: Path
) -> None:
    import shutil

    fill(book, range(2))
    book.close()
    shutil.copytree(folder, tmp_path / "clone")
    book, clone = open_book(folder), open_book(tmp_path / "clone")
    fill(book, range(2, 4))
    fill(clone, range(10, 12))
    assert receive(other_book, span(book, 1, 4)).outcome is Outcome.APPLIED
    assert receive(other_book, span(clone, 1, 4)).outcome is Outcome.FORK
    assert receive(other_book, span(clone, 3, 4)).outcome is Outcome.FORK
    assert names(other_book) == names_of(book)


def test_a_restored_book_goes_on_in_a_new_epoch(book: Book, other_book: Book) -> None:
    fill(book, range(4))
    receive(other_book, span(book, 1, 4))
    epoch = book.epoch_row()
    back_to = Head(epoch=epoch.epoch, seq=2, hash=hash_at(book, OWN, epoch, 2) or b"")
    with book.database.immediate():
        start_epoch(book, OWN, b"E" * 16, back_to)
    with book.changing("bi-thu") as change:
        change.put(member(9, "Sau phục hồi"))
    assert receive(other_book, span(book, 1, 1)).outcome is Outcome.APPLIED
    assert names(other_book) == ["Lò Văn 0", "Lò Văn 1", "Sau phục hồi"]
    assert next(b for b in other_book.books() if not b.own).rewound == 1
    assert receive(other_book, span(book, 3, 4, epoch=1)).outcome is Outcome.ALREADY
    assert check(other_book, full=True, control=silent()) == []


def test_an_epoch_whose_parent_is_missing_waits(book: Book, other_book: Book) -> None:
    fill(book, range(2))
    with book.database.immediate():
        start_epoch(book, OWN, b"E" * 16, book.head())
    fill(book, range(5, 6))
    assert receive(other_book, span(book, 1, 1)).outcome is Outcome.GAP
    receive(other_book, span(book, 1, 2, epoch=1))
    assert receive(other_book, span(book, 1, 1)).outcome is Outcome.APPLIED


def test_broken_chain_applies_nothing(book: Book, other_book: Book) -> None:
    fill(book, range(3))
    good = span(book, 1, 3)
    with pytest.raises(ChainError):
        receive(other_book, Span(BOOK_ID, good.epoch, None, 1, b"x" * 32, good.entries))
    assert other_book.number_of(BOOK_ID) is None
    with pytest.raises(ChainError):
        receive(other_book, Span(BOOK_ID, good.epoch, None, 1, good.base_hash, good.entries[::-1]))


def forged(book: Book, **changes: object) -> Span:
    """Return a span of one entry whose header says something else, rightly chained."""
    from chibo_desktop.domain.journal import decode_header, encode_header

    one = span(book, 1, 1)
    header = encode_header(msgspec.structs.replace(decode_header(one.entries[0].header), **changes))
    entry = Entry(header=header, salt=one.entries[0].salt, body=one.entries[0].body)
    return Span(BOOK_ID, one.epoch, None, 1, epoch_hash(BOOK_ID, one.epoch, None), [entry])


def test_unknown_kind_of_our_own_version_is_refused_whole(book: Book, other_book: Book) -> None:
    fill(book, range(1))
    with pytest.raises(UserError):
        receive(other_book, forged(book, k="vu_khi"))
    assert other_book.number_of(BOOK_ID) is None


def test_a_body_under_another_records_id_is_refused(book: Book, other_book: Book) -> None:
    fill(book, range(1))
    with pytest.raises(UserError):
        receive(other_book, forged(book, id=b"z" * 16))


def test_entries_of_a_newer_version_are_kept_and_applied_after_the_update(
    book: Book, other_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chibo_desktop.storage import check as check_module
    from chibo_desktop.storage import replica

    fill(book, range(1))
    assert receive(other_book, forged(book, sv=SCHEMA_VERSION + 1)).outcome is Outcome.APPLIED
    assert names(other_book) == []
    assert check(other_book, full=True, control=silent()) == []
    monkeypatch.setattr(replica, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(check_module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    assert catch_up(other_book) == 1
    assert names(other_book) == ["Lò Văn 0"]
    assert check(other_book, full=True, control=silent()) == []
    monkeypatch.setattr(replica, "apply_pending", pytest.fail)
    assert catch_up(other_book) == 0


def test_a_broken_entry_that_waited_keeps_waiting_and_lets_the_book_open(
    book: Book, other_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chibo_desktop.storage import replica

    fill(book, range(1))
    receive(other_book, forged(book, sv=SCHEMA_VERSION + 1, k="vu_khi"))
    monkeypatch.setattr(replica, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    assert catch_up(other_book) == 0
    assert names(other_book) == []


def test_private_bodies_may_stay_at_home(book: Book, other_book: Book) -> None:
    fill(book, range(2))
    whole = span(book, 1, 2)
    bare = [whole.entries[0], Entry(header=whole.entries[1].header)]
    received = receive(other_book, Span(BOOK_ID, whole.epoch, None, 1, whole.base_hash, bare))
    assert received.outcome is Outcome.APPLIED
    assert names(other_book) == ["Lò Văn 0"]
    assert other_book.head(2) == book.head()
