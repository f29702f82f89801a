"""What is asked of a proposal: who asks for what, where it goes, what was answered (kiến nghị)."""

from __future__ import annotations

from datetime import date

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.services.proposals import ProposalRow
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import DateField, LineEdit, NoteEdit
from chibo_desktop.ui.form import Form


class ProposalDialog(Dialog):
    """Who asks for what, and when it was received."""

    def __init__(self, parent: QWidget, proposal: Proposal, today: date, *, new: bool) -> None:
        super().__init__(
            parent, "Thêm kiến nghị" if new else "Sửa kiến nghị",
            "Dùng cho kiến nghị nhận ngoài cuộc họp. Kiến nghị nêu trong cuộc họp thì ghi ở bước Diễn biến."
            if proposal.meeting_id is None else "",
            yes="Thêm kiến nghị" if new else "Sửa",
        )  # fmt: skip
        self._proposal = proposal
        self.by = LineEdit(
            max_length=200, required="Hãy ghi ai kiến nghị.", placeholder="Tên đảng viên, hoặc “Nhân dân nhóm ...”"
        )
        self.by.set_value(proposal.by)
        self.day = DateField(required="Hãy ghi ngày nhận.", latest=today)
        self.day.set_value(proposal.received_on)
        self.text = NoteEdit(rows=3, max_rows=6, max_length=4_000, required="Hãy ghi kiến nghị việc gì.")
        self.text.set_value(proposal.text)
        self.form = Form()
        self.form.add("Ai kiến nghị", self.by)
        self.form.add("Kiến nghị việc gì", self.text)
        if proposal.meeting_id is None:
            self.form.add("Ngày nhận", self.day)
        self.body.addWidget(self.form)
        self.by.setFocus()
        QTimer.singleShot(0, self, self.adjustSize)

    def value(self) -> Proposal:
        """Return the proposal as it was written."""
        day = self.day.value() if self._proposal.meeting_id is None else self._proposal.received_on
        return msgspec.structs.replace(
            self._proposal, by=self.by.value(), text=self.text.value(), received_on=day
        )  # fmt: skip

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."


class ForwardDialog(Dialog):
    """Where a proposal is passed on to, and when."""

    def __init__(self, parent: QWidget, row: ProposalRow, today: date) -> None:
        super().__init__(
            parent, "Chuyển kiến nghị lên trên", "Dùng khi việc này ngoài khả năng trả lời của chi bộ.",
            yes="Ghi đã chuyển",
        )  # fmt: skip
        self.to = LineEdit(max_length=200, required="Hãy ghi nơi nhận.", placeholder="Đảng ủy xã, UBND xã ...")
        self.to.set_value(row.proposal.sent_to)
        self.day = DateField(required="Hãy ghi ngày chuyển.", earliest=row.made, latest=today)
        self.day.set_value(row.proposal.sent_on or today)
        self.form = Form()
        self.form.add_beside(("Chuyển đến", self.to), ("Ngày chuyển", self.day))
        self.body.addWidget(self.form)
        self.to.setFocus()

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."


class AnswerDialog(Dialog):
    """What was answered, and when."""

    def __init__(self, parent: QWidget, row: ProposalRow, today: date) -> None:
        super().__init__(
            parent, "Trả lời kiến nghị",
            "Biên bản đã chốt vẫn giữ lời ghi lúc họp; câu trả lời này ghi riêng vào sổ." if row.fixed else "",
            yes="Ghi trả lời",
        )  # fmt: skip
        self.answer = NoteEdit(rows=4, max_rows=8, max_length=4_000, required="Hãy ghi trả lời thế nào.")
        self.answer.set_value(row.proposal.answer)
        self.day = DateField(required="Hãy ghi ngày trả lời.", earliest=row.made, latest=today)
        self.day.set_value(row.proposal.answered_on or today)
        self.form = Form()
        self.form.add("Trả lời thế nào", self.answer)
        self.form.add("Ngày trả lời", self.day)
        self.body.addWidget(self.form)
        self.answer.setFocus()
        QTimer.singleShot(0, self, self.adjustSize)

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."
