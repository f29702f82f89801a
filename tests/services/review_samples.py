"""A cell with a year behind it, ready for its review."""

from __future__ import annotations

from datetime import date

import msgspec
from service_samples import add_members, filled_meeting

from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, Mending
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import AttendanceState
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.domain.targets import Target, TargetState
from chibo_desktop.services import meetings, sealed
from chibo_desktop.services.members import all_members
from chibo_desktop.services.session import Session

SECRETARY, ARDENT, ABSENT = "Lò Văn An", "Cà Thị Ân", "Đặng Đức Bình"
SECRET = "hay nể nang, ngại va chạm"


def ids(session: Session) -> dict[str, bytes]:
    return {m.name: m.id for m in all_members(session)}


def year_of_work(session: Session) -> bytes:
    """Fill a year: a meeting, duties of every kind, words said of members; returns the meeting."""
    add_members(session)
    meeting_id = filled_meeting(session)
    who = ids(session)
    states = (DutyState.DONE_BEYOND, DutyState.DONE_ON_TIME, DutyState.DONE_ON_TIME, DutyState.DONE_LATE)
    duties = [
        Duty(id=session.new_id(), text=f"Việc số {n}", owner_id=who[ARDENT], due=date(2026, 5, n), state=state,
             meeting_id=meeting_id, grade=YearRating.GOOD)
        for n, state in enumerate(states, start=1)
    ]  # fmt: skip
    duties += [
        Duty(id=session.new_id(), text="Việc bỏ dở", owner_id=who[ABSENT], due=date(2026, 10, 1),
             meeting_id=meeting_id),
        Duty(id=session.new_id(), text="Việc còn hạn", owner_id=who[ABSENT], due=date(2026, 12, 30),
             meeting_id=meeting_id),
    ]  # fmt: skip
    view = meetings.load(session, meeting_id)
    row = next(r for r in view.roll if r.member_id == who[ABSENT])
    session.save(
        *duties,
        msgspec.structs.replace(row, state=AttendanceState.ABSENT_UNEXCUSED),
        Mention(id=session.new_id(), meeting_id=meeting_id, position=1, kind=MentionKind.COMMENDATION,
                member_id=who[ARDENT], text="Vận động làm đường"),
        Mention(id=session.new_id(), meeting_id=meeting_id, position=2, kind=MentionKind.REMINDER,
                member_id=who[ABSENT], text="Ra đồng muộn"),
        Proposal(id=session.new_id(), by=ARDENT, member_id=who[ARDENT], text="Sửa mương",
                 received_on=date(2026, 4, 1), state=ProposalState.ANSWERED),
        Dues(id=session.new_id(), month="2026-01", member_id=who[ARDENT], paid=True),
        Dues(id=session.new_id(), month="2026-02", member_id=who[ARDENT]),
        Reward(id=session.new_id(), year=2026, member_id=who[ARDENT], form="Giấy khen", state=RewardState.GRANTED),
        Target(id=session.new_id(), text="Hộ nghèo", state=TargetState.NOT_MET, due=date(2026, 6, 30)),
        Target(id=session.new_id(), text="Đường bê tông", state=TargetState.EXCEEDED, due=date(2026, 6, 30)),
    )  # fmt: skip
    return meeting_id


def criticise(session: Session, member_id: bytes, words: str, mending: Mending) -> None:
    record = Criticism(id=session.new_id(), date=date(2026, 9, 3), form=CriticismForm.CRITICISM, mending=mending)
    text = CriticismText(to_id=member_id, content="Góp ý", fix=words)
    session.save(record, sealed.sealed_record(session, record.id, text))
