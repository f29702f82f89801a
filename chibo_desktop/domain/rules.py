"""Rule packs: what the guidance in force asks of meetings, as data (bộ quy định)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.domain.agenda import AgendaLine
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.records import Line, Note, Part
from chibo_desktop.domain.score_frames import Problem, ScoreFrame, Words, frame_problems
from chibo_desktop.domain.votes import Matter, Threshold

PackId = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Length = Annotated[int, Meta(ge=1, le=600)]


class Calendar(Part, frozen=True, kw_only=True):
    """Days and counts that the calendar reminds of."""

    regular_day: Annotated[int, Meta(ge=1, le=28)]
    """day of the month of the regular meeting"""
    first_week_days: Annotated[int, Meta(ge=1, le=28)]
    """until which day it may be held for a holiday or a special reason"""
    documents_days_before: Annotated[int, Meta(ge=0, le=30)]
    report_days_after: Annotated[int, Meta(ge=0, le=30)]
    thematic_per_quarter: Annotated[int, Meta(ge=0, le=6)]
    bulletin_day: Annotated[int, Meta(ge=1, le=28)]
    """before which day of the month the central bulletin is out"""
    review_from_month: Annotated[int, Meta(ge=1, le=12)]
    """in which month the yearly review begins; it ends with the year"""
    review_documents_days_before: Annotated[int, Meta(ge=0, le=30)]
    """working days"""


class Lengths(Part, frozen=True, kw_only=True):
    """Minimum lengths in minutes."""

    kinds: dict[MeetingKind, Length]
    sitting: Length
    """a regular and a thematic meeting in one sitting"""
    large_from: Annotated[int, Meta(ge=0, le=1000)] = 0
    """from how many members on `large` counts; 0: no such rule"""
    large: Length = 120


class VoteLaw(Part, frozen=True, kw_only=True):
    """How a matter is decided."""

    threshold: Threshold
    secret: bool = False
    basis: Line
    base: Line
    """the base in words"""


class RequiredPart(Enum):
    """What a meeting of a kind must have before its minutes are whole."""

    STARTS = "starts"
    ENDS = "ends"
    PLACE = "place"
    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    ROLL = "roll"
    AGENDA = "agenda"
    SPEECHES = "speeches"
    CONCLUSIONS = "conclusions"
    THEME = "theme"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A number that the cell's own committee may set otherwise, and its limits."""

    key: str
    title: str
    unit: str
    least: int
    most: int
    none_word: str = ""
    """what 0 says"""

    def words(self, value: int) -> str:
        """Return the number as it is read: "90 phút"."""
        return self.none_word if value == 0 and self.none_word else f"{value} {self.unit}".strip()


NUMBERS = (
    NumberRule("length.regular", "Họp thường kỳ tối thiểu", "phút", 15, 300),
    NumberRule("length.thematic", "Họp chuyên đề tối thiểu", "phút", 15, 300),
    NumberRule("length.sitting", "Thường kỳ và chuyên đề trong một buổi tối thiểu", "phút", 30, 400),
    NumberRule("length.large_from", "Chi bộ đông: tính từ", "đảng viên", 0, 500, "không áp dụng"),
    NumberRule("length.large", "Chi bộ đông họp tối thiểu", "phút", 15, 300),
    NumberRule("calendar.regular_day", "Họp thường kỳ vào ngày", "hằng tháng", 1, 28),
    NumberRule("calendar.first_week_days", "Có lý do thì họp chậm nhất ngày", "hằng tháng", 1, 28),
    NumberRule("calendar.documents_days_before", "Gửi tài liệu trước buổi họp", "ngày", 0, 30),
    NumberRule("calendar.report_days_after", "Báo cáo lên trên sau buổi họp trong", "ngày", 0, 30),
    NumberRule("calendar.thematic_per_quarter", "Sinh hoạt chuyên đề mỗi quý ít nhất", "lần", 0, 6),
    NumberRule("calendar.bulletin_day", "Bản tin sinh hoạt chi bộ có trước ngày", "hằng tháng", 1, 28),
    NumberRule("calendar.review_from_month", "Kiểm điểm cuối năm từ tháng", "", 1, 12),
    NumberRule("calendar.review_documents_days_before", "Gửi bản kiểm điểm trước", "ngày làm việc", 0, 30),
    NumberRule("absences_in_a_row", "Nhắc khi vắng có lý do liên tiếp quá", "lần", 1, 12),
)  # fmt: skip
"""numbers shown with their basis and open to the cell"""

_BY_KEY = {rule.key: rule for rule in NUMBERS}


