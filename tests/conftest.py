"""What all tests share: cheap keys, a clock that stands still, a whole book made once and copied, vectors."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from chibo_desktop.services.books import NewBook, create_book, open_book
from chibo_desktop.services.session import Session
from chibo_desktop.storage import keys

PASSWORD = "bốn từ dễ nhớ"
QT_MISSING = ""

try:
    import PySide6.QtTest
    import PySide6.QtWidgets  # noqa: F401  loads the system libraries or tells which is missing
except ImportError as error:
    if os.environ.get("CHIBO_REQUIRE_QT") == "1":
        raise
    QT_MISSING = f"Qt cannot be loaded on this machine: {error}"


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Leave pytest-qt out where Qt cannot be loaded: it would end the whole run instead of skipping."""
    if QT_MISSING:
        pluginmanager.unregister(name="pytest-qt")


@pytest.fixture
def qt_missing() -> str:
    """Why the tests of the window are left out, empty where they run."""
    return QT_MISSING


class StandingClock:
    """An evening in the village, 3 November 2026, 19:42; `at` can be set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 3, 19, 42)  # noqa: DTZ001  wall time has no zone

    def now(self) -> datetime:
        return self.at.replace(hour=(self.at.hour - 7) % 24, tzinfo=UTC)

    def today(self) -> date:
        return self.at.date()

    def local(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> StandingClock:
    """A clock that stands still."""
    return StandingClock()


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """New books cost the least key derivation that the program allows."""
    monkeypatch.setattr(keys, "tuned_cost", lambda *_: keys.WEAKEST)


@pytest.fixture
def password() -> str:
    """The password of every book that a test copies."""
    return PASSWORD


def _book(folder: Path, new: NewBook) -> Path:
    create_book(folder, new, PASSWORD, clock=StandingClock(), cost=keys.WEAKEST)
    return folder


@pytest.fixture(scope="session")
def _cell_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    new = NewBook(name="Chi bộ bản Huổi Lóng", commune="xã Nậm Khao", code="HL", term="2025 - 2027")
    return _book(tmp_path_factory.mktemp("cell") / "so", new)


@pytest.fixture(scope="session")
def _office_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    new = NewBook(name="Đảng ủy xã Nậm Khao", commune="xã Nậm Khao", office=True)
    return _book(tmp_path_factory.mktemp("office") / "so", new)


@pytest.fixture
def cell_folder(tmp_path: Path, _cell_master: Path) -> Path:
    """A cell's book just made, closed; its password is `password`."""
    return Path(shutil.copytree(_cell_master, tmp_path / "chi-bo"))


@pytest.fixture
def office_folder(tmp_path: Path, _office_master: Path) -> Path:
    """An office's book just made, closed."""
    return Path(shutil.copytree(_office_master, tmp_path / "dang-uy"))


@pytest.fixture
def opened(clock: StandingClock) -> Iterator[Callable[[Path], Session]]:
    """Open books at the evening of `clock`; all are closed in the end."""
    sessions: list[Session] = []

    def open_one(folder: Path) -> Session:
        sessions.append(open_book(folder, PASSWORD, clock=clock))
        return sessions[-1]

    yield open_one
    for session in sessions:
        session.close()


@pytest.fixture(scope="session")
def shared_vectors() -> Path:
    """The folder of other projects' test vectors, looked for beside this project."""
    named = os.environ.get("CHIBO_SHARED_VECTORS")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "vectors"
    if not folder.is_dir():
        pytest.skip("shared test vectors are not beside the project (set CHIBO_SHARED_VECTORS to their folder)")
    return folder
