"""One meeting from preparation to minutes, in five steps (cuộc họp)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import MeetingKind, Stage
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.session import Session
from chibo_desktop.ui.form import commit_fields
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.meetings.minutes import MinutesStep
from chibo_desktop.ui.meetings.places import stage_of
from chibo_desktop.ui.meetings.preparation import PreparationStep
from chibo_desktop.ui.meetings.proceedings import ProceedingsStep
from chibo_desktop.ui.meetings.roll_call import RollCallStep
from chibo_desktop.ui.meetings.steps import Step, StepBar
from chibo_desktop.ui.meetings.voting import VotingStep
from chibo_desktop.ui.meetings.work import OWN, News, OpenMeeting
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.theme import GRID, icon_pixmap, mark, scaled


class LockLine(QFrame):
    """One line that says why nothing can be written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        mark(self, "level", "info")
        sign = QLabel()
        sign.setPixmap(icon_pixmap("lock", scaled(20), "info"))
        self.words = text()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID)
        layout.addWidget(sign)
        layout.addWidget(self.words, 1)

    def say(self, words: str) -> None:
        """Say why."""
        self.words.setText(words)
        self.setAccessibleName(words)


class MeetingWorkspace(QWidget):
    """The steps of one meeting; the screen around it shows its name, messages and the red button.

    `named(str)` gives the title, `led(str, str)` the red button's words and icon ("" hides it),
    `told(News)` what happened, `lost(object)` the
    UserError when the meeting is gone, `stepped` that the person went to another step.
    """

    named = Signal(str)
    led = Signal(str, str)
    told = Signal(object)
    lost = Signal(object)
    stepped = Signal()

    def __init__(
        self,
        desk: Desk,
        session: Session,
        meeting_id: bytes,
        *,
        book: int = OWN,
        read_only: bool = False,
        initiator: QObject | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.meeting = OpenMeeting(
            desk,
            session,
            meeting_id,
            self,
            initiator=initiator or self,
            book=book,
            read_only=read_only or book != OWN,
        )
        self._stage: Stage | None = None
        self.bar = StepBar()
        self.bar.chosen.connect(self.show_stage)
        self.lock_banner = LockLine()
        self.lock_banner.hide()
        # A widget that is given its parent late is styled twice; that was half of the opening's time.
        self._stack = QStackedWidget(self)
        self.preparation = PreparationStep(self.meeting, self._stack)
        self.roll_call = RollCallStep(self.meeting, self._stack)
        self.proceedings = ProceedingsStep(self.meeting, self._stack)
        self.voting = VotingStep(self.meeting, self._stack)
        self.minutes = MinutesStep(self.meeting, self.jump, self._stack)
        self.steps: dict[Stage, Step] = {
            step.stage: step
            for step in (self.preparation, self.roll_call, self.proceedings, self.voting, self.minutes)
        }
        for step in self.steps.values():
            self._stack.addWidget(step)
        self._stack.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.bar)
        layout.addWidget(self.lock_banner)
        layout.addWidget(self._stack, 1)
        self._shortcuts()
        self.meeting.changed.connect(self._show)
        self.meeting.lost.connect(self.lost)
        self.meeting.told.connect(self.told)
        self.meeting.restored.connect(self._restored)
        self.meeting.open()

    def _shortcuts(self) -> None:
        for number, stage in enumerate(Stage, start=1):
            self._shortcut(f"Ctrl+{number}", self.bar.button(stage).click)
        self._shortcut("Ctrl+PgDown", self.next_step)
        self._shortcut("Ctrl+PgUp", self.previous_step)
        self._shortcut("Ctrl+Z", self.undo)

    def _shortcut(self, keys: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    @property
    def stage(self) -> Stage:
        """The step that is shown."""
        return self._stage or Stage.PREPARATION

    @property
    def view(self) -> MeetingView | None:
        """The meeting as it was last read."""
        return self.meeting.view

    def refresh(self) -> None:
        """Read the meeting again; what is being typed stays."""
        self.meeting.reload()

    def commit(self) -> bool:
        """Turn everything typed into records; False if a field has a problem."""
        return commit_fields(self)

    @Slot(object)
    def _show(self, view: MeetingView) -> None:
        first = self._stage is None
        self._stack.setEnabled(True)
        for step in self.steps.values():
            step.show_view(view)
            step.lock(locked=self.meeting.locked)
        self.bar.show_state(view.meeting.stage, self.meeting.findings)
        self._show_lock(view)
        self.named.emit(title_of(view))
        if first:
            drafted = sorted(map(stage_of, self.meeting.drafts), key=list(Stage).index)
            self.show_stage(drafted[0] if drafted else view.meeting.stage)
        self._lead()

    def _show_lock(self, view: MeetingView) -> None:
        if self.meeting.read_only:
            name = view.cell.name_on(view.meeting.date).name
            self.lock_banner.say(f"Sổ của {name}: chỉ xem và in, không sửa được ở đây.")
        elif view.meeting.closed:
            self.lock_banner.say("Biên bản đã chốt. Cần sửa một chỗ: bấm Đính chính ở bước Biên bản.")
        self.lock_banner.setVisible(self.meeting.locked)

    @Slot(object)
    def show_stage(self, stage: Stage) -> None:
        """Go to a step; what was typed in the one before is committed."""
        if self._stage is not None and stage is not self._stage:
            commit_fields(self.steps[self._stage])
            self.stepped.emit()
        self._stage = stage
        self.bar.show_stage(stage)
        self._stack.setCurrentWidget(self.steps[stage])
        self.steps[stage].start()
        self.meeting.reach(stage)
        self._lead()

    def jump(self, stage: Stage, field: str) -> None:
        """Go to the place a finding speaks of."""
        self.show_stage(stage)
        self.steps[stage].jump(field)

    def _lead(self) -> None:
        view = self.meeting.view
        if view is None:
            return
        if self.stage is Stage.MINUTES:
            closed = self.meeting.locked
            self.led.emit("In biên bản" if closed else "Chốt biên bản", "print" if closed else "lock")
        elif self.stage is Stage.ROLL_CALL and not self.meeting.locked and not view.meeting.roll_called:
            self.led.emit("Điểm danh xong", "check")
        else:
            self.led.emit(f"Tiếp: {label(self._neighbour(1)).partition(',')[0]}", "next")

    def lead(self) -> None:
        """Do what the red button says."""
        view = self.meeting.view
        if view is None:
            return
        if self.stage is Stage.MINUTES:
            if self.meeting.locked:
                self.minutes.print()
            elif self._all_written():
                self.minutes.close_minutes()
        elif self.stage is Stage.ROLL_CALL and not self.meeting.locked and not view.meeting.roll_called:
            self.commit()
            self.meeting.call_roll(self._roll_called)
        else:
            self.next_step()

    def _roll_called(self) -> None:
        if self.stage is Stage.ROLL_CALL:
            self.show_stage(Stage.PROCEEDINGS)

    def _all_written(self) -> bool:
        """Commit everything; where something is left half typed, go there and say so."""
        self.commit()
        if not self.meeting.drafts:
            return True
        stage = min(map(stage_of, self.meeting.drafts), key=list(Stage).index)
        self.show_stage(stage)
        self.told.emit(News("Còn phần đang gõ dở ở bước này.", "Ghi xong hoặc xóa đi, rồi chốt lại."))
        return False

    def _neighbour(self, steps: int) -> Stage:
        order = list(Stage)
        return order[max(0, min(order.index(self.stage) + steps, len(order) - 1))]

    @Slot()
    def next_step(self) -> None:
        """Go to the next step."""
        self.show_stage(self._neighbour(1))

    @Slot()
    def previous_step(self) -> None:
        """Go to the step before."""
        self.show_stage(self._neighbour(-1))

    @Slot()
    def undo(self) -> None:
        """Take back the last act."""
        self.meeting.undo()

    @Slot()
    def _restored(self) -> None:
        self.told.emit(News("Đã lấy lại phần đang gõ dở.", "Xem lại rồi ghi tiếp; rời khỏi ô là lưu vào sổ."))


def title_of(view: MeetingView) -> str:
    """Return what the workspace is called: "Sinh hoạt thường kỳ, 03/11/2026"."""
    meeting = view.meeting
    if meeting.kind is MeetingKind.THEMATIC and meeting.title:
        return f"Chuyên đề “{meeting.title}”, {date_text(meeting.date)}"
    return f"{label(meeting.kind)}, {date_text(meeting.date)}"
