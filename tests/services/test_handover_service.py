"""The book changes hands: record, posts, slots and keys; who gave it opens nothing any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from service_samples import PASSWORD, SteppingClock, add_members, make_book

from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.domain.accounts import Account, AccountRole
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.handovers import Handover
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.numbering import DocumentNumber
from chibo_desktop.services import accounts, backups, books, handover, sealed
from chibo_desktop.services.session import Session
from chibo_desktop.storage import keys
from chibo_desktop.storage.slot_files import load_slots

NEW = "suối cạn mùa đông"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = make_book(tmp_path / "sổ")
    add_members(session)
    yield session
    session.close()


def member_named(session: Session, name: str) -> Member:
    return next(m for m in session.book.find(Member) if m.name == name)


@pytest.fixture
def successor(session: Session) -> Account:
    member = member_named(session, "Cà Thị Ân")
    return accounts.add(session, member.name, AccountRole.SECRETARY, NEW, member_id=member.id)


def complete(session: Session, successor: Account) -> Handover:
    given = replace(
        handover.draft(session, successor), witness="Vàng A Tủa", witness_office="Phó Bí thư Đảng ủy xã",
        place="nhà văn hóa bản",
    )  # fmt: skip
    handover.complete(session, given)
    return given


def test_the_draft_counts_what_the_book_has(session: Session, successor: Account) -> None:
    given = handover.draft(session, successor)
    assert (given.from_name, given.to_name) == ("Lò Văn An", "Cà Thị Ân")
    lines = {item.text: item.amount for item in given.items}
    assert lines["Danh sách đảng viên trong sổ"] == "7 đồng chí"
    assert lines["Nhiệm vụ đang làm"] == "0 việc"
    assert given.items[-4:] == handover.HAND_KEPT


def test_after_it_only_the_successor_opens_the_book(session: Session, successor: Account) -> None:
    note = Criticism(id=session.new_id(), date=date(2026, 11, 3), form=CriticismForm.SELF)
    session.save(note, sealed.sealed_record(session, note.id, CriticismText(content="hứa sửa")))
    recovery = books.renew_recovery_key(session, PASSWORD)
    complete(session, successor)
    session.close()
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(session.folder), PASSWORD)
    opened = books.open_book(session.folder, NEW, clock=SteppingClock())
    assert accounts.may_manage(opened)
    text = sealed.read_text(opened, CriticismText, note.id)
    assert text is not None
    assert text.content == "hứa sửa"
    assert [a.name for a in accounts.list_accounts(opened)] == ["Cà Thị Ân"]
    assert backups.check(opened, full=True) == []
    opened.close()
    again = books.open_book(session.folder, recovery, clock=SteppingClock())
    assert accounts.current(again) == accounts.list_accounts(again)[0]
    again.close()


def test_the_post_changes_hands_on_that_day(session: Session, successor: Account) -> None:
    complete(session, successor)
    old, new = member_named(session, "Lò Văn An"), member_named(session, "Cà Thị Ân")
    assert (old.role_on(date(2026, 11, 2)), old.role_on(date(2026, 11, 3))) == (Role.SECRETARY, None)
    assert (new.role_on(date(2026, 11, 2)), new.role_on(date(2026, 11, 3))) == (None, Role.SECRETARY)


def test_a_successor_who_is_no_member_of_the_list_changes_no_post(session: Session) -> None:
    stranger = accounts.add(session, "Người mới", AccountRole.SECRETARY, NEW)
    complete(session, stranger)
    assert member_named(session, "Lò Văn An").role_on(date(2026, 11, 3)) is Role.SECRETARY


def test_nothing_happens_without_a_successor_who_can_open_the_book(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = session.head()
    with pytest.raises(UserError, match="Chưa có bí thư mới"):
        handover.complete(session, handover.draft(session))
    assert session.head() == head

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "save_slots", cut)
        with pytest.raises(KeyboardInterrupt):
            accounts.add(session, "Cà Thị Ân", AccountRole.SECRETARY, NEW)
    half = next(a for a in accounts.list_accounts(session) if a.id != session.user)
    with pytest.raises(UserError, match="chưa có mật khẩu"):
        handover.complete(session, handover.draft(session, half))


def test_a_power_cut_between_record_and_keys_is_finished_by_the_successor(
    session: Session, successor: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "_renew", cut)
        with pytest.raises(KeyboardInterrupt):
            complete(session, successor)
    session.close()
    with pytest.raises(UserError, match="đã thôi dùng sổ"):
        books.open_book(session.folder, PASSWORD, clock=SteppingClock())
    opened = books.open_book(session.folder, NEW, clock=SteppingClock())
    opened.close()
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(session.folder), PASSWORD)


def test_an_assistant_hands_nothing_over(session: Session, successor: Account) -> None:
    accounts.add(session, "Người giúp", AccountRole.ASSISTANT, "bốn con trâu đen")
    session.close()
    assistant = books.open_book(session.folder, "bốn con trâu đen", clock=SteppingClock())
    with pytest.raises(UserError, match="Chỉ bí thư"):
        handover.complete(assistant, handover.draft(assistant, successor))
    assistant.close()


def test_the_record_is_numbered_once_and_printed_again_by_the_successor(
    session: Session, successor: Account, tmp_path: Path
) -> None:
    draft = handover.draft(session, successor)
    file = handover.save_record(session, draft, tmp_path / "nháp.pdf")
    assert "Số .....-BB/CB" in words_of(file)
    complete(session, successor)
    session.close()
    opened = books.open_book(session.folder, NEW, clock=SteppingClock())
    [kept] = handover.list_handovers(opened)
    assert [n.number for n in opened.book.find(DocumentNumber)] == [1]
    words = words_of(handover.save_record(opened, kept, tmp_path / handover.suggested_name(kept)))
    for expected in (
        "Số 01-BB/CB", "Bàn giao sổ, tài liệu, công việc của chi bộ", "Cà Thị Ân", "Vàng A Tủa",
        "Phó Bí thư Đảng ủy xã", "nhà văn hóa bản", kept.code, "7 đồng chí", "BÊN GIAO", "BÊN NHẬN",
    ):  # fmt: skip
        assert expected in words
    opened.close()


def words_of(file: Path) -> str:
    pages = PdfReader(BytesIO(file.read_bytes())).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)
