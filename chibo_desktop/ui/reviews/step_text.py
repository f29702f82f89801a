"""Bản kiểm điểm: the headings of the form, a field each, facts of the book with their source."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chibo_desktop.services import review_facts, review_papers, review_texts, sealed
from chibo_desktop.services.review_facts import FactLine, Section
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import ask
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.reviews.sealed_paper import ask_sealed
from chibo_desktop.ui.reviews.steps import ReviewState, SealedBanner, Sign, Step
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.sealed_fields import SealedNote
from chibo_desktop.ui.theme import GRID

_LONGEST = 20_000


class FactRow(QWidget):
    """One fact with its source, and the button that puts it into the field above."""

    def __init__(self, fact: FactLine, field: SealedNote) -> None:
        super().__init__()
        self._fact = fact
        self._field = field
        self.button = button("Thêm vào", self.put, icon_name="add", role="flat")
        self.button.setAccessibleName("Thêm câu này vào ô phía trên")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(text(fact.sentence, "fieldHint"), 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.look()

    @Slot()
    def put(self) -> None:
        """Put the sentence on a line of its own after what is written."""
        cursor = self._field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        cursor.insertText(f"\n{self._fact.sentence}" if self._field.value() else self._fact.sentence)
        cursor.endEditBlock()
        self._field.setTextCursor(cursor)
        self._field.commit()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look()

    @Slot()
    def look(self) -> None:
        """Offer only what is not in the field yet."""
        self.button.setVisible(self._fact.sentence not in self._field.value())


class SectionField(QWidget):
    """One heading: its words, its field, what the book knows."""

    stored = Signal(str, str)
    """code, words"""
    typed = Signal(str, str)

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.code = section.heading.code
        self.note = SealedNote(max_length=_LONGEST, rows=3, max_rows=16)
        self._facts: list[FactRow] = []
        self._shown: tuple[FactLine, ...] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID // 2)
        self._layout.addWidget(FieldBox(section.heading.title, self.note, section.heading.hint))
        self.known = text("Sổ có:", "fieldHint")
        self._layout.addWidget(self.known)
        self.note.committed.connect(self._store)
        self.note.draft_changed.connect(lambda words: self.typed.emit(self.code, words))

    @Slot(object)
    def _store(self, words: object) -> None:
        self.stored.emit(self.code, str(words))

    def show_section(self, section: Section, *, fresh: bool) -> None:
        """Show what is in the book and leave what is being typed alone."""
        if fresh or not self.note.dirty:
            self.note.set_value(section.text)
        if section.facts != self._shown:
            self._show_facts(section.facts)
        for row in self._facts:
            row.look()

    def _show_facts(self, facts: tuple[FactLine, ...]) -> None:
        self._shown = facts
        for row in self._facts:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._facts = [FactRow(fact, self.note) for fact in facts]
        for row in self._facts:
            self._layout.addWidget(row)
        self.known.setVisible(bool(facts))


class TextStep(Step):
    """The words of the form; sealed."""

    name: ClassVar[str] = "Bản kiểm điểm"

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.sealed = SealedBanner()
        self.intro = text(
            "Mỗi đề mục một ô. Ghi thay người nộp bản giấy, hoặc ghi theo lời kể. Rời khỏi ô nào là ô đó đã lưu.",
            "faint",
        )
        self.fill_button: QPushButton = button("Điền sẵn từ sổ", self.prefill, icon_name="book")
        self.print_button = button("In bản kiểm điểm", self.ask_print, icon_name="print")
        self.blank_button = button("In mẫu trắng", self.print_blank, icon_name="print")
        self.body.addWidget(self.sealed)
        self.body.addWidget(self.intro)
        self.share_button = button("Cho Đảng ủy xã xem", self.ask_share, icon_name="send")
        self.withdraw_button = button("Rút lại, không cho xã xem", self.ask_withdraw)
        self.shared = text("", "fieldHint")
        self.body.addWidget(flow(self.fill_button, self.print_button, self.blank_button))
        self._holder = QWidget()
        self._list = QVBoxLayout(self._holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2 * GRID)
        self.body.addWidget(self._holder)
        self.body.addWidget(self.shared)
        self.body.addWidget(flow(self.share_button, self.withdraw_button))
        self.body.addStretch(1)
        self.fields: dict[str, SectionField] = {}
        self._titles: tuple[str, ...] = ()

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        readable = state.text is not None
        self.sealed.show_openers(state.openers)
        self.sealed.setVisible(not readable)
        for part in (self._holder, self.fill_button, self.print_button, self.intro, self.share_button):
            part.setVisible(readable)
        chosen = state.shared
        self.shared.setText(
            f"Đã cho xã xem ngày {date_text(chosen.date)}, đúng như lời ghi hôm ấy." if chosen else ""
        )
        self.shared.setVisible(chosen is not None)
        self.withdraw_button.setVisible(readable and chosen is not None)
        self.share_button.setEnabled(chosen is None and state.text is not None and state.text.written)
        titles = tuple(section.heading.title for section in state.sections)
        if titles != self._titles:
            self._build(state.sections)
            self._titles = titles
            fresh = True
        for section in state.sections:
            if section.heading.code in self.fields:
                shown = self.fields[section.heading.code]
                if fresh:
                    shown.note.forget()
                shown.show_section(section, fresh=fresh)
                if fresh and (draft := state.drafts.get(section.heading.code)) is not None:
                    shown.note.restore_draft(draft)
        self.fill_button.setEnabled(any(s.heading.written and not s.text and s.facts for s in state.sections))

    def _build(self, sections: tuple[Section, ...]) -> None:
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for section in sections:
            if not section.heading.written:
                self._list.addWidget(text(section.heading.title, "sectionTitle"))
                continue
            made = SectionField(section)
            made.stored.connect(self._store)
            made.typed.connect(self._keep)
            self.fields[section.heading.code] = made
            self._list.addWidget(made)

    def first(self) -> QWidget | None:
        return next((field.note for field in self.fields.values()), None)

    def sign(self, state: ReviewState) -> Sign:
        return "done" if state.text is not None and state.text.sections else ""

    @Slot(str, str)
    def _store(self, code: str, words: str) -> None:
        found = self.review_id
        self.work.act(lambda session: review_texts.save_section(session, found, code, words))
        self.work.drop_drafts(found, code)

    @Slot(str, str)
    def _keep(self, code: str, words: str) -> None:
        self.work.keep_draft(self.review_id, code, words)

    @Slot()
    def prefill(self) -> None:
        """Put the book's facts under every heading that is still empty."""
        self.leave()
        found = self.review_id
        # The button rests while it works: the next key must not fall on the one beside it.
        self.start()

        def act(session: Session) -> Changed:
            return review_texts.save_text(session, found, review_facts.prefill(session, found), "Điền sẵn từ sổ")

        self.work.act(
            act,
            "Đã điền số liệu của sổ vào các ô còn trống.",
            "Đọc lại, sửa cho đúng lời của đồng chí; mỗi câu có ghi lấy từ đâu.",
        )

    # -- the commune --------------------------------------------------------------------------

    @Slot()
    def ask_share(self) -> None:
        """Let the commune read this review as it is written now, after asking."""
        self.leave()
        found, who = self.review_id, self.state.row.name if self.state else ""

        def act(session: Session) -> Changed:
            paper = review_papers.form_paper(session, found)
            words = review_papers.review_paper_text(paper)
            return sealed.share(session, "review", found, f"Bản kiểm điểm: {who}", words)

        ask(
            self,
            "Cho Đảng ủy xã xem bản kiểm điểm này?",
            "Bản đang ghi đi theo lần gửi sau, khóa riêng cho Đảng ủy xã. Góp ý của đảng viên khác không đi theo.",
            yes="Cho xã xem",
            no="Không",
            on_yes=lambda: self.work.act(act, "Đã chọn cho xã xem.", "Sẽ đi theo lần gửi sau.", undone=False),
        )

    @Slot()
    def ask_withdraw(self) -> None:
        """Take back the choice, after asking."""
        chosen = self.state.shared if self.state else None
        if chosen is None:
            return
        ask(
            self,
            "Rút lại, không cho xã xem nữa?",
            "Bản đã đi theo USB trước đây thì không lấy lại được.",
            yes="Rút lại",
            no="Giữ như cũ",
            on_yes=lambda: self.work.act(
                lambda session: sealed.withdraw(session, chosen.id), "Đã rút lại.", undone=False
            ),
        )

    # -- papers -------------------------------------------------------------------------------

    @Slot()
    def ask_print(self) -> None:
        """Write the form with its sealed words, after asking."""
        self.leave()
        ask_sealed(self, "In bản kiểm điểm này?", lambda: self._print("bản kiểm điểm", blank=False))

    @Slot()
    def print_blank(self) -> None:
        """Write the form with the name and dotted lines."""
        self._print("mẫu trắng", blank=True)

    def _print(self, what: str, *, blank: bool) -> None:
        state = self.state
        if state is None:
            return
        session, found, here = self.work.session, state.review.id, state.view.round
        stem = "mau-kiem-diem" if blank else "ban-kiem-diem"
        name = review_papers.suggested_name(stem, here.year, here.quarter, state.row.name)
        self.work.save_paper(
            self, what, name, lambda target: review_papers.save_form(session, found, target, blank=blank)
        )
