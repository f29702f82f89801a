"""What is to be done about members: recognition, acts that wait, badges, periods that end (việc đảng viên)."""

from __future__ import annotations

from datetime import date, timedelta

from chibo_desktop.domain.act_steps import Step
from chibo_desktop.domain.members import Member, Status
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.anniversaries import anniversaries
from chibo_desktop.services.member_acts import list_acts, probations
from chibo_desktop.services.members import all_members
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

RECOGNITION_DAYS = 60
WAITING_DAYS = 30
BADGE_DAYS = 60
RETURN_DAYS = 30
_RETURNING = frozenset({
    Status.TEMPORARILY_EXEMPT, Status.TEMPORARY_OUT, Status.TEMPORARY_IN, Status.SUSPENDED, Status.EXEMPT,
    Status.REDUCED,
})  # fmt: skip
_NEXT = {
    Step.VOTED: "chi bộ biểu quyết",
    Step.SENT: "gửi hồ sơ lên xã",
    Step.DECIDED: "ghi quyết định, giấy giới thiệu",
    Step.DONE: "ghi ngày thực hiện",
}


def members_todo(session: Session) -> list[Todo]:
    """Return what is to be done about members; each opens the place where it is done."""
    today = session.clock.today()
    people = all_members(session)
    return [
        *_recognitions(session, people, today),
        *_acts(session, today),
        *_badges(session, people, today),
        *_returns(people, today),
    ]


def _recognitions(session: Session, people: list[Member], today: date) -> list[Todo]:
    found = []
    for probation in probations(session, people=people):
        due, member = probation.due, probation.member
        if due is None or probation.act_id is not None or due > today + timedelta(days=RECOGNITION_DAYS):
            continue
        late = due < today
        found.append(
            Todo(
                key=f"recognition/{member.id.hex()}", level=Level.LATE if late else Level.DUE,
                title=f"Công nhận chính thức: {member.name}",
                why=f"{'Đã đủ' if late else 'Đủ'} 12 tháng dự bị ngày {short_date(due)}.",
                action="Làm thủ tục", place="members", target=("recognise", member.id), due=due,
                basis="Điều lệ Đảng 5.1",
            )
        )  # fmt: skip
    return found


def _acts(session: Session, today: date) -> list[Todo]:
    found = []
    for view in list_acts(session):
        days = (today - view.waiting).days
        if view.step is None or days <= WAITING_DAYS:
            continue
        found.append(
            Todo(
                key=f"act/{view.act.id.hex()}", level=Level.DUE, title=f"{label(view.act.kind)}: {view.name}",
                why=f"Chờ {days} ngày. Bước tiếp theo: {_NEXT[view.step]}.", action="Làm tiếp",
                place="members", target=("act", view.act.id), due=view.waiting + timedelta(days=WAITING_DAYS),
            )
        )  # fmt: skip
    return found


def _badges(session: Session, people: list[Member], today: date) -> list[Todo]:
    last = today + timedelta(days=BADGE_DAYS)
    coming: dict[date, list[str]] = {}
    for year in sorted({today.year, last.year}):
        for jubilee in anniversaries(session, year, people=people):
            award = jubilee.reached.award
            words = f"{jubilee.member.name}: {jubilee.reached.years} năm tuổi Đảng"
            if today <= award <= last and words not in coming.get(award, []):
                coming.setdefault(award, []).append(words)
    return [
        Todo(
            key=f"badges/{award.isoformat()}", level=Level.SOON,
            title=f"Đề nghị tặng Huy hiệu Đảng đợt {short_date(award)}", why="\n".join(names),
            action="Xem danh sách", place="members", target="anniversaries", due=award,
        )
        for award, names in sorted(coming.items())
    ]  # fmt: skip


def _returns(people: list[Member], today: date) -> list[Todo]:
    last = today + timedelta(days=RETURN_DAYS)
    found = []
    for member in people:
        for period in member.periods:
            if period.status not in _RETURNING or period.until is None or not today <= period.until <= last:
                continue
            if not member.belongs_on(today):
                continue
            found.append(
                Todo(
                    key=f"returns/{member.id.hex()}/{period.since.isoformat()}", level=Level.SOON,
                    title=f"{member.name} sắp hết thời gian: {label(period.status).lower()}",
                    why=f"Đến hết ngày {short_date(period.until)}. Gia hạn thì ghi ngày mới và giấy; "
                    f"không gia hạn thì từ hôm sau {_afterwards(period.status)}.",
                    action="Mở đồng chí này", place="members", target=("form", member.id), due=period.until,
                )
            )  # fmt: skip
    return found


def _afterwards(status: Status) -> str:
    if status is Status.TEMPORARY_IN:
        return "đồng chí không còn trong danh sách của chi bộ"
    return "đồng chí được tính dự họp như trước"
