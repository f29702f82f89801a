"""Duties of the members: given, followed, settled, judged (nhiệm vụ "6 rõ")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec.structs import replace

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line, name_key
from chibo_desktop.domain.duties import DONE, Duty, DutyProgress, DutySource, DutyState, Recurrence, given_day
from chibo_desktop.domain.duty_board import Counts, Coverage, by_member, counts, coverage, load_hint, loads, year_of
from chibo_desktop.domain.duty_log import counted_again, in_order, mirrored, settled_state
from chibo_desktop.domain.duty_turns import newest_turn, next_turns, series_of
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.terms import label
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN

PRINTED = ("text", "owner_id", "co_owner_ids", "area", "output", "due", "meeting_id")
"""fields that the minutes of the duty's meeting print: fixed once these are closed"""
TABLE_COLUMNS = (
    "TT", "Họ và tên", "Chức vụ", "Lĩnh vực, địa bàn", "Số hộ", "Nhiệm vụ", "Sản phẩm, kết quả", "Phối hợp",
    "Nguồn", "Ngày giao", "Hạn", "Định kỳ", "Tình hình", "Ngày xong", "Tiến độ", "Đánh giá", "Ghi chú",
)  # fmt: skip
_STAMP = 6
"""bytes of a log line's identifier that tell when it was written, in milliseconds"""
_LAST_STAMP: int = 256**_STAMP - 1
Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Board:
    """All that the board shows, read at one moment; grouping and filters are made of it without the book."""

    today: date
    duties: tuple[Duty, ...]
    members: tuple[Member, ...]
    """everyone the book knows, by given name"""
    meetings: Mapping[bytes, Meeting]
    resolutions: tuple[Resolution, ...]
    """those adopted, the newest first"""
    counts: Counts
    coverage: Coverage
    hint: str
    """who has too much while others have nothing, "" while the load is fair"""

    @property
    def names(self) -> dict[bytes, str]:
        """Names of members by id."""
        return {m.id: m.name for m in self.members}

    @property
    def loads(self) -> dict[bytes, int]:
        """How many open duties each member owns to whom duties are given."""
        return loads(self.duties, self.members, self.today)

    @property
    def here(self) -> list[Member]:
        """Return the members of the day."""
        return [m for m in self.members if m.belongs_on(self.today)]

    def find(self, duty_id: bytes) -> Duty | None:
        """Return a duty by its id."""
        return next((d for d in self.duties if d.id == duty_id), None)

    def locked(self, duty: Duty) -> bool:
        """Whether the minutes that gave it are closed, so that what they print of it is fixed."""
        meeting = self.meetings.get(duty.meeting_id or b"")
        return meeting is not None and meeting.closed

    def source_words(self, duty: Duty) -> str:
        """Return where a duty comes from, with the meeting's or resolution's name."""
        meeting = self.meetings.get(duty.meeting_id or b"")
        resolution = next((r for r in self.resolutions if r.id == duty.resolution_id), None)
        if resolution is not None:
            return f"Nghị quyết “{clean_line(resolution.title)}”"
        if meeting is not None:
            return meeting_title(meeting)
        if duty.source is DutySource.PLAN and duty.plan_year is not None:
            return f"Phân công năm {duty.plan_year}"
        return label(duty.source)


def board(session: Session, *, day: date | None = None, book: int = OWN) -> Board:
    """Read the board as of a day (default today)."""
    today = day or session.clock.today()
    find = session.book.find
    duties = find(Duty, book=book)
    members = sorted(find(Member, book=book), key=lambda m: (name_key(m.name), m.id))
    meetings = {m.id: m for m in find(Meeting, book=book)}
    adopted = find(Resolution, book=book, state=ResolutionState.ADOPTED.value)
    days = {m.id: m.date for m in meetings.values()}
    return Board(
        today=today,
        duties=tuple(duties),
        members=tuple(members),
        meetings=meetings,
        resolutions=tuple(sorted(adopted, key=lambda r: (r.date, r.id), reverse=True)),
        counts=counts(duties, today, {m.id for m in members if m.belongs_on(today)}),
        coverage=coverage(duties, members, today, days),
        hint=load_hint(duties, members, today),
    )


# -- giving and changing --------------------------------------------------------------------------


def new_duty(session: Session, *, owner_id: bytes | None = None) -> Duty:
    """Return a blank duty given today between two meetings; not saved."""
    today = session.clock.today()
    return Duty(id=session.new_id(), text="", owner_id=owner_id, source=DutySource.OTHER, given_on=today)


