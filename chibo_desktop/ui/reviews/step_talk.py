"""Gợi ý kiểm điểm và giải trình; góp ý và tiếp thu: sealed words, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.reviews import ReviewComment, ReviewPrompt, ReviewText
from chibo_desktop.services import review_texts
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.reviews.steps import ReviewState, SealedBanner, Sign, Step, chain
from chibo_desktop.ui.reviews.talk_rows import TalkRow, TalkRows
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.sealed_fields import SealedLine, SealedNote

T = TypeVar("T")
_OTHER = b""
"""the choice of an author who is not of the cell"""


class TalkStep(Step, Generic[T]):
    """A step made of rows of sealed words; subclasses say which part of the text they are."""

    part: ClassVar[str] = ""
    what: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    add_words: ClassVar[str] = ""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.sealed = SealedBanner()
        self.open_part = QWidget()
        self.rows: TalkRows[T] = TalkRows(self.name, self.make_row)
        self.add_button = button(self.add_words, self.rows.add, icon_name="add")
        self.intro = text(self.sentence, "faint")
        for part in (self.sealed, self.intro, self.rows, flow(self.add_button)):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.rows.edited.connect(self._store)
        self.rows.grown.connect(self._order)
        self.rows.typed.connect(self._keep)

    @Slot()
    def _order(self) -> None:
        chain(*(part for row in self.rows.rows for part in row.in_order()), self.add_button, *self.below())

    def below(self) -> tuple[QWidget, ...]:
        """Return the fields under the rows."""
        return ()

    def make_row(self) -> TalkRow[T]:
        """Return an empty row; override."""
        raise NotImplementedError

    def items(self, words: ReviewText) -> Sequence[T]:
        """Return what the book holds."""
        found: Sequence[T] = getattr(words, self.part)
        return found

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        words = state.text
        self.sealed.show_openers(state.openers)
        self.sealed.setVisible(words is None)
        for part in (self.rows, self.add_button):
            part.setVisible(words is not None)
        if words is None:
            self.rows.show_values((), fresh=True)
            return
        self.rows.show_values(self.items(words), fresh=fresh)
        if fresh:
            prefix = f"{self.part}/"
            self.rows.restore(
                {
                    place.removeprefix(prefix): typed
                    for place, typed in state.drafts.items()
                    if place.startswith(prefix)
                }
            )

    def first(self) -> QWidget | None:
        return self.rows.rows[0].in_order()[0] if self.rows.rows else self.add_button

    def sign(self, state: ReviewState) -> Sign:
        return "done" if state.text is not None and self.items(state.text) else ""

    @Slot()
    def _store(self) -> None:
        found, values, part = self.review_id, self.rows.values(), self.part
        drafts = [
            f"{part}/{number}/{key}"
            for number, row in enumerate(self.rows.rows)
            for key, field in row.fields().items()
            if not field.dirty
        ]

        def act(session: Session) -> Changed:
            changes: dict[str, Any] = {part: values}
            changed = msgspec.structs.replace(review_texts.text_of(session, found), **changes)
            return review_texts.save_text(session, found, changed, self.what)

        self.work.act(act)
        self.work.drop_drafts(found, *drafts)

    @Slot(str, str)
    def _keep(self, place: str, words: str) -> None:
        self.work.keep_draft(self.review_id, f"{self.part}/{place}", words)


class PromptRow(TalkRow[ReviewPrompt]):
    """Who asks for what to be gone into, and the explanation."""

    def __init__(self) -> None:
        super().__init__("Nội dung gợi ý", "Giải trình")
        self.by = SealedLine(placeholder="Ví dụ: Chi ủy, Đảng ủy xã")
        self.head.addWidget(FieldBox("Ai gợi ý", self.by), 1)
        self.head.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.watch("by", self.by)

    def fields(self) -> dict[str, SealedNote]:
        return {**super().fields(), "by": self.by}

    def in_order(self) -> list[QWidget]:
        return [self.by, *super().in_order()]

    def value(self) -> ReviewPrompt:
        return ReviewPrompt(by=self.by.value(), text=self.words.value(), answer=self.answer.value())

    def set_value(self, item: ReviewPrompt) -> None:
        self.by.set_value(item.by)
        self.words.set_value(item.text)
        self.answer.set_value(item.answer)


class PromptsStep(TalkStep[ReviewPrompt]):
    """Matters that the committee or the commune asks to be gone into."""

    name: ClassVar[str] = "Gợi ý"
    part: ClassVar[str] = "prompts"
    what: ClassVar[str] = "Gợi ý kiểm điểm"
    sentence: ClassVar[str] = (
        "Việc mà cấp ủy hoặc chi bộ yêu cầu làm rõ, và lời giải trình. Không có gợi ý thì bỏ qua bước này."
    )
    add_words: ClassVar[str] = "Thêm gợi ý"

    def make_row(self) -> TalkRow[ReviewPrompt]:
        return PromptRow()


class CommentRow(TalkRow[ReviewComment]):
    """Who said what to the one reviewed, and how it was taken."""

    def __init__(self, people: Sequence[tuple[bytes, str]]) -> None:
        super().__init__("Lời góp ý", "Tiếp thu", "Ưu điểm cần phát huy, hạn chế cần sửa")
        self.author: Choice[bytes] = Choice([*people, (_OTHER, "Người khác (ghi tên)")])
        self.other = SealedLine(placeholder="Họ và tên, chức vụ")
        self._other_box = FieldBox("Tên", self.other)
        self.head.addWidget(FieldBox("Ai góp ý", self.author), 1)
        self.head.addWidget(self._other_box, 1)
        self.head.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.watch("author", self.other)
        self.author.committed.connect(self._author_chosen)
        self._show_other()

    def fields(self) -> dict[str, SealedNote]:
        return {**super().fields(), "author": self.other}

    @Slot(object)
    def _author_chosen(self, _value: object) -> None:
        self._show_other()
        if self.written:
            self.edited.emit()

    def _show_other(self) -> None:
        self._other_box.setVisible(self.author.value() == _OTHER)

    def in_order(self) -> list[QWidget]:
        return [self.author, self.other, *super().in_order()]

    def value(self) -> ReviewComment:
        who = self.author.value() or None
        return ReviewComment(
            author_id=who,
            author="" if who else self.other.value(),
            text=self.words.value(),
            acceptance=self.answer.value(),
        )

    def set_value(self, item: ReviewComment) -> None:
        self.author.set_value(item.author_id or _OTHER)
        self.other.set_value(item.author)
        self.words.set_value(item.text)
        self.answer.set_value(item.acceptance)
        self._show_other()


class CommentsStep(TalkStep[ReviewComment]):
    """What the others say, how it is taken, and the chair's conclusion."""

    name: ClassVar[str] = "Góp ý"
    part: ClassVar[str] = "comments"
    what: ClassVar[str] = "Góp ý kiểm điểm"
    sentence: ClassVar[str] = "Ghi từng lời góp ý: của ai, nội dung, người được góp ý tiếp thu thế nào."
    add_words: ClassVar[str] = "Thêm góp ý"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.conclusion = SealedNote(rows=3)
        self.conclusion_box = FieldBox("Kết luận của chủ trì", self.conclusion)
        self.body.insertWidget(self.body.count() - 1, self.conclusion_box)
        self.conclusion.committed.connect(self._conclude)
        self.conclusion.draft_changed.connect(
            lambda words: self.work.keep_draft(self.review_id, "conclusion", words)
        )

    def below(self) -> tuple[QWidget, ...]:
        return (self.conclusion,)

    def make_row(self) -> TalkRow[ReviewComment]:
        people = self.state.whole.members if self.state else ()
        return CommentRow([(row.member_id, row.name) for row in people if row.member_id is not None])

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        super().fill(state, fresh=fresh)
        words = state.text
        self.conclusion_box.setVisible(words is not None)
        if fresh:
            self.conclusion.forget()
        if words is not None and (fresh or not self.conclusion.dirty):
            self.conclusion.set_value(words.conclusion)
        if fresh and "conclusion" in state.drafts:
            self.conclusion.restore_draft(state.drafts["conclusion"])

    @Slot(object)
    def _conclude(self, words: object) -> None:
        found = self.review_id

        def act(session: Session) -> Changed:
            changed = msgspec.structs.replace(review_texts.text_of(session, found), conclusion=str(words))
            return review_texts.save_text(session, found, changed, "Kết luận kiểm điểm")

        self.work.act(act)
        self.work.drop_drafts(found, "conclusion")
