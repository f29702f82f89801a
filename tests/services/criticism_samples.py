"""Notes of criticism for the tests, with planted words that must be found nowhere else."""

from __future__ import annotations

from datetime import date

from chibo_desktop.domain.accounts import AccountRole
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, GuidedAnswer, Mending
from chibo_desktop.services import accounts, books, criticism
from chibo_desktop.services.session import Session
from chibo_desktop.storage.keys import WEAKEST

PLANTED = "chuyenbibatnhatban"
HELPER_PASSWORD = "mật khẩu người giúp việc"


def make_note(
    session: Session,
    form: CriticismForm = CriticismForm.SELF,
    *,
    who: int = 1,
    by: int = 2,
    day: date = date(2026, 11, 3),
    mending: Mending = Mending.OPEN,
    fix: str = "Trực đủ hai buổi đêm ở chốt đầu bản",
    due: date | None = None,
    content: str = f"Ngày 12/10 bỏ trực, {PLANTED}.",
) -> bytes:
    """Save a note; `who` and `by` number the members by given name."""
    people = criticism.people(session, day)
    own = form is CriticismForm.SELF
    speaker = people[who if own else by]
    text = CriticismText(
        from_id=speaker.id,
        from_name=speaker.name,
        to_id=None if own else people[who].id,
        to_name="" if own else people[who].name,
        content=content,
        answers=(GuidedAnswer(question=criticism.guide().questions(form)[0].text, text=f"Có, {PLANTED}."),),
        fix=fix,
        due=due,
    )
    record = Criticism(id=session.new_id(), date=day, form=form, mending=mending)
    criticism.save_note(session, record, text)
    return record.id


def as_helper(session: Session) -> Session:
    """Close a book and open it as somebody who helps to write and may not read what is sealed."""
    accounts.add(session, "Vàng A Dơ", AccountRole.ASSISTANT, HELPER_PASSWORD, cost=WEAKEST)
    folder, clock = session.folder, session.clock
    session.close()
    return books.open_book(folder, HELPER_PASSWORD, clock=clock)