class RulePack(Part, frozen=True, kw_only=True):
    """All rules of one guidance, in force from a day on; what has an id never changes."""

    id: PackId
    title: Words
    legal_basis: Words
    effective_from: date
    replaces: PackId | None = None
    """the pack that no longer counts once this one is in force"""
    by_choice: bool = False
    """whether only a person's choice puts its score frame in use (a ward's or a province's)"""
    calendar: Calendar
    lengths: Lengths
    absences_in_a_row: Annotated[int, Meta(ge=1, le=12)]
    """more excused absences running than this are told"""
    basis: dict[str, Line]
    """where each number comes from, by its key"""
    votes: dict[Matter, VoteLaw]
    agendas: dict[MeetingKind, tuple[AgendaLine, ...]]
    required: dict[MeetingKind, tuple[RequiredPart, ...]]
    content: tuple[Words, ...] = ()
    """what a village cell's meeting is about; the list to choose from"""
    score_frame: ScoreFrame
    note: Note = ""

    @property
    def sitting_length(self) -> int:
        """Minutes a sitting of a regular and a thematic meeting lasts at least."""
        return self.lengths.sitting

    def minimum_length(self, kind: MeetingKind, *, members: int = 0) -> int | None:
        """Return how many minutes a kind of meeting lasts at least; None where no rule says.

        `members` is the size of the cell, for the rule of large cells where it is set.
        """
        least = self.lengths.kinds.get(kind)
        if least is not None and self.lengths.large_from and members >= self.lengths.large_from:
            return max(least, self.lengths.large)
        return least

    def length_basis(self, kind: MeetingKind, *, members: int = 0) -> str:
        """Return where the minimum length of a kind comes from, for `minimum_length` of the same members."""
        large = self.minimum_length(kind, members=members) != self.lengths.kinds.get(kind)
        return self.basis_of("length.large" if large else f"length.{kind.value}")

    def agenda(self, kind: MeetingKind) -> tuple[AgendaLine, ...]:
        """Return the agenda a kind of meeting usually has."""
        return self.agendas.get(kind, ())

    def required_parts(self, kind: MeetingKind) -> tuple[RequiredPart, ...]:
        """Return what a kind of meeting must have."""
        return self.required.get(kind, ())

    def number(self, key: str) -> int:
        """Return a number of `NUMBERS` by its key: "length.regular"."""
        group, _, name = key.rpartition(".")
        if not group:
            value = getattr(self, name)
        elif group == "calendar":
            value = getattr(self.calendar, name)
        elif name in {"sitting", "large_from", "large"}:
            value = getattr(self.lengths, name)
        else:
            value = self.lengths.kinds[MeetingKind(name)]
        return int(value)

    def basis_of(self, key: str) -> str:
        """Return where a number comes from."""
        return self.basis.get(key, self.legal_basis)

    def with_numbers(self, numbers: Mapping[str, int]) -> RulePack:
        """Return the pack with the cell's own numbers; unknown keys and numbers out of limits are left out."""
        calendar, lengths, absences = self.calendar, self.lengths, self.absences_in_a_row
        basis = dict(self.basis)
        for key, value in numbers.items():
            rule = _BY_KEY.get(key)
            if rule is None or not rule.least <= value <= rule.most or value == self.number(key):
                continue
            basis[key] = f"{LOCAL_BASIS} (quy định chung: {rule.words(self.number(key))}, {self.basis_of(key)})"[
                :200
            ]
            group, _, name = key.rpartition(".")
            if not group:
                absences = value
            elif group == "calendar":
                calendar = msgspec.structs.replace(calendar, **{name: value})
            elif name in {"sitting", "large_from", "large"}:
                lengths = msgspec.structs.replace(lengths, **{name: value})
            else:
                kinds = {**lengths.kinds, MeetingKind(name): value}
                lengths = msgspec.structs.replace(lengths, kinds=kinds)
        return msgspec.structs.replace(
            self, calendar=calendar, lengths=lengths, absences_in_a_row=absences, basis=basis
        )


OTHER_BASES = ("required", "content")
"""rules that are no numbers but have a basis of their own in the pack's `basis` table"""

LOCAL_BASIS = "Số riêng của chi bộ"


def number_rule(key: str) -> NumberRule | None:
    """Return what is known of a number by its key."""
    return _BY_KEY.get(key)


def pack_problems(pack: RulePack) -> Iterator[Problem]:
    """Yield what the types cannot see: sums, bases that are missing or speak of nothing, limits."""
    for key in pack.basis:
        if key not in _BY_KEY and key not in OTHER_BASES:
            yield ("basis", key), f"không có quy định nào tên là {key}"
    for rule in NUMBERS:
        group, _, name = rule.key.rpartition(".")
        place: tuple[str, ...] = (_TABLES.get(group, ""), name) if group else (name,)
        if group == "length" and name not in {"sitting", "large_from", "large"}:
            if MeetingKind(name) not in pack.lengths.kinds:
                yield ("lengths", "kinds"), f"thiếu thời lượng của loại họp {name}"
                continue
            place = ("lengths", "kinds", name)
        if not rule.least <= pack.number(rule.key) <= rule.most:
            yield place, f"số phải từ {rule.least} đến {rule.most}"
        if rule.key not in pack.basis and name not in {"large_from", "large"}:
            yield ("basis",), f"thiếu căn cứ của {rule.key}"
    if pack.replaces == pack.id:
        yield ("replaces",), "bộ quy định không thể thay chính nó"
    yield from frame_problems(pack.score_frame)


_TABLES = {"length": "lengths", "calendar": "calendar"}


def in_force(packs: tuple[RulePack, ...], day: date) -> RulePack:
    """Return the pack that counts on a day: the latest in force that nothing in force replaces.

    Of two from the same day the later in the list counts. Before the first there is the first.
    """
    general = [pack for pack in packs if not pack.by_choice]
    open_ = [pack for pack in general if pack.effective_from <= day]
    gone = {pack.replaces for pack in open_}
    left = [pack for pack in open_ if pack.id not in gone]
    if not left:
        return min(general, key=lambda pack: pack.effective_from)
    return max(enumerate(left), key=lambda item: (item[1].effective_from, item[0]))[1]
