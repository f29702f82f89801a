"""What is to be done about criticism, without a name and without a word of it (việc cần làm)."""

from __future__ import annotations

from chibo_desktop.domain.criticism import MENDING_OPEN, Criticism, CriticismText
from chibo_desktop.domain.criticism_follow_up import next_asking
from chibo_desktop.services import sealed
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

PLACE = "criticism"
ASK_AGAIN = "ask"
"""the target that shows what is to be asked after"""


def criticism_todo(session: Session) -> list[Todo]:
    """Return that promises are to be asked after; nothing to somebody without the right, nor at the office."""
    if session.is_office or not sealed.may_read(session):
        return []
    today = session.clock.today()
    # Only the open ones are unsealed: the first screen is read again after every act.
    records = {r.id: r for r in session.book.find(Criticism) if r.mending in MENDING_OPEN}
    texts = sealed.read_texts(session, CriticismText, records, broken=CriticismText())
    asked = [next_asking(record, texts.get(key, CriticismText())) for key, record in records.items()]
    due = [day for day in asked if day is not None and day <= today]
    if not due:
        return []
    return [
        Todo(
            key="criticism",
            level=Level.DUE,
            title=f"{len(due)} việc hứa sửa đến hạn hỏi lại",
            why="Đã hứa trước chi bộ thì chi bộ hỏi lại: đã sửa, đang sửa hay chưa. Một lần bấm là ghi xong.",
            action="Hỏi lại",
            place=PLACE,
            target=ASK_AGAIN,
            basis="HD 12-HD/BTCTW",
            due=min(due),
        )
    ]
