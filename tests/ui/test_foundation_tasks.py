"""Work off the window's thread comes back on it, whole and in order."""

import gc
import sys
import threading
import time
import weakref

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.ui.progress import ProgressStrip
from chibo_desktop.ui.tasks import GuiCollector


def test_result_is_delivered_on_the_gui_thread(tasks):
    seen = []
    tasks.run(
        lambda _job: threading.current_thread().name,
        lambda name: seen.append((name, threading.current_thread() is threading.main_thread())),
        worker="files",
    )
    tasks.wait_idle()
    (name, on_main) = seen[0]
    assert name.startswith("files")
    assert on_main


def test_the_book_has_one_thread_and_keeps_the_order(tasks):
    seen, threads = [], set()

    def work(number):
        def run(_job):
            threads.add(threading.get_ident())
            time.sleep(0.002 * (5 - number % 5))
            return number

        return run

    for number in range(10):
        tasks.run(work(number), seen.append)
    tasks.wait_idle()
    assert seen == list(range(10))
    assert len(threads) == 1


def test_user_error_goes_to_failed(tasks):
    seen = []

    def refuse(_job):
        raise UserError("USB đã đầy.", "Cắm USB khác.")

    tasks.run(refuse, seen.append, lambda error: seen.append(error.remedy))
    tasks.wait_idle()
    assert seen == ["Cắm USB khác."]


def test_user_error_nobody_takes_is_announced(tasks, qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)

    def refuse(_job):
        raise UserError("USB đã đầy.", "Cắm USB khác.")

    with qtbot.waitSignal(tasks.refused) as caught:
        tasks.run(refuse, lambda _: None, owner=owner)
    assert caught.args[0].title == "USB đã đầy."
    assert caught.args[1] is owner


@pytest.mark.parametrize("where", ["work", "done"])
def test_a_bug_reaches_the_excepthook_and_the_next_job_still_ends(tasks, monkeypatch, where):
    caught, seen = [], []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append((kind, trace)))

    def break_down(_value):
        raise ZeroDivisionError

    if where == "work":
        tasks.run(break_down, seen.append)
    else:
        tasks.run(lambda _job: 1, break_down)
    tasks.run(lambda _job: "next", seen.append)
    tasks.wait_idle()
    assert [kind for kind, _ in caught] == [ZeroDivisionError]
    assert caught[0][1] is not None
    assert seen == ["next"]


def test_callbacks_of_a_deleted_owner_are_dropped(tasks):
    import shiboken6

    owner, seen = QLabel(), []
    held = threading.Event()
    tasks.run(lambda _job: held.wait(5), seen.append, owner=owner)
    shiboken6.delete(owner)
    held.set()
    tasks.wait_idle()
    assert seen == []


def test_busy_button_is_disabled_until_the_end_even_after_a_refusal(tasks, qtbot):
    button = QPushButton()
    qtbot.addWidget(button)

    def refuse(_job):
        raise UserError("a", "b")

    tasks.run(refuse, lambda _: None, lambda _: None, busy=button)
    assert not button.isEnabled()
    tasks.wait_idle()
    assert button.isEnabled()


@pytest.mark.parametrize("moved", [False, True])
def test_the_keyboard_comes_back_to_a_busy_button_unless_the_person_moved_it(tasks, qtbot, moved):
    window = QWidget()
    layout = QVBoxLayout(window)
    choose, delete, other = (QPushButton(words) for words in ("Chọn tệp", "Xóa", "Khác"))
    for button in (choose, delete, other):
        layout.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    choose.setFocus()
    tasks.run(lambda _: None, lambda _: None, busy=choose)
    if moved:
        other.setFocus()
    tasks.wait_idle()
    assert window.focusWidget() is (other if moved else choose)


def test_progress_appears_after_half_a_second_and_stops_on_request(tasks, qtbot):
    strip = ProgressStrip(tasks)
    qtbot.addWidget(strip)
    started = time.monotonic()
    shown = []
    tasks.progress.connect(lambda p: shown.append(time.monotonic() - started) if p else None)

    def long_work(job):
        for step in range(2_000):
            job.step(step, 2_000, f"Tờ {step}")
            time.sleep(0.005)

    outcome = []
    tasks.run(long_work, outcome.append, outcome.append, title="Đang in biên bản")
    qtbot.waitUntil(lambda: not strip.isHidden(), timeout=3_000)
    assert shown[0] >= 0.5
    with qtbot.waitSignal(tasks.stopped) as stopped:
        qtbot.mouseClick(strip.stop_button, Qt.MouseButton.LeftButton)
    assert stopped.args == ["Đang in biên bản"]
    tasks.wait_idle()
    assert outcome == []
    assert strip.isHidden()


def test_close_lets_a_save_finish_and_stops_long_work(themed):
    from chibo_desktop.ui.tasks import Tasks

    made, saved = Tasks(), []
    stopped = []
    made.stopped.connect(stopped.append)

    def endless(job):
        while True:
            job.step(0, 0, "")
            time.sleep(0.001)

    made.run(endless, saved.append, title="Đang tìm", worker="files")
    made.run(lambda _job: time.sleep(0.05) or "saved", saved.append)
    made.close()
    assert saved == ["saved"]
    assert stopped == ["Đang tìm"]
    assert not [t for t in threading.enumerate() if t.name.startswith(("book", "files"))]
    with pytest.raises(RuntimeError):
        made.run(lambda _job: None, saved.append)


def test_collector_frees_cycles_on_the_gui_thread_only(themed):
    was = gc.isenabled()
    collector = GuiCollector()
    try:
        assert not gc.isenabled()
        ring = Ring()
        ring.itself = ring
        gone = weakref.ref(ring)
        del ring
        assert gone() is not None
        collector.collect()
        assert gone() is None
    finally:
        collector.deleteLater()
        if was:
            gc.enable()


class Ring:
    itself = None


def test_changes_carry_kinds_and_initiator(changes, qtbot):
    who = object()
    with qtbot.waitSignals([changes.changed, changes.saved]):
        seen = []
        changes.changed.connect(lambda kinds, initiator: seen.append((kinds, initiator)))
        changes.announce(["member"], who)
    assert seen == [(frozenset({"member"}), who)]


class _Probe(QAbstractTableModel):
    def rowCount(self, parent=QModelIndex()):  # noqa: B008
        return 1

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 1

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return None


class _Speaker(QObject):
    said = Signal(object)


def test_qt_calls_leave_the_references_to_none_as_they_were(themed):
    """PySide6 6.12 loses a reference to None in some calls; None is mortal in Python 3.11."""
    model, speaker, label = _Probe(), _Speaker(), QLabel()
    speaker.said.connect(lambda _value: None)
    index = model.index(0, 0)

    def use_qt(times):
        for _ in range(times):
            model.data(index)
            QAbstractTableModel.headerData(model, 0, Qt.Orientation.Horizontal)
            index.data()
            speaker.said.emit(None)
            label.setProperty("empty", None)
            label.property("empty")
            label.parentWidget()
            label.setParent(None)
            label.setText("a")

    use_qt(50)
    before = sys.getrefcount(None)
    use_qt(3_000)
    assert abs(sys.getrefcount(None) - before) < 300