def save_duty(session: Session, duty: Duty) -> Changed:
    """Save a duty; raises UserError with the field to mend.

    What closed minutes print of it stays as they print it. A change of the day counts on time or late anew.
    """
    tidy = ready(duty)
    if not tidy.text:
        raise UserError("Chưa ghi việc được giao.", "Hãy ghi làm việc gì, rồi lưu lại.")
    before = session.book.get(Duty, duty.id)
    closed = _closed_meeting(session, (before or tidy).meeting_id) or _closed_meeting(session, tidy.meeting_id)
    changed = before is None or any(getattr(before, name) != getattr(tidy, name) for name in PRINTED)
    if closed is not None and changed:
        raise UserError(
            "Biên bản giao việc này đã chốt nên việc, người, hạn giữ như biên bản.",
            "Nếu ghi sai, mở cuộc họp và bấm Đính chính; nếu giao khác đi, hãy giao một việc mới.",
        )
    if before is not None and before.due != tidy.due:
        tidy = counted_again(tidy)
    if tidy.meeting_id is not None and (before is None or before.meeting_id != tidy.meeting_id):
        others = session.book.find(Duty, meeting_id=tidy.meeting_id)
        tidy = replace(tidy, position=max((d.position for d in others if d.id != tidy.id), default=0) + 1)
    return session.save(tidy, what="Giao nhiệm vụ" if before is None else "Sửa nhiệm vụ")


def ready(duty: Duty) -> Duty:
    """Return a duty as it is stored: cleaned, one of a series known as such. Raises UserError when too long."""
    tidy = _valid(_tidied(duty))
    if tidy.recurrence is not Recurrence.NONE and tidy.series_id is None:
        return replace(tidy, series_id=tidy.id)
    return tidy


def _tidied(duty: Duty) -> Duty:
    helpers = dict.fromkeys(member for member in duty.co_owner_ids if member != duty.owner_id)
    return replace(
        duty,
        text=clean(duty.text),
        area=clean_line(duty.area),
        output=clean_line(duty.output),
        progress=clean(duty.progress),
        grade_note=clean(duty.grade_note),
        co_owner_ids=tuple(helpers),
    )


def _valid(duty: Duty) -> Duty:
    try:
        return msgspec.convert(msgspec.to_builtins(duty), type=Duty)
    except msgspec.ValidationError as error:
        raise UserError(
            "Một ô của nhiệm vụ dài quá mức cho phép hoặc có số không hợp lệ.", "Hãy rút ngắn hoặc sửa lại ô đó."
        ) from error


def _closed_meeting(session: Session, meeting_id: bytes | None) -> Meeting | None:
    meeting = session.book.get(Meeting, meeting_id) if meeting_id else None
    return meeting if meeting is not None and meeting.closed else None


def delete_duty(session: Session, duty_id: bytes) -> Changed:
    """Delete a duty with its log; the newest turn of a series ends the series. Closed minutes keep theirs."""
    duty = _found(session, duty_id)
    if _closed_meeting(session, duty.meeting_id) is not None:
        raise UserError(
            "Việc này có trong biên bản đã chốt nên không xóa được.",
            "Nếu việc không làm nữa, ghi tiến độ là Không hoàn thành và nêu lý do.",
        )
    rows = session.book.find(DutyProgress, duty_id=duty_id)
    turns = [d for d in session.book.find(Duty) if series_of(d) == series_of(duty) and d.id != duty.id]
    newest = newest_turn(turns)
    ended = []
    if newest is not None and newest.due is not None and duty.due is not None and newest.due < duty.due:
        ended = [replace(newest, recurrence=Recurrence.NONE)]
    return session.save(*ended, delete=[duty, *rows], what="Xóa nhiệm vụ")


def _found(session: Session, duty_id: bytes) -> Duty:
    duty = session.book.get(Duty, duty_id)
    if duty is None:
        raise UserError("Nhiệm vụ này không còn trong sổ.", "Bấm Hoàn tác nếu vừa xóa nhầm.")
    return duty


# -- following ------------------------------------------------------------------------------------


def log_of(session: Session, duty_id: bytes, *, book: int = OWN) -> list[DutyProgress]:
    """Return what was said of a duty, the newest first."""
    return in_order(session.book.find(DutyProgress, book=book, duty_id=duty_id))


def log(session: Session, duty_id: bytes, day: date, words: str, state: DutyState) -> Changed:
    """Write a line of the log; the newest line is what the duty shows. Raises UserError.

    Done: the day decides on time or late, DONE_BEYOND is kept only when on time. A settled turn of a series
    begins the next, in the same act.
    """
    duty = _found(session, duty_id)
    today = session.clock.today()
    words = clean(words)
    if day > today:
        raise UserError("Ngày ghi tiến độ không thể ở sau hôm nay.", "Hãy ghi ngày đã làm hoặc đã báo cáo.")
    if state is DutyState.DONE_BEYOND and duty.due is not None and day > duty.due:
        raise UserError("Việc xong sau hạn nên không ghi là vượt mức.", "Hãy chọn Đã xong, hoặc sửa lại ngày xong.")
    if state is DutyState.NOT_DONE and not words:
        raise UserError("Chưa ghi vì sao không hoàn thành.", "Hãy ghi một câu về lý do.")
    if state in DONE:
        state = settled_state(duty.due, day, beyond=state is DutyState.DONE_BEYOND)
    rows = log_of(session, duty_id)
    kept = [] if rows else _earlier(session, duty, day)
    row = DutyProgress(id=_next_id(session, [*rows, *kept]), duty_id=duty_id, date=day, text=words, state=state)
    if len(words) > 4_000:
        raise UserError("Lời ghi tiến độ dài quá mức cho phép.", "Hãy rút ngắn lại.")
    changed = mirrored(duty, [*rows, *kept, row])
    turns = _next_turns(session, changed)
    return session.save(changed, *kept, row, *turns, what="Ghi tiến độ nhiệm vụ")


