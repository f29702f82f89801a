"""What the review asks for now, one card a matter (việc kiểm điểm cuối năm)."""

from __future__ import annotations

from datetime import date, timedelta

from chibo_desktop.domain.members import Member
from chibo_desktop.domain.review_rules import drafts_latest, end_of
from chibo_desktop.domain.reviews import ReviewRound
from chibo_desktop.domain.wording import capitalised, counted, short_date
from chibo_desktop.services.review_meeting import review_meetings
from chibo_desktop.services.review_overview import RoundOverview, overview_of
from chibo_desktop.services.review_packs import review_pack_on
from chibo_desktop.services.review_views import RoundView
from chibo_desktop.services.reviews import list_rounds, load_round
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

PLACE = "reviews"
_NAMED = 3
_AHEAD = 14
_RESULT_DAYS = 120
"""days after the year through which a result that was not told is asked after"""


def reviews_todo(session: Session) -> list[Todo]:
    """Return what is to be done for the reviews: from November the year's round, then its days and people."""
    if session.is_office or not session.book.count(Member):
        return []
    today = session.clock.today()
    rules = review_pack_on(session, today).deadlines
    rounds = list_rounds(session)
    found = []
    if today.month >= rules.from_month and not any(r.year == today.year and not r.quarter for r in rounds):
        end = end_of(today.year, 0, rules)
        found.append(
            Todo(
                key="review_open", level=Level.DUE if today.month == 12 else Level.SOON,
                title=f"Mở kỳ kiểm điểm, xếp loại năm {today.year}",
                why=f"Xong trước {short_date(end)}. Chọn mẫu, phát bản kiểm điểm, gửi trước "
                f"{counted(rules.drafts_working_days)} ngày làm việc.",
                basis=review_pack_on(session, today).basis_of("end"), due=end, action="Mở kỳ kiểm điểm",
                place=PLACE, target="new",
            )
        )  # fmt: skip
    for item in rounds:
        if _current(item, today):
            view = load_round(session, item.id)
            days = [m.date for m in review_meetings(session, item)]
            found += _of_round(view, overview_of(view), today, days)
    return found


def _current(item: ReviewRound, today: date) -> bool:
    return (today - date(item.year, 12, 31)).days <= _RESULT_DAYS


def _of_round(view: RoundView, seen: RoundOverview, today: date, meetings: list[date]) -> list[Todo]:
    found = []
    key = f"{view.round.year}-{view.round.quarter}"
    unformed = [row.name for row in view.rows if row.needs_form]
    if unformed and view.round.reported_on is None:
        found.append(
            Todo(
                key=f"review_form-{key}", level=Level.DUE, title=f"Chọn mẫu kiểm điểm: {', '.join(unformed)}",
                why="Bí thư viết theo mẫu 2A hay 2C là tùy hướng dẫn của đảng ủy xã.",
                basis=view.pack.basis_of("points"), action="Chọn mẫu", place=PLACE, target=view.round.id,
            )
        )  # fmt: skip
    if view.round.reported_on is not None or (seen.discussed and len(seen.discussed) == len(seen.reviewed)):
        return found + _results(view, seen, key)
    days = _day_card(view, seen, today, key, meetings)
    return [*found, *([days] if days else []), *_missing(view, seen, today, key)]


def _day_card(view: RoundView, seen: RoundOverview, today: date, key: str, meetings: list[date]) -> Todo | None:
    """Ask for drafts or for the day; while no meeting is planned the calendar asks for one."""
    held, given = view.round.held_on, view.round.drafts_out_on
    if held is not None and given is None:
        latest = drafts_latest(held, view.pack.deadlines)
        if today >= latest - timedelta(days=_AHEAD):
            return Todo(
                key=f"review_drafts-{key}", level=Level.LATE if today > latest else Level.DUE,
                title=f"Gửi bản kiểm điểm cho chi bộ đọc trước: {view.title.lower()}",
                why=f"Họp {short_date(held)}; gửi trước ít nhất {counted(view.pack.deadlines.drafts_working_days)} "
                "ngày làm việc.",
                basis=view.pack.basis_of("drafts"), due=latest, action="Ghi ngày gửi", place=PLACE,
                target=view.round.id,
            )  # fmt: skip
    if held is None and meetings:
        return Todo(
            key=f"review_day-{key}", level=Level.DUE, title=f"Ghi ngày hội nghị vào kỳ {view.title.lower()}",
            why=f"Sổ có cuộc họp kiểm điểm ngày {short_date(meetings[0])}. {seen.sentence}",
            basis=view.pack.basis_of("end"), due=meetings[0], action="Ghi ngày họp", place=PLACE,
            target=view.round.id,
        )  # fmt: skip
    asked = view.round.year == today.year and today.month >= view.pack.deadlines.from_month
    if held is None and (view.round.quarter or not asked):
        late = today > seen.ends
        return Todo(
            key=f"review_day-{key}", level=Level.LATE if late else Level.SOON,
            title=f"Định ngày hội nghị: {view.title.lower()}",
            why=f"{'Đã qua' if late else 'Xong trước'} {short_date(seen.ends)}. {seen.sentence}",
            basis=view.pack.basis_of("end"), due=seen.ends, action="Ghi ngày họp", place=PLACE,
            target=view.round.id,
        )  # fmt: skip
    return None


def _missing(view: RoundView, seen: RoundOverview, today: date, key: str) -> list[Todo]:
    by = view.round.hand_in_by or view.round.held_on
    if not seen.missing or by is None or by > today + timedelta(days=_AHEAD):
        return []
    names = [row.name for row in seen.missing]
    more = f" và {len(names) - _NAMED} đồng chí nữa" if len(names) > _NAMED else ""
    return [
        Todo(
            key=f"review_missing-{key}", level=Level.LATE if by < today else Level.DUE,
            title=f"{len(names)} đồng chí chưa nộp bản kiểm điểm",
            why=f"{', '.join(names[:_NAMED])}{more}.", basis=view.pack.basis_of("drafts"), due=by,
            action="Xem ai chưa nộp", place=PLACE, target=view.round.id,
        )
    ]  # fmt: skip


def _results(view: RoundView, seen: RoundOverview, key: str) -> list[Todo]:
    untold = [row.name for row in seen.decided if row not in seen.told]
    waiting = view.round.reported_on is None and len(seen.rated) < len(seen.reviewed)
    if waiting:
        left = len(seen.reviewed) - len(seen.rated)
        return [
            Todo(
                key=f"review_rate-{key}", level=Level.DUE, title=f"Ghi kết quả phiếu xếp loại: {left} đồng chí",
                why=f"{capitalised(view.title)}: đã kiểm điểm xong, chưa ghi đủ mức xếp loại của chi bộ.",
                basis=view.pack.basis_of("vote"), due=seen.ends, action="Ghi kiểm phiếu", place=PLACE,
                target=view.round.id,
            )
        ]  # fmt: skip
    if untold:
        more = f" và {len(untold) - _NAMED} đồng chí nữa" if len(untold) > _NAMED else ""
        return [
            Todo(
                key=f"review_tell-{key}", level=Level.SOON, title="Báo kết quả xếp loại cho đảng viên",
                why=f"{', '.join(untold[:_NAMED])}{more}.", basis=view.pack.basis_of("result"),
                action="Ghi ngày báo", place=PLACE, target=view.round.id,
            )
        ]  # fmt: skip
    return []
