"""A book with notes of criticism, and the place that shows them."""

from datetime import date

from meeting_room import FixedClock, people_of

from chibo_desktop.domain.accounts import AccountRole
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, GuidedAnswer, Mending
from chibo_desktop.domain.duties import Duty
from chibo_desktop.services import accounts, books, criticism
from chibo_desktop.services.books import NewBook
from chibo_desktop.storage.keys import WEAKEST
from chibo_desktop.ui.criticism import CriticismScreen
from chibo_desktop.ui.screen import Desk

PASSWORD = "hoa ban trắng đầu núi"
HELPER_PASSWORD = "mật khẩu người giúp việc"
PLANTED = "chuyenbibatnhatban"
DAY = date(2026, 11, 3)


def new_session(folder, *, office=False):
    """Make a book with 25 members and open it."""
    clock = FixedClock()
    new = NewBook(name="Chi bộ bản Huổi Lóng", commune="xã Mường Mươn", office=office)
    books.create_book(folder, new, PASSWORD, clock=clock, cost=WEAKEST)
    session = books.open_book(folder, PASSWORD, clock=clock)
    session.save(*people_of(session))
    return session


def put(session, who, fix, *, day=DAY, due=None, form=CriticismForm.SELF, mending=Mending.OPEN, content=PLANTED):
    """Save a note; `who` numbers the members by given name."""
    people = criticism.people(session, DAY)
    own = form is CriticismForm.SELF
    speaker = people[who if own else 0]
    text = CriticismText(
        from_id=speaker.id,
        from_name=speaker.name,
        to_id=None if own else people[who].id,
        to_name="" if own else people[who].name,
        content=content,
        fix=fix,
        due=due,
    )
    record = Criticism(id=session.new_id(), date=day, form=form, mending=mending)
    criticism.save_note(session, record, text)
    return record.id


def fill(session):
    """Write some months of notes and duties, as a cell has them."""
    people = criticism.people(session, DAY)
    put(session, 3, "Trực đủ hai buổi đêm ở chốt đầu bản", day=date(2026, 8, 3), due=date(2026, 9, 1),
        mending=Mending.NOT_MENDED, content="Tháng 7 bỏ trực ba đêm 4, 12 và 20.")  # fmt: skip
    put(session, 5, "Thu xong quỹ của bốn hộ cuối bản", day=date(2026, 9, 3), content="Thu quỹ còn thiếu 4 hộ.")
    put(session, 6, "Nộp sổ theo dõi hộ nghèo", day=date(2026, 10, 3), due=date(2026, 10, 31),
        form=CriticismForm.CRITICISM, content="Ngày 25/9 chưa nộp sổ, xã phải nhắc hai lần.")  # fmt: skip
    put(session, 8, "Dọn chuồng trâu ra xa nhà", day=date(2026, 10, 3), mending=Mending.MENDED)
    session.save(
        Duty(id=session.new_id(), text="Vận động 6 hộ làm nhà tiêu hợp vệ sinh", owner_id=people[3].id,
             due=date(2026, 10, 20)),
    )  # fmt: skip
    now = put(session, 3, "Sẽ trực đủ hai buổi đêm ở chốt đầu bản", content="Đôi lúc còn nể nang.")
    row = next(r for r in criticism.list_notes(session) if r.id == now)
    question = criticism.guide().questions(CriticismForm.SELF)[2].text
    text = criticism.note_of(session, now)[1]
    answers = (GuidedAnswer(question=question, text="Bà Hặc hỏi vì sao đêm 12/10 chốt không có ai."),)
    criticism.save_note(session, row.record, CriticismText(**{
        name: getattr(text, name) for name in text.__struct_fields__} | {"answers": answers}))  # fmt: skip
    return now


def as_helper(session):
    """Close a book and open it as somebody who may not read what is sealed."""
    accounts.add(session, "Vàng A Dơ", AccountRole.ASSISTANT, HELPER_PASSWORD, cost=WEAKEST)
    folder = session.folder
    session.close()
    return books.open_book(folder, HELPER_PASSWORD, clock=FixedClock())


class Place:
    """The screen with what a test does to it."""

    def __init__(self, qtbot, tasks, changes, session, *, width=1150, height=700, target=None):
        self.news = []
        changes.changed.connect(lambda kinds, _: self.news.append(kinds))
        self.tasks = tasks
        self.session = session
        self.screen = CriticismScreen(Desk(tasks, changes, lambda *where: None), session)
        qtbot.addWidget(self.screen)
        self.screen.resize(width, height)
        self.screen.show()
        self.screen.activateWindow()
        self.screen.enter(target)
        self.settle()

    @property
    def form(self):
        return self.screen.form

    @property
    def list(self):
        return self.screen.list

    def settle(self):
        self.tasks.wait_idle()

    def rows(self):
        return criticism.list_notes(self.session)

    def choose(self, note_id):
        self.screen.show_note(note_id)
        self.settle()

    def put_away(self):
        """Hide the window while the book is still open: leaving a field may still save."""
        self.screen.hide()
        self.settle()
