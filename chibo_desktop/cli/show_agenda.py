"""The draft of an agenda as the command line shows it."""

from __future__ import annotations

from datetime import date

from chibo_desktop.cli.output import Answer
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import preparation
from chibo_desktop.services.rules import pack_for
from chibo_desktop.services.session import Session


def show_draft(session: Session, kind: MeetingKind, day: date) -> Answer:
    """Return the draft with the reason of each line and its time against the least of the rules."""
    lines = preparation.draft(session, kind, day)
    pack = pack_for(session, day)
    total = sum(line.minutes for line in lines)
    least = pack.minimum_length(kind)
    answer = Answer({
        "kind": kind.value, "date": day.isoformat(), "pack": pack.id, "minutes": total, "minimum_minutes": least,
        "lines": [
            {
                "key": line.key, "part": line.part.value, "title": line.title, "reason": line.reason,
                "minutes": line.minutes, "person": line.person, "papers": line.papers,
                "needs_vote": line.needs_vote, "usual": line.usual,
            }
            for line in lines
        ],
    })  # fmt: skip
    answer.say(f"Gợi ý chương trình {label(kind).lower()} ngày {short_date(day)}:")
    for number, line in enumerate(lines, start=1):
        by = f", Đ/c {line.person}" if line.person else ""
        answer.say(f"{number}. {line.title} ({line.minutes} phút{by})")
        answer.say(f"   {line.reason}")
    against = f"; tối thiểu {least} phút" if least is not None else ""
    answer.say(f"Tổng {total} phút{against}.")
    return answer
