"""Giving the book to the next secretary: record, right, slots and keys (bàn giao sổ)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.accounts import Account, AccountRole
from chibo_desktop.domain.duties import OPEN, Duty
from chibo_desktop.domain.handover_paper import HandoverPaper, compose_handover
from chibo_desktop.domain.handovers import Handover, HandoverItem
from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.member_edits import with_role
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.papers.handover import render_handover
from chibo_desktop.services import accounts, exchange
from chibo_desktop.services.backups import last_backup
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.session import Changed, Session

HAND_KEPT = (
    HandoverItem(text="Máy tính có sổ chi bộ", amount="01 máy"),
    HandoverItem(text="USB sao lưu sổ", amount="01 chiếc"),
    HandoverItem(text="Tờ khóa phục hồi mới (bên nhận cất riêng)", amount="01 tờ", note="tờ cũ đã hủy"),
    HandoverItem(text="Hồ sơ, sổ sách giấy của chi bộ"),
)
"""what no book can count; changed by hand"""


@dataclass(frozen=True, slots=True)
class BeforeHandover:
    """What had better be done before; nothing of it forbids the handover."""

    open_meetings: int
    unsent: bool
    backed_up: bool
    """whether a copy was made today on this computer"""


def before(session: Session) -> BeforeHandover:
    """Return what is still open in the book."""
    when = last_backup(session)
    status = exchange.status(session)
    return BeforeHandover(
        open_meetings=sum(not m.closed and m.date <= session.clock.today() for m in session.book.find(Meeting)),
        unsent=status.office is not None and status.unsent > 0,
        backed_up=when is not None and when[:10] == session.clock.now().date().isoformat(),
    )


def items(session: Session) -> tuple[HandoverItem, ...]:
    """Return what is handed over as the book counts it, then what is to be counted by hand."""
    today, find = session.clock.today(), session.book.find
    members = [m for m in find(Member) if m.belongs_on(today)]
    meetings = [m for m in find(Meeting) if m.closed]
    adopted = [r for r in find(Resolution) if r.state is ResolutionState.ADOPTED]
    numbers = find(DocumentNumber)
    term = _term(session, today)
    counted = [
        HandoverItem(text="Danh sách đảng viên trong sổ", amount=f"{len(members)} đồng chí"),
        HandoverItem(
            text="Biên bản sinh hoạt, họp đã chốt", amount=f"{len(meetings)} biên bản", note=_span(meetings)
        ),
        HandoverItem(text="Nghị quyết đã thông qua", amount=f"{len(adopted)} nghị quyết"),
        HandoverItem(
            text=f"Số văn bản đã cấp, nhiệm kỳ {term}",
            amount=f"{sum(n.term == term for n in numbers)} số",
            note=_last_numbers(numbers, term),
        ),
        HandoverItem(text="Văn bản đến", amount=f"{len(find(IncomingDocument))} văn bản"),
        HandoverItem(text="Nhiệm vụ đang làm", amount=f"{sum(d.state in OPEN for d in find(Duty))} việc"),
    ]
    return (*counted, *HAND_KEPT)


def _term(session: Session, day: date) -> str:
    term = session.cell().term_on(day)
    return term.name if term else ""


def _span(meetings: list[Meeting]) -> str:
    if not meetings:
        return ""
    days = sorted(m.date for m in meetings)
    return f"từ {short_date(days[0])} đến {short_date(days[-1])}"


def _last_numbers(numbers: list[DocumentNumber], term: str) -> str:
    last: dict[DocumentType, int] = {}
    for given in numbers:
        if given.term == term:
            last[given.type] = max(last.get(given.type, 0), given.number)
    shown = [f"{number:02d}-{kind.value}" for kind, number in sorted(last.items(), key=lambda pair: pair[0].value)]
    return f"số cuối: {', '.join(shown)}" if shown else ""


def draft(session: Session, successor: Account | None = None) -> Handover:
    """Return a handover of today to be completed: names and counts filled in; not saved."""
    own = accounts.current(session)
    return Handover(
        id=session.new_id(),
        date=session.clock.today(),
        from_account_id=session.user,
        to_account_id=successor.id if successor else session.user,
        from_name=_name_of(session, own),
        to_name=successor.name if successor else "",
        items=items(session),
        code=session.head_code(),
    )


def _name_of(session: Session, own: Account | None) -> str:
    """Return the name of who hands over: of the member they are, else of who holds the post."""
    today = session.clock.today()
    for member in session.book.find(Member):
        if own is not None and own.member_id in {None, member.id} and member.role_on(today) is Role.SECRETARY:
            return member.name
    return own.name if own else ""


def complete(session: Session, handover: Handover) -> Changed:
    """Hand the book over: record, posts and accounts in one transaction, then new keys without the old user.

    Afterwards nobody but the successor and the other users opens the book; this session must be closed.
    Where the keys cannot be changed now (a full disk), the handover stands all the same: the successor's
    opening changes them. Raises UserError when the successor has no account that opens the book.
    """
    accounts.require_manager(session)
    successor = session.book.get(Account, handover.to_account_id)
    if successor is None or successor.id == session.user or successor.until is not None:
        raise UserError("Chưa có bí thư mới trong sổ.", "Hãy ghi tên và để bí thư mới đặt mật khẩu của mình trước.")
    if not any(row.account.id == successor.id and row.opens for row in accounts.rows(session)):
        raise UserError("Bí thư mới chưa có mật khẩu.", "Hãy để bí thư mới đặt mật khẩu của mình trước.")
    own = accounts.current(session)
    tidy = replace(
        handover, from_account_id=session.user, from_name=clean_line(handover.from_name),
        to_name=clean_line(handover.to_name), witness=clean_line(handover.witness),
        witness_office=clean_line(handover.witness_office), place=clean_line(handover.place),
        note=clean(handover.note), items=_tidy(handover.items), code=session.head_code(),
    )  # fmt: skip
    term = _term(session, tidy.date)
    number = DocumentNumber(
        id=session.new_id(), type=DocumentType.MINUTES, term=term, date=tidy.date,
        number=next_number(session.book.find(DocumentNumber), DocumentType.MINUTES, term),
        subject="Bàn giao sổ, tài liệu, công việc của chi bộ", subject_id=tidy.id,
    )  # fmt: skip
    accounts.give_keys(session, successor)
    ended = [replace(own, until=tidy.date)] if own else []
    role = AccountRole.OFFICER if session.is_office else AccountRole.SECRETARY
    changed = session.record(tidy, number, *ended, replace(successor, role=role), *_posts(session, tidy, successor))
    session.forget_done()
    with contextlib.suppress(UserError):
        accounts.renew_keys(session)
    return changed


def _tidy(given: tuple[HandoverItem, ...]) -> tuple[HandoverItem, ...]:
    tidied = (
        HandoverItem(text=clean_line(i.text), amount=clean_line(i.amount), note=clean_line(i.note)) for i in given
        if clean_line(i.text)
    )  # fmt: skip
    return tuple(tidied)


def _posts(session: Session, handover: Handover, successor: Account) -> list[Record]:
    """Return the members whose post changes hands: the secretary of until now, and the new one."""
    day, today = handover.date, session.clock.today()
    changed: list[Record] = []
    for member in session.book.find(Member):
        if member.id == successor.member_id:
            if member.role_on(day) is not Role.SECRETARY:
                changed.append(with_role(member, Role.SECRETARY, day, today))
        elif successor.member_id is not None and member.role_on(day) is Role.SECRETARY:
            changed.append(_without_post(member, handover))
    return changed


def _without_post(member: Member, handover: Handover) -> Member:
    last = handover.date - timedelta(days=1)
    terms = [
        replace(term, until=last) if term.role is Role.SECRETARY and term.covers(handover.date) else term
        for term in member.roles
    ]
    return replace(member, roles=tuple(t for t in terms if t.until is None or t.until >= t.since))


def list_handovers(session: Session) -> list[Handover]:
    """Return the handovers of the book, the latest first."""
    return sorted(session.book.find(Handover), key=lambda h: (h.date, h.id), reverse=True)


def paper_of(session: Session, handover: Handover) -> HandoverPaper:
    """Return the record of a handover, a draft without number as well."""
    given = session.book.find(DocumentNumber, subject_id=handover.id)
    return compose_handover(session.cell(), handover, given[0].number if given else None)


def save_record(session: Session, handover: Handover, target: Path) -> Path:
    """Write the record where the person says. Raises UserError."""
    return save_paper(render_handover(paper_of(session, handover)), target)


def suggested_name(handover: Handover) -> str:
    """Return a plain file name for the record."""
    return f"bien-ban-ban-giao-{handover.date:%Y-%m-%d}.pdf"


def role_words(account: Account) -> str:
    """Return "Lò Văn Thắng (Bí thư)"."""
    return f"{account.name} ({label(account.role)})"
