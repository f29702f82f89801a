"""The figures of a year and the findings of a meeting as the command line shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import msgspec

from chibo_desktop.cli.output import Answer
from chibo_desktop.domain.counted import Counted
from chibo_desktop.domain.duty_figures import DutyFigures, OwnDuties
from chibo_desktop.domain.findings import Severity
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.member_counts import MemberCounts
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.statistics import MeetingFigures, MemberFigures, Presence, YearFigures
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import decimal, short_date
from chibo_desktop.domain.work_figures import TargetFigures
from chibo_desktop.services import coach, statistics
from chibo_desktop.services.session import Session
from chibo_desktop.services.statistics_tables import counts

_SIGNS = {Severity.MISSING: "thiếu", Severity.WARNING: "xem lại", Severity.HINT: "gợi ý"}


def show_statistics(session: Session, book: int, year: int | None) -> Answer:
    """Return the figures of a year, this year's when none is named."""
    shown = statistics.of_year(session, year or session.clock.today().year, book=book)
    answer = Answer({"statistics": _plain(shown)})
    answer.say(f"Năm {shown.records.year}: {len(shown.meetings)} buổi họp, dự họp {_rate(shown.presence.rate)}.")
    answer.table(
        ("Ngày", "Cuộc họp", "Dự", "Tỷ lệ", "Phát biểu", "Phút", "Mức"),
        [
            (
                short_date(m.date), m.title, f"{m.presence.present.number}/{m.presence.due.number}",
                _rate(m.presence.rate), m.speakers.number, "" if m.length is None else m.length, label(m.level),
            )
            for m in shown.meetings
        ],
    )  # fmt: skip
    answer.say()
    answer.table(
        ("Họ và tên", "Dự", "Có lý do", "Không lý do", "Liên tiếp", "Ý kiến", "Nhiệm vụ", "Quá hạn"),
        [
            (
                m.name, f"{m.presence.present.number}/{m.presence.due.number}", m.presence.excused.number,
                m.presence.unexcused.number, m.absent_longest.number, m.speeches.number, m.duties.given.number,
                m.duties.overdue.number,
            )
            for m in shown.members
        ],
    )  # fmt: skip
    answer.say()
    answer.table(("Nội dung", "Số"), counts(shown))
    answer.say()
    answer.say(f"Đội ngũ đến ngày {short_date(shown.roll.day)}: {shown.roll.total.number} đảng viên.")
    answer.table(("Đội ngũ", "Số"), _roll(shown.roll))
    if shown.ratings:
        answer.say()
        answer.table(
            ("Năm", *(label(level) for level in YearRating), "Chi bộ"),
            [
                (str(r.year), *(found.number for found in r.levels.values()), label(r.cell) or "–")
                for r in shown.ratings
            ],
        )
    return answer


def _roll(counts: MemberCounts) -> list[tuple[str, int]]:
    """Return the numbers of the roll that are not nought, in words."""
    named = [
        *((label(kind), found) for kind, found in counts.standings.items()),
        *((label(kind), found) for kind, found in counts.statuses.items()),
        *((label(kind), found) for kind, found in counts.roles.items()),
        *((group or "Không ở tổ nào", found) for group, found in counts.groups.items()),
    ]
    return [(words, found.number) for words, found in named if found.number]


def show_findings(session: Session, meeting: Meeting, book: int) -> Answer:
    """Return what to look at before a meeting is closed, the heaviest first."""
    found = coach.findings_for(session, meeting.id, book=book)
    answer = Answer({
        "meeting": {"id": meeting.id.hex(), "date": meeting.date.isoformat(), "closed": meeting.closed},
        "findings": [
            {
                "severity": f.severity.name.lower(), "stage": f.stage.value, "field": f.field,
                "sentence": f.sentence, "basis": f.basis,
            }
            for f in found
        ],
    })  # fmt: skip
    answer.say(f"{meeting_title(meeting)}, ngày {short_date(meeting.date)}: {len(found)} chỗ cần xem.")
    for f in found:
        basis = f" ({f.basis})" if f.basis else ""
        answer.say(f"  [{_SIGNS[f.severity]}] {label(f.stage)}: {f.sentence}{basis}")
    return answer


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{decimal(value)}%"


def _plain(value: Any) -> Any:
    """Return figures as JSON has them: a number with its ids, a rate beside what it was counted from."""
    plain: Any
    if isinstance(value, Counted):
        plain = {"number": value.number, "ids": _plain(value.ids)}
    elif is_dataclass(value):
        plain = _fields(value)
    elif isinstance(value, Mapping):
        plain = {_plain(key): _plain(item) for key, item in value.items()}
    elif isinstance(value, tuple):
        plain = [_plain(item) for item in value]
    else:
        plain = value.hex() if isinstance(value, bytes) else msgspec.to_builtins(value)
    return plain


def _fields(value: Any) -> dict[str, Any]:
    shown = {field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name != "records"}
    if isinstance(value, YearFigures):
        shown = {"year": value.records.year} | shown
    if isinstance(value, Presence):
        shown["rate"] = value.rate
    if isinstance(value, DutyFigures):
        shown |= {"on_time_rate": value.on_time_rate, "coverage": value.coverage}
    if isinstance(value, OwnDuties):
        shown["on_time_rate"] = value.on_time_rate
    if isinstance(value, TargetFigures):
        shown |= {"met": _plain(value.met), "rate": value.rate}
    if isinstance(value, MemberFigures):
        own = shown["duties"]
        shown |= {"duties": own["given"], "duties_done": own["done"], "duties_overdue": own["overdue"], "work": own}
    if isinstance(value, MeetingFigures):
        shown |= {"short": value.short, "speaking_rate": value.speaking_rate}
    return shown
