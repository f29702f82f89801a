"""What is done before the meeting: told, sent out, prepared by the committee, printed (trước ngày họp)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chibo_desktop.domain.checklist import Check, Field, checklist
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.services import preparation
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.preparation import Links
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.fields import Choice, DateField
from chibo_desktop.ui.flow import FlowLayout
from chibo_desktop.ui.labels import date_text, label, length_text
from chibo_desktop.ui.meetings.bound import Bound
from chibo_desktop.ui.meetings.work import OWN, News, OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.theme import GRID, icon_pixmap, scaled

_SAVED = {"notice": "thông báo họp", "invitation": "giấy mời", "kit": "bộ giấy phòng mất điện"}


class CheckLine(QWidget):
    """One thing to do before the meeting: how it stands, done today, or on which day."""

    def __init__(self, meeting: OpenMeeting, field: Field, words: str) -> None:
        super().__init__()
        self._meeting = meeting
        self._field: Field = field
        self._sign = text("", "body", wrap=False)
        self._words = text(words)
        self.state = text("", "faint")
        self.today = button("Đã làm hôm nay", self.mark_today, icon_name="check")
        self.today.setAccessibleName(f"Đã làm hôm nay: {words}")
        self.day = DateField()
        self.day.setAccessibleName(f"Ngày đã làm: {words}")
        self.day.setMaximumWidth(scaled(140))
        self._bound = Bound(meeting, self.day, field, what="Ghi việc chuẩn bị họp")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._words)
        column.addWidget(self.state)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        layout.addWidget(self.today, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.day, 0, Qt.AlignmentFlag.AlignTop)

    def show_check(self, check: Check, view: MeetingView, *, locked: bool) -> None:
        """Show how it stands."""
        self._bound.aim(view.meeting)
        self._words.setText(check.words)
        self.state.setText(check.state)
        name = "due" if check.late else "done" if check.done_on else "calendar"
        self._sign.setPixmap(icon_pixmap(name, scaled(20), "due" if check.late else "info"))
        self.today.setVisible(not locked and check.done_on is None)

    def mark_today(self) -> None:
        """Say that it was done today."""
        meeting_id, field = self._meeting.meeting_id, self._field

        def act(session: Session) -> Changed:
            return preparation.mark_done(session, meeting_id, field, session.clock.today())

        self._meeting.save(act, done=lambda: self.day.setFocus(Qt.FocusReason.OtherFocusReason))


class BeforeBox(QWidget):
    """The checklist with its dates, and the papers that go out before the meeting."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._lines: dict[str, CheckLine] = {}
        self._checks = QVBoxLayout()
        self._checks.setSpacing(GRID)
        self.notice = button("In thông báo họp", partial(self.print, "notice"), icon_name="print")
        self.number = button("Lấy số thông báo", self._issue, icon_name="documents")
        self.invitation = button("In giấy mời", partial(self.print, "invitation"), icon_name="print")
        self.kit = button("In bộ giấy phòng mất điện", partial(self.print, "kit"), icon_name="print")
        self.kit.setToolTip("Danh sách điểm danh, phiếu ý kiến đánh số, biên bản để trống")
        papers = QWidget()
        flow = FlowLayout(papers)
        for made in (self.number, self.notice, self.invitation, self.kit):
            flow.addWidget(made)
        self._numbered = text("", "faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(self._checks)
        layout.addWidget(papers)
        layout.addWidget(self._numbered)
        self.writing_parts: list[QWidget] = []

    def line(self, field: Field) -> CheckLine:
        """Return the line of one thing to do."""
        return self._lines[field]

    def show_view(self, view: MeetingView) -> None:
        """Show what is done, what is late, and whether the notice has its number."""
        checks = checklist(
            view.meeting,
            self._meeting.now().date(),
            documents_days=view.pack.calendar.documents_days_before,
            basis=view.pack.basis_of("calendar.documents_days_before"),
        )
        for check in checks:
            if check.field not in self._lines:
                self._lines[check.field] = CheckLine(self._meeting, check.field, check.words)
                self._checks.addWidget(self._lines[check.field])
        locked = self._meeting.locked
        shown = {check.field: check for check in checks}
        for field, line in self._lines.items():
            line.setVisible(field in shown)
            if field in shown:
                line.show_check(shown[field], view, locked=locked)
        number = preparation.notice_number(view.numbers)
        self.number.setVisible(not number and not locked)
        self.notice.setText("In thông báo họp" if number else "In thông báo (nháp)")
        self._numbered.setText(f"Thông báo họp: {number}." if number else "")
        self._numbered.setVisible(bool(number))

    def _issue(self) -> None:
        meeting_id = self._meeting.meeting_id

        def issued() -> None:
            self._meeting.told.emit(News("Đã lấy số cho thông báo họp.", "Bấm In thông báo họp để in.", undo=True))
            self.notice.setFocus(Qt.FocusReason.OtherFocusReason)

        self._meeting.save(lambda session: preparation.issue_notice(session, meeting_id), done=issued)

    def print(self, what: str) -> None:
        """Ask where a paper goes, write it, and open it in the system's viewer."""
        self._meeting.last_folder(partial(self._ask_target, what))

    def _ask_target(self, what: str, folder: str) -> None:
        view = self._meeting.view
        if view is None:
            return
        start = Path(folder) if folder and Path(folder).is_dir() else documents_folder()
        suggested = start / preparation.suggested_name(what, view.meeting)
        choose_target(
            self, f"Lưu {_SAVED[what]} để in", suggested, "Giấy tờ PDF (*.pdf)", partial(self.print_to, what)
        )

    def print_to(self, what: str, target: Path) -> None:
        """Write a paper there and open it."""
        self._meeting.print_to(target, partial(self._printed, what), preparation.SAVERS[what])

    def _printed(self, what: str, written: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))
        remedy = "Xem và bấm in trong cửa sổ vừa mở." if opened else "Mở tệp này bằng chương trình xem PDF rồi in."
        self._meeting.told.emit(News(f"Đã lưu {_SAVED[what]} vào {written}.", remedy))


