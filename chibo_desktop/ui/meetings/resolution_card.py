"""The meeting's resolution: drafted from what was recorded, edited, voted on, adopted, printed (nghị quyết)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target, planned_words
from chibo_desktop.domain.votes import Matter, Vote
from chibo_desktop.services import resolutions, targets
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.services.targets import TargetRow
from chibo_desktop.ui.fields import Choice, LineEdit, NoteEdit
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.meetings.bound import Bound, lock_field
from chibo_desktop.ui.meetings.follow_up_box import FollowUpBox
from chibo_desktop.ui.meetings.printing import print_beside
from chibo_desktop.ui.meetings.votes import result_words
from chibo_desktop.ui.meetings.work import News, OpenMeeting
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.target_fields import TargetDialog
from chibo_desktop.ui.theme import GRID

HINT = (
    "Dòng “[Bảng nhiệm vụ đã đề ra]” là chỗ in bảng nhiệm vụ kỳ trước. "
    "Phần mở đầu, phần tự đánh giá chất lượng, kết quả biểu quyết và nơi nhận được tự thêm khi in."
)
EMPTY = (
    "Chưa có nghị quyết. Bấm Soạn nghị quyết: chương trình lấy nội dung đã trình bày, kết luận "
    "và nhiệm vụ của cuộc họp này làm dự thảo để sửa."
)


class ResolutionBox(QWidget):
    """One resolution of the meeting in a card of its own."""

    voted = Signal(object)
    """the id of the vote on it, before it is shown: its numbers come next"""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._resolution: Resolution | None = None
        self.title = LineEdit(max_length=300, required="Hãy ghi nghị quyết về việc gì.")
        self.text = NoteEdit(rows=10, max_rows=26, placeholder="Nội dung nghị quyết")
        self.vote: Choice[bytes | None] = Choice([(None, "Chưa biểu quyết")])
        self.state = text("", "bannerTitle")
        self.result = text("", "faint")
        self.empty = text(EMPTY, "emptyText")
        self.draft_button = button("Soạn nghị quyết", self._draft, icon_name="edit")
        self.redraft_button = button("Soạn lại từ cuộc họp", self._redraft, icon_name="refresh")
        self.vote_button = button("Biểu quyết nghị quyết", self._vote, icon_name="vote")
        self.adopt_button = button("Thông qua, lấy số", self._adopt, icon_name="check")
        self.mend_button = button("Sửa lại nghị quyết", self._withdraw, icon_name="edit")
        self.tasks_button = button("Giao các việc ở mục II", self._give_tasks, icon_name="duties")
        self.before = FollowUpBox(meeting)
        self.targets = text("", "faint")
        self.target_button = button("Thêm chỉ tiêu", self.add_target, icon_name="add")
        self.print_button = button("In nghị quyết", self.print, icon_name="print")
        self.delete_button = button("Xóa nghị quyết", self._delete, icon_name="remove", role="flat")
        what = "Sửa nghị quyết"
        self._bound = [
            Bound(meeting, self.title, "title", what=what), Bound(meeting, self.text, "text", what=what),
        ]  # fmt: skip
        self.vote.committed.connect(self._vote_chosen)
        self._build()

    def _build(self) -> None:
        self._card = frame("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        inside.setSpacing(GRID)
        inside.addWidget(self.state)
        inside.addWidget(FieldBox("Nghị quyết về việc", self.title))
        inside.addWidget(FieldBox("Nội dung", self.text, HINT))
        inside.addWidget(FieldBox("Thông qua bằng biểu quyết", self.vote))
        inside.addWidget(self.result)
        inside.addWidget(flow(self.vote_button, self.adopt_button, self.mend_button, self.print_button))
        inside.addWidget(self.targets)
        inside.addWidget(flow(self.target_button, self.tasks_button, self.redraft_button, self.delete_button))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.before)
        layout.addWidget(text("Nghị quyết", "sectionTitle"))
        layout.addWidget(self.empty)
        layout.addWidget(self.draft_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._card)

    # -- showing ----------------------------------------------------------------------------------

    def show_view(self, view: MeetingView) -> None:
        """Show the resolution, or the way to its first draft."""
        self.before.show_view()
        resolution = resolutions.first(view) if view.resolutions else None
        locked = self._meeting.locked
        self._resolution = resolution
        self.empty.setVisible(resolution is None)
        self.empty.setText("Cuộc họp này không có nghị quyết." if locked else EMPTY)
        self.draft_button.setVisible(resolution is None and not locked)
        self._card.setVisible(resolution is not None)
        for bound in self._bound:
            bound.aim(resolution)
        if resolution is None:
            return
        adopted = resolution.state is ResolutionState.ADOPTED
        votes = [v for v in view.votes if v.matter in {Matter.RESOLUTION, Matter.CONCLUSION, Matter.OTHER}]
        self.vote.set_options([(None, "Chưa biểu quyết"), *((v.id, v.title) for v in votes)])
        self.vote.set_value(resolution.vote_id)
        chosen = next((v for v in view.votes if v.id == resolution.vote_id), None)
        self._tell(resolution, chosen)
        self.relock()
        missing = resolutions.missing_tasks(view, resolution)
        for part, shown in (
            (self.vote_button, chosen is None and not adopted),
            (self.adopt_button, chosen is not None and not adopted),
            (self.mend_button, adopted),
            (self.redraft_button, not adopted),
            (self.delete_button, not adopted),
            (self.tasks_button, bool(missing)),
        ):
            part.setVisible(shown and not locked)
        self.tasks_button.setToolTip(f"Lập {len(missing)} nhiệm vụ từ các việc chưa giao ở mục II")
        self._meeting.ask(self._read_number, self._show_number)
        self._read_targets()

    def _read_targets(self) -> None:
        """Tell which targets the resolution sets; they may be added after the closing too."""
        found = self._resolution
        self.target_button.setVisible(found is not None and not self._meeting.read_only)
        if found is None:
            return
        book = self._meeting.book
        self._meeting.ask(
            lambda session: (found.id, targets.target_rows(session, resolution_id=found.id, book=book)),
            self._show_targets,
        )

    def _show_targets(self, read: tuple[bytes, list[TargetRow]]) -> None:
        record, rows = read
        if self._resolution is None or record != self._resolution.id:
            return
        named = [
            f"{row.target.text} ({wanted})" if (wanted := planned_words(row.target)) else row.target.text
            for row in rows
        ]
        self.targets.setText(f"Chỉ tiêu: {'; '.join(named)}." if named else "")
        self.targets.setVisible(bool(named))

    def relock(self) -> None:
        """Shut what an adopted resolution or a closed meeting says, open the rest."""
        adopted = self._resolution is not None and self._resolution.state is ResolutionState.ADOPTED
        for field in (self.title, self.text, self.vote):
            lock_field(field, locked=self._meeting.locked or adopted)

    def _tell(self, resolution: Resolution, vote: Vote | None) -> None:
        self.state.setText(label(resolution.state))
        self.result.setText(result_words(vote) if vote else "Chi bộ chưa biểu quyết nghị quyết này.")

    def _read_number(self, session: Session) -> tuple[bytes, int | None]:
        found = self._resolution
        if found is None:
            return b"", None
        given = resolutions.numbers(session, found, book=self._meeting.book)
        return found.id, given[0].number if given else None

    def _show_number(self, found: tuple[bytes, int | None]) -> None:
        record, number = found
        if self._resolution is None or record != self._resolution.id:
            return
        word = label(self._resolution.state)
        self.state.setText(f"{symbol(number, DocumentType.RESOLUTION)}. {word}." if number else f"{word}.")

    def start(self) -> None:
        """Put the focus on the text, or on the way to it."""
        target = self.draft_button if self._resolution is None else self.text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- writing ----------------------------------------------------------------------------------

    def add_target(self) -> None:
        """Ask for a target of the resolution; it is followed up in the books and papers."""
        found, view = self._resolution, self._meeting.view
        if found is None or view is None:
            return
        people = [(member.id, member.name) for member in view.members]

        def ask(made: Target) -> None:
            dialog = TargetDialog(self, made, people, whose=found.title, new=True)

            def wanted() -> None:
                written = dialog.value()
                self._meeting.save_after(
                    lambda session: targets.save_target(session, written), done=self._target_set
                )

            dialog.accepted.connect(wanted)
            dialog.open()

        self._meeting.ask(lambda session: targets.new_target(session, found.id), ask)

    def _target_set(self) -> None:
        self._meeting.told.emit(News("Đã thêm chỉ tiêu.", "Ghi kết quả ở mục Sổ và giấy tờ.", undo=True))

    def _draft(self) -> None:
        meeting = self._meeting.meeting_id

        def act(session: Session) -> Changed:
            resolutions.draft_resolution(session, meeting)
            return Changed(frozenset({"resolution"}))

        self._meeting.save(act, done=self._drafted)

    def _drafted(self) -> None:
        self._meeting.told.emit(News("Đã soạn dự thảo nghị quyết.", "Đọc lại và sửa từng phần.", undo=True))

    def _act(self, service: Callable[[Session, bytes], Changed], said: News | None = None) -> None:
        found = self._resolution
        if found is None or not (self.title.commit() and self.text.commit()):
            return
        self._meeting.save(
            lambda session: service(session, found.id),
            done=None if said is None else lambda: self._meeting.told.emit(said),
        )

    def _redraft(self) -> None:
        self._act(
            resolutions.redraft,
            News("Đã soạn lại nghị quyết từ cuộc họp.", "Bản trước lấy lại bằng Hoàn tác.", undo=True),
        )

    def _vote(self) -> None:
        found = self._resolution
        if found is None or not (self.title.commit() and self.text.commit()):
            return
        made: list[bytes] = []

        def act(session: Session) -> Changed:
            made.append(resolutions.new_vote(session, found.id))
            return Changed(frozenset({"vote", "resolution"}))

        self._meeting.save(act, done=lambda: self.voted.emit(made[0]))

    def _adopt(self) -> None:
        self._act(
            resolutions.adopt,
            News("Đã thông qua nghị quyết.", "Nhiệm vụ của cuộc họp gắn với nghị quyết.", undo=True),
        )

    def _withdraw(self) -> None:
        self._act(resolutions.withdraw)

    def _give_tasks(self) -> None:
        self._act(resolutions.give_tasks, News("Đã lập nhiệm vụ.", "Ghi người thực hiện và thời hạn.", undo=True))

    def _delete(self) -> None:
        self._act(resolutions.delete_resolution, News("Đã xóa nghị quyết.", undo=True))

    @Slot(object)
    def _vote_chosen(self, value: object) -> None:
        found, vote = self._resolution, value if isinstance(value, bytes) else None
        if found is not None:
            self._meeting.save(lambda session: resolutions.link_vote(session, found.id, vote))

    @Slot()
    def print(self) -> None:
        """Ask where the PDF goes, write it, and open it in the system's viewer."""
        found, view = self._resolution, self._meeting.view
        if found is None or view is None or not (self._meeting.locked or self.text.commit()):
            return
        name = f"nghi-quyet-{view.meeting.date:%Y-%m-%d}.pdf"
        print_beside(self, self._meeting, "nghị quyết", name, resolutions.save_resolution_paper)
