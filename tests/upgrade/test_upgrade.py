"""Books that earlier versions wrote open with this one, nothing lost; every released version has its file here."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chibo_desktop.domain.duties import Duty, DutySource, Recurrence
from chibo_desktop.domain.meetings import Meeting, Speech
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.services import backups
from chibo_desktop.services.books import open_book
from chibo_desktop.services.session import Session

HERE = Path(__file__).parent
PASSWORD = "mật khẩu mùa gặt"
BACKUPS = sorted(HERE.glob("so-*.chibo-saoluu"))


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def local(self) -> datetime:
        return self.now().replace(tzinfo=None)

    def today(self) -> date:
        return self.now().date()


@pytest.fixture(params=BACKUPS, ids=lambda path: path.stem)
def old_backup(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def old_folder(old_backup: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "so"
    with zipfile.ZipFile(old_backup) as archive:
        archive.extract("so-chi-bo.db", folder)
        archive.extract("khoa.json", folder)
    return folder


def _holds_everything(session: Session) -> None:
    assert len(session.book.find(Member)) == 7
    meetings = sorted(session.book.find(Meeting), key=lambda m: m.date)
    assert [m.closed for m in meetings] == [True, False]
    assert [s.text for s in session.book.find(Speech)] == [
        "Đề nghị làm đường vào khu sản xuất Nà Sản trước mùa mưa."
    ] * 2
    for duty in session.book.find(Duty):
        assert (duty.text, duty.area) == ("Vận động năm hộ làm hàng rào", "5 hộ")
        assert (duty.source, duty.recurrence, duty.grade) == (DutySource.MEETING, Recurrence.NONE, None)
    assert {p.text for p in session.book.find(Proposal)} == {"Sửa đập thủy lợi"}
    assert backups.check(session, full=True) == []


def test_the_book_of_an_earlier_version_opens_and_is_whole(old_folder: Path) -> None:
    session = open_book(old_folder, PASSWORD, clock=FixedClock())
    _holds_everything(session)
    session.close()
    assert list(old_folder.glob("truoc-nang-cap-*.db"))


def test_the_backup_of_an_earlier_version_is_restored(old_backup: Path, tmp_path: Path) -> None:
    session = backups.restore(old_backup, tmp_path / "moi", PASSWORD, clock=FixedClock())
    _holds_everything(session)
    session.close()
