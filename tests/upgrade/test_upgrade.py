"""Books that earlier versions wrote open with this one, nothing lost; every released version has its file here."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chibo_desktop.common.errors import WrongPasswordError
from chibo_desktop.domain.criticism import Criticism, CriticismText
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutySource, Recurrence
from chibo_desktop.domain.meetings import Meeting, Speech
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.reviews import ReviewRound
from chibo_desktop.domain.targets import Target
from chibo_desktop.services import backups, sealed
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


def test_the_book_of_an_earlier_version_opens_and_is_whole(old_folder: Path, old_backup: Path) -> None:
    session = open_book(old_folder, PASSWORD, clock=FixedClock())
    _holds_everything(session)
    session.close()
    assert bool(list(old_folder.glob("truoc-nang-cap-*.db"))) is (old_backup.stem == "so-0.1.0")


def test_the_backup_of_an_earlier_version_is_restored(old_backup: Path, tmp_path: Path) -> None:
    session = backups.restore(old_backup, tmp_path / "moi", PASSWORD, clock=FixedClock())
    _holds_everything(session)
    session.close()


def test_users_and_sealed_texts_of_0_2_0_open_for_those_who_may_read_them(tmp_path: Path) -> None:
    backup = HERE / "so-0.2.0.chibo-saoluu"
    for secret in (PASSWORD, "bốn con trâu đen"):
        session = backups.restore(backup, tmp_path / secret, secret, clock=FixedClock())
        [note] = session.book.find(Criticism)
        text = sealed.read_text(session, CriticismText, note.id)
        assert text is not None
        assert text.content == "Tôi nhận khuyết điểm đến muộn ba buổi."
        assert (session.book.count(Target), session.book.count(Dues), session.book.count(ReviewRound)) == (1, 1, 1)
        session.close()
    with pytest.raises(WrongPasswordError):
        backups.restore(backup, tmp_path / "khác", "suối cạn mùa đông", clock=FixedClock())
