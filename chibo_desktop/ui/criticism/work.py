"""What the place of criticism asks of the book; every function here runs on the book's worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, Mending
from chibo_desktop.domain.criticism_counts import YearCounts
from chibo_desktop.domain.criticism_findings import CriticismFinding
from chibo_desktop.domain.criticism_follow_up import Broken, subject_of
from chibo_desktop.domain.members import Member
from chibo_desktop.services import criticism, pairing, sealed
from chibo_desktop.services.criticism import NoteRow
from chibo_desktop.services.criticism_facts import Fact, facts_about
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.labels import date_text, label

DRAFTS = "criticism/"
Note = tuple[Criticism, CriticismText]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a note; `key` names the field it comes from, and its draft."""

    key: str
    change: Callable[[Criticism, CriticismText], Note] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the place shows, read at one moment."""

    may_read: bool
    today: date
    counts: tuple[YearCounts, ...]
    """the years that have notes, the newest first"""
    readers: tuple[str, ...]
    """the users who can open what is sealed"""
    rows: tuple[NoteRow, ...] = field(default=(), repr=False)
    people: tuple[Member, ...] = ()
    meetings: tuple[tuple[bytes, str], ...] = ()
    paired: bool = False
    undo_name: str | None = None
    drafts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """what was being typed when the program ended; read once"""

    def find(self, note_id: bytes) -> NoteRow | None:
        """Return a note by identifier."""
        return next((row for row in self.rows if row.id == note_id), None)

    @property
    def due(self) -> tuple[NoteRow, ...]:
        """The notes that are to be asked after now, the longest waiting first."""
        return tuple(sorted((r for r in self.rows if r.due), key=lambda r: (r.asked_from or r.record.date, r.id)))


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands beside the note that is shown."""

    note_id: bytes
    findings: tuple[CriticismFinding, ...] = ()
    facts: tuple[Fact, ...] = ()
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What an act touched, and how the place looks since."""

    changed: Changed
    snapshot: Snapshot
    what: str = ""


def read(session: Session, *, with_drafts: bool = False) -> Snapshot:
    """Read the whole place; without the right only what is not sealed."""
    today = session.clock.today()
    counts = tuple(criticism.criticism_counts(session, year) for year in criticism.years(session))
    readers = tuple(account.name for account in criticism.readers(session))
    if not criticism.may_read(session):
        return Snapshot(may_read=False, today=today, counts=counts, readers=readers)
    held = criticism.recent_meetings(session)
    return Snapshot(
        may_read=True,
        today=today,
        counts=counts,
        readers=readers,
        rows=criticism.list_notes(session),
        people=tuple(criticism.people(session, today)),
        meetings=tuple((m.id, f"{date_text(m.date)}, {label(m.kind)}") for m in held),
        paired=pairing.office_of(session) is not None,
        undo_name=session.undo_name,
        drafts=sealed.drafts(session, DRAFTS) if with_drafts else {},
    )


def new(session: Session, form: CriticismForm) -> Note:
    """Return a blank note."""
    return criticism.new_note(session, form)


def detail(session: Session, record: Criticism, text: CriticismText, rows: tuple[NoteRow, ...]) -> Detail:
    """Return what the book says beside a note."""
    who = subject_of(record.form, text)
    return Detail(
        record.id,
        criticism.findings(session, record, text),
        facts_about(session, who, record.date, but=record.id, notes=rows) if who is not None else (),
        criticism.broken_promises(rows, record, text),
    )


def save(session: Session, note_id: bytes, base: Note | None, edit: Edit) -> Done:
    """Apply an edit to what the book holds now (or to `base`, which is no record yet) and save it."""
    record, text = edit.change(*(base or criticism.note_of(session, note_id)))
    changed = criticism.save_note(session, record, text)
    drop_drafts(session, note_id, edit.key)
    if base is not None and changed.kinds:
        drop_drafts(session, base[0].form, "")
    return Done(changed, read(session))


def follow(session: Session, note_id: bytes, mending: Mending, words: str) -> Done:
    """Record what was seen when a promise was asked after."""
    changed = criticism.follow_up(session, note_id, mending, words)
    drop_drafts(session, note_id, "follow")
    return Done(changed, read(session))


def remove(session: Session, note_id: bytes) -> Done:
    """Delete a note and what was being typed in it."""
    changed = criticism.remove_note(session, note_id)
    drop_drafts(session, note_id, "")
    return Done(changed, read(session))


def undo(session: Session) -> Done:
    """Take back the last act."""
    what = session.undo_name or ""
    changed = session.undo()
    return Done(changed, read(session), what)


def share(session: Session, note_id: bytes) -> Done:
    """Let the commune read a note."""
    return Done(criticism.share_note(session, note_id), read(session))


def withdraw(session: Session, note_id: bytes) -> Done:
    """Take back the choice to show a note."""
    return Done(criticism.withdraw_note(session, note_id), read(session))


# -- what is being typed ----------------------------------------------------------------------

Owner = bytes | CriticismForm
"""a note, or a new one of a form that is no record yet"""


def place(owner: Owner, key: str = "") -> str:
    """Return where a field's draft is kept."""
    name = owner.hex() if isinstance(owner, bytes) else f"new:{owner.value}"
    return f"{DRAFTS}{name}/{key}"


def keep_draft(session: Session, owner: Owner, key: str, words: str) -> None:
    """Keep what is being typed, under the second key."""
    sealed.save_draft(session, place(owner, key), words)


def drop_drafts(session: Session, owner: Owner, key: str) -> None:
    """Drop the draft of one field; an empty key drops all of the note."""
    if key:
        sealed.drop_drafts(session, place(owner, key))
        return
    found = sealed.drafts(session, place(owner))
    if found:
        sealed.drop_drafts(session, *found)
