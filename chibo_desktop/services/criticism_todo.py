"""What is to be done about criticism, without a name and without a word of it (việc cần làm)."""

from __future__ import annotations

from chibo_desktop.services import criticism
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

PLACE = "criticism"
ASK_AGAIN = "ask"
"""the target that shows what is to be asked after"""


def criticism_todo(session: Session) -> list[Todo]:
    """Return that promises are to be asked after; nothing to somebody without the right, nor at the office."""
    if session.is_office or not criticism.may_read(session):
        return []
    due = [row.asked_from for row in criticism.list_notes(session) if row.due and row.asked_from]
    if not due:
        return []
    first, today = min(due), session.clock.today()
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
            due=min(first, today),
        )
    ]
