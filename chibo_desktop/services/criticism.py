"""Criticism and self-criticism: writing, asking again, counting, showing the commune (tự phê bình và phê bình)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.resources import resource
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.accounts import MAY_READ_SEALED, Account
from chibo_desktop.domain.criticism import (
    MENDING_OPEN,
    Criticism,
    CriticismForm,
    CriticismText,
    GuidedAnswer,
    Mending,
)
from chibo_desktop.domain.criticism_counts import YearCounts, year_counts
from chibo_desktop.domain.criticism_findings import CriticismFinding, criticism_findings
from chibo_desktop.domain.criticism_follow_up import (
    Broken,
    broken_before,
    followed_up,
    is_due,
    next_asking,
    subject_name,
    subject_of,
)
from chibo_desktop.domain.criticism_questions import Guide, guide_of
from chibo_desktop.domain.criticism_words import note_title, note_words
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.records import kind_of
from chibo_desktop.domain.sealed import SealedText
from chibo_desktop.services import accounts, sealed
from chibo_desktop.services.members import all_members
from chibo_desktop.services.sealed import Shared, may_read
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN

__all__ = ["may_read"]

_A_YEAR = 366
_BROKEN = CriticismText(
    content="Không mở được ghi chép này: chữ đã hỏng, hoặc niêm phong bằng khóa mà tệp khóa đang dùng không có."
)
"""what the list shows for a text that cannot be opened; saving over it is refused"""
SUBJECT_KIND = kind_of(Criticism)
_WHAT = {
    CriticismForm.SELF: "Ghi tự phê bình",
    CriticismForm.CRITICISM: "Ghi phê bình",
}


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note as the list shows it, to somebody who may read it."""

    record: Criticism
    text: CriticismText = field(repr=False)
    due: bool
    """whether it is to be asked after now"""
    asked_from: date | None
    """the day from which it is asked after, None when it is settled"""
    shared: Shared | None = field(default=None, repr=False)
    """what of it was chosen for the commune"""

    @property
    def id(self) -> bytes:
        """The note's identifier."""
        return self.record.id

    @property
    def open(self) -> bool:
        """Whether its promise is not yet settled."""
        return self.record.mending in MENDING_OPEN

    @property
    def who(self) -> str:
        """The name of who is to mend something."""
        return subject_name(self.record.form, self.text)

    @property
    def who_id(self) -> bytes | None:
        """The member who is to mend something, None for somebody who is no member."""
        return subject_of(self.record.form, self.text)

    @property
    def by(self) -> str:
        """The name of who criticises."""
        return self.text.from_name


@cache
def guide() -> Guide:
    """Return the guiding questions and the words that make criticism empty."""
    return guide_of(tomllib.loads(resource("phrases", "tu-phe-binh.toml").read_text(encoding="utf-8")))


def list_notes(session: Session) -> tuple[NoteRow, ...]:
    """Return every note with its text, the newest first; raises UserError without the right."""
    sealed.require_right(session)
    records = session.book.find(Criticism)
    texts = sealed.read_texts(session, CriticismText, [r.id for r in records], broken=_BROKEN)
    shown = {s.subject_id: s for s in sealed.shared(session)}
    today = session.clock.today()
    rows = []
    for record in sorted(records, key=lambda r: (r.date, r.id), reverse=True):
        text = texts.get(record.id, CriticismText())
        rows.append(
            NoteRow(record, text, is_due(record, text, today), next_asking(record, text), shown.get(record.id))
        )
    return tuple(rows)


def new_note(session: Session, form: CriticismForm) -> tuple[Criticism, CriticismText]:
    """Return a blank note of today, said at today's meeting if there is one; not saved."""
    today = session.clock.today()
    meetings = [m for m in session.book.find(Meeting) if m.date == today]
    meeting_id = meetings[0].id if len(meetings) == 1 else None
    return Criticism(id=session.new_id(), date=today, form=form, meeting_id=meeting_id), CriticismText()


def note_of(session: Session, note_id: bytes) -> tuple[Criticism, CriticismText]:
    """Return one note with its text; raises UserError without the right or where it is gone."""
    text = sealed.read_text(session, CriticismText, note_id)
    record = session.book.get(Criticism, note_id)
    if record is None:
        raise UserError("Ghi chép này không còn trong sổ.", "Bấm Hoàn tác nếu vừa xóa nhầm, rồi ghi lại.")
    return record, text or CriticismText()


def recent_meetings(session: Session) -> list[Meeting]:
    """Return the meetings of the last year up to today, the newest first."""
    today = session.clock.today()
    held = [m for m in session.book.find(Meeting) if 0 <= (today - m.date).days <= _A_YEAR]
    return sorted(held, key=lambda m: (m.date, m.starts or time.min, m.id), reverse=True)


def says_something(text: CriticismText) -> bool:
    """Whether anything was written in a note; an empty one is no record."""
    return _tidy(text) != CriticismText()