def _earlier(session: Session, duty: Duty, day: date) -> list[DutyProgress]:
    """Return as a first line what the duty said before it had a log."""
    if not duty.progress:
        return []
    meeting = session.book.get(Meeting, duty.meeting_id) if duty.meeting_id else None
    days = {meeting.id: meeting.date} if meeting is not None else {}
    told = min(duty.done_on or given_day(duty, days) or day, day)
    first = DutyProgress(id=_next_id(session, []), duty_id=duty.id, date=told, text=duty.progress, state=duty.state)
    return [first]


def _next_id(session: Session, rows: Sequence[DutyProgress]) -> bytes:
    """Return an identifier that sorts after those of a log: the lines of one day keep their order by it."""
    moment = int(session.clock.now().timestamp() * 1000)
    last = max((int.from_bytes(row.id[:_STAMP], "big") for row in rows), default=0)
    stamp = min(max(moment, last + 1), _LAST_STAMP)
    return stamp.to_bytes(_STAMP, "big") + session.new_id()[_STAMP:]


def delete_log(session: Session, progress_id: bytes) -> Changed:
    """Delete a line of the log; the duty shows the newest that is left."""
    row = session.book.get(DutyProgress, progress_id)
    if row is None:
        raise UserError("Dòng tiến độ này không còn trong sổ.", "Bấm Hoàn tác nếu vừa xóa nhầm.")
    duty = _found(session, row.duty_id)
    rows = [other for other in log_of(session, duty.id) if other.id != row.id]
    return session.save(mirrored(duty, rows), delete=[row], what="Xóa dòng tiến độ")


def grade(session: Session, duty_id: bytes, rating: YearRating | None, note: str) -> Changed:
    """Judge a duty in one of four steps with a note, None takes the judgement back."""
    duty = _found(session, duty_id)
    return session.save(_valid(replace(duty, grade=rating, grade_note=clean(note))), what="Đánh giá nhiệm vụ")


def _next_turns(session: Session, duty: Duty) -> list[Duty]:
    others = [d for d in session.book.find(Duty) if d.id != duty.id and series_of(d) == series_of(duty)]
    today = session.clock.today()
    return next_turns([duty, *others], today, session.new_id, _gone(session, today))


def _gone(session: Session, today: date) -> set[bytes]:
    return {m.id for m in session.book.find(Member) if not m.belongs_on(today)}


def renew(session: Session) -> Changed:
    """Begin the next turn of every series whose newest turn is settled or past its day.

    It is the calendar's doing, not the person's: undo passes it over.
    """
    today = session.clock.today()
    turns = next_turns(session.book.find(Duty), today, session.new_id, _gone(session, today))
    if not turns:
        return Changed()
    with session.book.changing(session.by) as change:
        for turn in turns:
            change.put(turn)
    return Changed(change.kinds)


# -- the whole table ------------------------------------------------------------------------------


def duty_table(
    session: Session, *, book: int = OWN, day: date | None = None, year: int | None = None
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Return headings and rows of all duties, or a year's, for a spreadsheet, by member and day due."""
    seen = board(session, day=day, book=book)
    names = seen.names
    roles = {m.id: label(m.role_on(seen.today)) for m in seen.members}
    days = {m.id: m.date for m in seen.meetings.values()}
    wanted = [d for d in seen.duties if year is None or year_of(d, days) == year]
    ordered = [d for group in by_member(wanted, seen.members, seen.today) for d in group.duties]
    rows: list[tuple[Cell, ...]] = [
        (
            place, names.get(d.owner_id or b"", ""), roles.get(d.owner_id or b"", ""), d.area, d.households,
            d.text, d.output, ", ".join(sorted((names[m] for m in d.co_owner_ids if m in names), key=name_key)),
            seen.source_words(d), given_day(d, days), d.due, label(d.recurrence), label(d.state), d.done_on,
            d.progress, label(d.grade), d.grade_note,
        )
        for place, d in enumerate(ordered, start=1)
    ]  # fmt: skip
    return TABLE_COLUMNS, rows
