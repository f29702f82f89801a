"""Duties as the command line shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from chibo_desktop.cli.output import Answer
from chibo_desktop.domain.duties import Duty, given_day, is_overdue
from chibo_desktop.domain.duty_board import year_of
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import duties, views
from chibo_desktop.services.session import Session


def show_duties(session: Session, book: int, year: int | None) -> Answer:
    """Return all duties, or those of a year, the next due first."""
    seen = duties.board(session, book=book)
    days = {m.id: m.date for m in seen.meetings.values()}
    listed = [d for d in views.duties(session, book=book) if year is None or year_of(d, days) == year]
    answer = Answer({
        "duties": [_plain(duty, seen, days) for duty in listed],
        "coverage": {"due": seen.coverage.due, "covered": seen.coverage.covered},
    })  # fmt: skip
    answer.table(
        ("Hạn", "Người làm", "Trạng thái", "Nhiệm vụ"),
        [
            (
                short_date(duty.due) if duty.due else "", seen.names.get(duty.owner_id or b"", ""),
                "QUÁ HẠN" if is_overdue(duty, seen.today) else label(duty.state), " ".join(duty.text.split()),
            )
            for duty in listed
        ],
    )  # fmt: skip
    return answer


def _plain(duty: Duty, seen: duties.Board, days: dict[bytes, date]) -> dict[str, Any]:
    return {
        "id": duty.id.hex(), "text": duty.text, "owner": seen.names.get(duty.owner_id or b"", ""),
        "co_owners": [seen.names[m] for m in duty.co_owner_ids if m in seen.names], "area": duty.area,
        "households": duty.households, "output": duty.output, "source": duty.source.value,
        "source_words": seen.source_words(duty), "plan_year": duty.plan_year, "given": _day(given_day(duty, days)),
        "due": _day(duty.due), "recurrence": duty.recurrence.value, "state": duty.state.value,
        "overdue": is_overdue(duty, seen.today), "done": _day(duty.done_on),
        "grade": duty.grade.value if duty.grade else None,
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
