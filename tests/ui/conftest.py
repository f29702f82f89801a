"""What every test of the window needs: an offscreen Qt, the theme, workers that end."""

import gc
import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

try:
    import PySide6.QtWidgets  # noqa: F401  loads the system libraries or tells which is missing
except ImportError as error:
    if os.environ.get("CHIBO_REQUIRE_QT") == "1":
        raise
    MISSING = f"Qt cannot be loaded: {error}"
else:
    MISSING = ""


def pytest_configure(config):
    """Let pass what the offscreen platform says of itself."""
    if not MISSING:
        config.addinivalue_line("qt_log_ignore", "This plugin does not support (propagateSizeHints|raise)")


class _LeftOut(pytest.Module):
    """A module of tests that need Qt on a machine where it cannot be loaded."""

    def collect(self):
        pytest.skip(MISSING, allow_module_level=True)


def pytest_pycollect_makemodule(module_path, parent):
    """Skip the tests of the window, with the reason, where Qt cannot be loaded."""
    return _LeftOut.from_parent(parent, path=module_path) if MISSING else None


if not MISSING:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QApplication

    from chibo_desktop.ui.tasks import Changes, Tasks
    from chibo_desktop.ui.theme import apply_theme

    @pytest.fixture(scope="session")
    def themed(qapp):
        """The application in its usual look."""
        apply_theme(qapp)
        return qapp

    @pytest.fixture(autouse=True)
    def _gui_garbage(themed):
        """Collect garbage between tests only: never on a worker's thread."""
        gc.disable()
        yield
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        gc.enable()

    @pytest.fixture
    def tasks(themed):
        """Two workers; every job must have been delivered in the end."""
        made = Tasks()
        yield made
        made.close()

    @pytest.fixture
    def changes(themed):
        """The news of changes."""
        return Changes()

    @pytest.fixture
    def write():
        """Type as a Vietnamese input method does: compose, then commit.

        `qtbot.keyClicks` with an accented letter aborts the interpreter.
        """

        def write(widget, words, *, compose=False):
            if compose:
                for end in range(1, len(words) + 1):
                    QApplication.sendEvent(widget, QInputMethodEvent(words[:end], []))
            event = QInputMethodEvent("", [])
            event.setCommitString(words)
            QApplication.sendEvent(widget, event)

        return write
