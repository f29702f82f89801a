"""What happens when the program itself is wrong: a report without note text, and a window that says so."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, scaled

_LOG_LIMIT = 256_000


def report(error: BaseException) -> str:
    """Return where the error came from: kinds of error and places in the program.

    Messages, source lines and values of variables are left out: they could hold what people wrote.
    """
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        number = f" {current.errno}" if isinstance(current, OSError) and current.errno else ""
        lines.append(f"{kind.__module__}.{kind.__qualname__}{number}")
        lines.extend(
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__, limit=60)
        )
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


def _place(filename: str) -> str:
    """Return a file's place inside its package: a full path names the computer's user."""
    parts = Path(filename).parts
    for anchor in ("chibo_desktop", "site-packages", "tests"):
        if anchor in parts:
            return "/".join(parts[parts.index(anchor) :])
    return parts[-1] if parts else ""


def write_log(log: Path, entry: str) -> None:
    """Append a report to the log, starting it anew when it grows beyond 256 kB."""
    log.parent.mkdir(parents=True, exist_ok=True)
    fresh = log.exists() and log.stat().st_size > _LOG_LIMIT
    with log.open("w" if fresh else "a", encoding="utf-8") as stream:
        stream.write(f"{entry}\n\n")


class CrashWindow(QDialog):
    """Say that the program failed, that what was typed is kept, and what to do next."""

    def __init__(self, details: str, log: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chương trình gặp lỗi")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(scaled(560))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Chi tiết cho người làm chương trình")
        self.details.hide()
        self.more_button = button("Xem chi tiết", self._toggle)
        self.close_button = button("Làm tiếp", self.close, role="primary")
        self.close_button.setDefault(True)
        kept = "Nội dung đồng chí đã gõ vẫn được giữ trong sổ."
        where = f" Chi tiết đã ghi vào {log}, không có nội dung sổ trong đó." if log else ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(text("Chương trình vừa gặp lỗi", "dialogTitle"))
        layout.addWidget(text(f"{kept} Việc vừa bấm có thể chưa xong.", "dialogText"))
        layout.addWidget(
            text("Hãy đóng rồi mở lại chương trình và làm lại việc đó." + where, "dialogText"),
        )
        layout.addWidget(self.details, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.more_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout.addLayout(buttons)

    @Slot()
    def _toggle(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self.more_button.setText("Xem chi tiết" if self.details.isHidden() else "Ẩn chi tiết")


class CrashHandler(QObject):
    """Take every error that nobody caught: save first, log it, then show it, once at a time.

    `save` commits what is being typed; it may fail without making things worse.
    """

    _raised = Signal(str)

    def __init__(
        self, log: Path | None, save: Callable[[], None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._save = save
        self._inside = False
        self.window: CrashWindow | None = None
        self._raised.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become `sys.excepthook`."""
        sys.excepthook = self.handle

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take one error; from another thread it is carried over to the window's."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        details = report(error.with_traceback(trace))
        if QThread.currentThread() is self.thread():
            self._take(details)
        else:
            self._raised.emit(details)

    @Slot(str)
    def _take(self, details: str) -> None:
        if self._inside:
            self._write(f"while handling another error\n{details}")
            return
        self._inside = True
        try:
            self._write(details)
            if self._save is not None:
                self._save()
        except Exception as second:  # noqa: BLE001  the window must come up whatever saving does
            self._write(report(second))
        finally:
            self._inside = False
        if self.window is None:
            self.window = CrashWindow(details, self._log)
            self.window.destroyed.connect(self._forget)
            self.window.show()

    def _write(self, entry: str) -> None:
        if self._log is None:
            return
        try:
            write_log(self._log, entry)
        except OSError:
            sys.stderr.write(f"{entry}\n")

    @Slot()
    def _forget(self) -> None:
        self.window = None