class LinksBox(QWidget):
    """The committee's meeting that prepared this one, and the thematic meeting of the same sitting."""

    joined = Signal(bool)
    """whether another meeting is held in the same sitting"""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self.committee: Choice[bytes | None] = Choice()
        self.committee.setAccessibleName("Họp chi ủy chuẩn bị")
        self._committee_label = text("Họp chi ủy chuẩn bị", "fieldLabel")
        self._committee_label.setBuddy(self.committee)
        self._bound = Bound(meeting, self.committee, "prepared_by_id", what="Chọn cuộc họp chi ủy chuẩn bị")
        self.new_committee = button("Lập họp chi ủy", self._create_committee, icon_name="add")
        self.open_committee = button("Mở", self._open_committee, role="flat")
        self.open_committee.setAccessibleName("Mở cuộc họp chi ủy chuẩn bị")
        self.join = button("Họp liền với sinh hoạt chuyên đề", self._join, icon_name="add")
        self.sitting = text("")
        self.open_other = button("Mở buổi họp liền", self._open_other, role="flat")
        self.part = button("Thôi họp liền", self._part, role="flat")
        self._links: Links | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for column, widget in enumerate(
            (self._committee_label, self.committee, self.open_committee, self.new_committee)
        ):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.sitting, 1, 0, 1, 2)
        last = QHBoxLayout()
        last.setSpacing(GRID)
        for made in (self.open_other, self.part, self.join):
            last.addWidget(made)
        grid.addLayout(last, 1, 2, 1, 2, Qt.AlignmentFlag.AlignRight)

    def show_view(self, view: MeetingView) -> None:
        """Ask the book for the meetings this one can be tied to."""
        meeting_id, book = self._meeting.meeting_id, self._meeting.book

        def show(links: Links) -> None:
            self._show(view, links)

        self._meeting.ask(lambda session: preparation.links(session, meeting_id, book=book), show)

    def _show(self, view: MeetingView, links: Links) -> None:
        self._links = links
        meeting, locked = view.meeting, self._meeting.locked
        prepared = meeting.kind is not MeetingKind.COMMITTEE
        options: list[tuple[bytes | None, str]] = [(None, "Chưa chọn")]
        options += [(m.id, f"Họp chi ủy ngày {date_text(m.date)}") for m in links.committee]
        if links.prepared_by is not None and links.prepared_by not in links.committee:
            options.append((links.prepared_by.id, f"Họp chi ủy ngày {date_text(links.prepared_by.date)}"))
        if [self.committee.itemText(i) for i in range(self.committee.count())] != [words for _, words in options]:
            self.committee.set_options(options)
        self._bound.aim(meeting)
        for widget in (self._committee_label, self.committee):
            widget.setVisible(prepared)
        self.new_committee.setVisible(prepared and not locked and links.prepared_by is None)
        self.open_committee.setVisible(prepared and links.prepared_by is not None)
        joined = bool(links.sitting)
        self.joined.emit(joined)
        regular = meeting.kind is MeetingKind.REGULAR
        self.join.setVisible(regular and not locked and not joined)
        self.part.setVisible(joined and not locked)
        self.open_other.setVisible(joined)
        self.sitting.setVisible(joined)
        if joined:
            self.sitting.setText(
                sitting_words(links, view.pack.sitting_length, view.pack.basis_of("length.sitting"))
            )

    def buttons(self) -> tuple[QPushButton, ...]:
        """Return what can be pressed, in order."""
        return (self.open_committee, self.new_committee, self.open_other, self.part, self.join)

    def _create_committee(self) -> None:
        view = self._meeting.view
        if view is None:
            return
        meeting_id = self._meeting.meeting_id
        day = preparation.committee_day(view.meeting, self._meeting.now().date())

        def act(session: Session) -> Changed:
            preparation.create_committee(session, meeting_id, day)
            return Changed(frozenset({"meeting", "agenda_item"}))

        said = News(f"Đã lập họp chi ủy ngày {date_text(day)}.", "Bấm Mở để ghi giờ và nội dung.", undo=True)
        self._meeting.save(act, done=lambda: self._meeting.told.emit(said))

    def _open_committee(self) -> None:
        if self._links is not None and self._links.prepared_by is not None:
            self._open(self._links.prepared_by.id)

    def _open_other(self) -> None:
        if self._links is not None and self._links.sitting:
            self._open(self._links.sitting[0].id)

    def _open(self, meeting_id: bytes) -> None:
        own = self._meeting.book == OWN
        self._meeting.go("meetings", meeting_id if own else (meeting_id, self._meeting.book))

    def _join(self) -> None:
        meeting_id = self._meeting.meeting_id
        said = News(
            "Đã lập sinh hoạt chuyên đề họp liền trong ngày.",
            "Bấm Mở buổi họp liền để ghi tên chuyên đề.",
            undo=True,
        )
        self._meeting.save(
            lambda session: preparation.join_thematic(session, meeting_id),
            done=lambda: self._meeting.told.emit(said),
        )

    def _part(self) -> None:
        meeting_id = self._meeting.meeting_id
        said = News("Hai buổi không còn họp liền.", "Buổi kia vẫn ở danh sách cuộc họp.", undo=True)
        self._meeting.save(
            lambda session: preparation.part_sitting(session, meeting_id),
            done=lambda: self._meeting.told.emit(said),
        )


def sitting_words(links: Links, least: int, basis: str) -> str:
    """Return what is held together and whether its planned time is enough."""
    others = "; ".join(
        f"{label(m.kind).lower()}{f' “{m.title}”' if m.title else ' (chưa ghi tên)'}" for m in links.sitting
    )
    enough = "đủ" if links.sitting_minutes >= least else "chưa đủ"
    source = f" ({basis})" if basis else ""
    return (
        f"Họp liền với {others}. Cả hai buổi dự kiến {length_text(links.sitting_minutes)}, "
        f"{enough} tối thiểu {least} phút{source}."
    )
