"""The first run: three named steps from an empty computer to an open book."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from chibo_desktop.common.clock import Clock
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.services.books import create_book, open_book
from chibo_desktop.services.recovery_sheet import note_recovery_kept
from chibo_desktop.services.session import Session
from chibo_desktop.ui.dialogs import choose_folder
from chibo_desktop.ui.passwords import NewPassword
from chibo_desktop.ui.recovery_key import RecoveryKey
from chibo_desktop.ui.step_names import StepNames
from chibo_desktop.ui.tasks import Tasks
from chibo_desktop.ui.unlock.first_steps import AboutStep, PlaceStep, Wanted
from chibo_desktop.ui.unlock.page import Page

STEPS = ("Sổ này lưu gì", "Chi bộ và nơi để sổ", "Mật khẩu và khóa phục hồi")
SENTENCES = (
    "Ba bước nhỏ là có sổ. Trước hết, đồng chí đọc mấy dòng sau.",
    "Ghi tên như vẫn viết trong biên bản; sau này đổi được.",
    "Đặt mật khẩu để chỉ đồng chí mở được sổ.",
)
KEY_SENTENCE = "Chép khóa này ra giấy hoặc in tờ có sẵn, cất nơi khác máy tính. Khóa chỉ hiện một lần này."


class FirstRun(Page):
    """Make a book; `opened` carries its Session once the recovery key was proved to be on paper."""

    opened = Signal(object)
    existing_chosen = Signal(object)
    """the folder of a book that exists"""
    restore_asked = Signal()

    def __init__(self, documents: Path, tasks: Tasks, clock: Clock) -> None:
        super().__init__("Lập sổ chi bộ", SENTENCES[0])
        self._tasks = tasks
        self._clock = clock
        self._wanted: Wanted | None = None
        self._session: Session | None = None
        self.names = StepNames(STEPS)
        self.about = AboutStep()
        self.place = PlaceStep(documents, clock.today())
        self.password = NewPassword()
        self.key = RecoveryKey(tasks, clock)
        self.key.hide()
        secret = QWidget()
        column = QVBoxLayout(secret)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.password)
        column.addWidget(self.key)
        column.addStretch(1)
        self._steps = (self.about, self.place, secret)
        self._step = 0
        self.consent.addWidget(self.about.agree)
        self.body.addWidget(self.names)
        for step in self._steps:
            self.body.addWidget(step)
        self.body.addStretch(1)
        self.existing_button = self.add_left("Đã có sổ: mở sổ", self._choose)
        self.restore_button = self.add_left("Phục hồi từ bản sao lưu", self.restore_asked.emit)
        self.back_button = self.add_left("Bước trước", self.back, "back")
        self.next_button: QPushButton = self.add_primary("Tiếp tục", self.next, "next")
        self.about.agreed_changed.connect(self._agreed)
        self.place.entered.connect(self.next)
        self.password.entered.connect(self.next)
        self.key.proved.connect(self._proved)
        self.key.step_changed.connect(self.next_button.setText)
        self._show(0)

    @property
    def session(self) -> Session | None:
        """The new book, open while its recovery key is shown; None before."""
        return self._session

    @property
    def step(self) -> int:
        """The number of the step under way, from 0."""
        return self._step

    def _show(self, step: int) -> None:
        self._step = step
        for number, part in enumerate(self._steps):
            part.setVisible(number == step)
        self.names.show_step(step)
        self.sentence.setText(SENTENCES[step])
        self.message.clear()
        for left in (self.about.agree, self.existing_button, self.restore_button):
            left.setVisible(step == 0)
        self.back_button.setVisible(step > 0)
        self.next_button.setText("Lập sổ" if step == 2 else "Tiếp tục")
        self.next_button.setEnabled(step > 0 or self.about.agree.isChecked())
        (self.about.agree, self.place, self.password)[step].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def _agreed(self, agreed: bool) -> None:
        self.next_button.setEnabled(agreed)

    @Slot()
    def _choose(self) -> None:
        choose_folder(self, "Chọn thư mục có sổ", self.existing_chosen.emit)

    @Slot()
    def back(self) -> None:
        """Return to the step before; what was answered stays."""
        self._show(max(self.step - 1, 0))

    @Slot()
    def next(self) -> None:
        """Go on if this step is answered."""
        if self._session is not None:
            self.key.check()
        elif self.step == 0:
            self._show(1)
        elif self.step == 1:
            self._wanted = self.place.take()
            if self._wanted is not None:
                self._show(2)
            else:
                self.show_focus()
        else:
            password = self.password.take()
            if password is not None:
                self._create(password)
            else:
                self.show_focus()

    def _create(self, password: str) -> None:
        if self._wanted is None:
            return
        wanted, clock = self._wanted, self._clock
        self.back_button.setEnabled(False)

        def create(control: JobControl) -> str:
            control.step(0, 0, "làm khóa và ghi sổ")
            return create_book(wanted.folder, wanted.book, password, clock=clock)

        def created(key: str) -> None:
            self._tasks.run(
                lambda _: open_book(wanted.folder, password, clock=clock, window=True),
                lambda session: self._made(session, key),
                failed,
                owner=self,
                busy=self.next_button,
            )

        def failed(error: UserError) -> None:
            self.back_button.setEnabled(True)
            self.message.show_error(error)

        self._tasks.run(
            create,
            created,
            failed,
            worker="files",
            title="Đang lập sổ",
            owner=self,
            busy=self.next_button,
            can_stop=False,
        )

    def _made(self, session: Session, key: str) -> None:
        self._session = session
        self.password.empty()
        self.password.hide()
        self.back_button.hide()
        self.sentence.setText(KEY_SENTENCE)
        self.key.show_key(key, self._wanted.book.name if self._wanted else "")
        self.key.show()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _proved(self) -> None:
        session = self._session
        if session is None:
            return
        self._tasks.run(lambda _: note_recovery_kept(session), lambda _: self.opened.emit(session), owner=self)