def save_note(session: Session, record: Criticism, text: CriticismText) -> Changed:
    """Save a note with its sealed text; one that says nothing yet is not made a record.

    Raises UserError without the right, or with a field that is too long.
    """
    sealed.require_right(session)
    tidy = _validated(_tidy(text))
    if tidy == CriticismText() and session.book.get(Criticism, record.id) is None:
        return Changed()
    return session.save(record, sealed.sealed_record(session, record.id, tidy), what=_WHAT[record.form])


def _tidy(text: CriticismText) -> CriticismText:
    return msgspec.structs.replace(
        text,
        from_name=clean_line(text.from_name),
        to_name=clean_line(text.to_name),
        content=clean(text.content),
        acceptance=clean(text.acceptance),
        fix=clean(text.fix),
        answers=tuple(GuidedAnswer(question=a.question, text=clean(a.text)) for a in text.answers if clean(a.text)),
        follow_ups=tuple(msgspec.structs.replace(f, text=clean(f.text)) for f in text.follow_ups),
    )


def _validated(text: CriticismText) -> CriticismText:
    try:
        return msgspec.convert(msgspec.to_builtins(text), type=CriticismText)
    except msgspec.ValidationError:
        # What msgspec says would carry the words on.
        raise UserError("Có ô ghi dài quá 4.000 chữ.", "Hãy viết gọn lại rồi ghi.") from None


def remove_note(session: Session, note_id: bytes) -> Changed:
    """Delete a note written by mistake, with its sealed text; can be undone."""
    sealed.require_right(session)
    record = session.book.get(Criticism, note_id)
    if record is None:
        return Changed()
    text = session.book.get(SealedText, note_id)
    return session.save(delete=[record, *([text] if text else [])], what="Xóa một ghi chép phê bình")


def follow_up(session: Session, note_id: bytes, mending: Mending, words: str = "") -> Changed:
    """Record what was seen when the cell came back to a promise; what was seen before is kept."""
    record, text = note_of(session, note_id)
    record, text = followed_up(record, text, session.clock.today(), mending, clean(words))
    return session.save(record, sealed.sealed_record(session, note_id, _validated(text)), what="Ghi việc hỏi lại")


def findings(session: Session, record: Criticism, text: CriticismText) -> tuple[CriticismFinding, ...]:
    """Return what of a note could be said better; the names and duties of the book count as concrete."""
    who = subject_of(record.form, text)
    names = [m.name for m in session.book.find(Member)]
    duties = [d.text for d in session.book.find(Duty) if who is None or who in {d.owner_id, *d.co_owner_ids}]
    return criticism_findings(record, _tidy(text), guide(), names=names, duties=duties)


def broken_promises(rows: Sequence[NoteRow], record: Criticism, text: CriticismText) -> tuple[Broken, ...]:
    """Return the earlier notes in which the same member promised the same and did not mend it."""
    return broken_before(record, text, [(row.record, row.text) for row in rows])


def people(session: Session, day: date) -> list[Member]:
    """Return the members on the cell's list that day, by given name."""
    return [m for m in all_members(session) if m.belongs_on(day)]


def readers(session: Session) -> list[Account]:
    """Return the users of the book who can open what is sealed."""
    return [a for a in accounts.list_accounts(session) if a.role in MAY_READ_SEALED]


def criticism_counts(session: Session, year: int, *, book: int = OWN) -> YearCounts:
    """Count a year's criticism by month, from what is not sealed: it needs no right and works at the office."""
    return year_counts(session.book.find(Criticism, book=book), year)


def years(session: Session, *, book: int = OWN) -> list[int]:
    """Return the years that have notes, and this one, the newest first."""
    found = {r.date.year for r in session.book.find(Criticism, book=book)}
    return sorted(found | {session.clock.today().year}, reverse=True)


# -- what the commune may see -----------------------------------------------------------------


def share_note(session: Session, note_id: bytes) -> Changed:
    """Let the commune read one note as it stands now; raises UserError when the cell is not paired.

    An earlier choice of the same note is taken back first.
    """
    record, text = note_of(session, note_id)
    earlier = [s for s in sealed.shared(session) if s.subject_id == note_id]
    changed = sealed.share(session, SUBJECT_KIND, note_id, note_title(record, text), note_words(record, text))
    kinds = set(changed.kinds)
    for item in earlier:
        kinds |= sealed.withdraw(session, item.id).kinds
    return Changed(frozenset(kinds))


def withdraw_note(session: Session, note_id: bytes) -> Changed:
    """Take back the choice to show a note; what was carried to the commune already cannot be fetched back."""
    kinds: set[str] = set()
    for item in sealed.shared(session):
        if item.subject_id == note_id:
            kinds |= sealed.withdraw(session, item.id).kinds
    return Changed(frozenset(kinds))
