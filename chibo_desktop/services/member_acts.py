"""Admission, recognition and transfer as guided acts (kết nạp, công nhận chính thức, chuyển sinh hoạt)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line, name_key
from chibo_desktop.domain.absences import calls_all, held
from chibo_desktop.domain.act_effects import admitted, arrived, moved, recognised, transferred
from chibo_desktop.domain.act_steps import (
    MATTERS,
    STEPS,
    ActFinding,
    Step,
    act_findings,
    awaits_recognition,
    closed,
    day_of,
    next_step,
    recognition_due,
    vote_lost,
    vote_words,
    waiting_since,
)
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.domain.members import Member, Standing
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.votes import Law, Matter, Vote
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import members
from chibo_desktop.services.meeting_view import load as load_meeting
from chibo_desktop.services.meetings import new_vote
from chibo_desktop.services.rules import pack_for
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN


class LostVoteError(UserError):
    """The cell voted, too few agreed, and somebody goes on with the act: it is done once confirmed."""


@dataclass(frozen=True, slots=True)
class ActView:
    """An act with all that is shown of it; of a vote held meanwhile it bears the numbers."""

    act: MemberAct
    name: str
    member: Member | None
    meeting: Meeting | None
    vote: Vote | None
    step: Step | None
    """the next one; None when it is done or given up"""
    waiting: date
    findings: tuple[ActFinding, ...]
    needed: str
    """ "cần ít nhất 12/18 ..." """

    @property
    def closed(self) -> bool:
        """Whether nothing more is to come."""
        return closed(self.act)


@dataclass(frozen=True, slots=True)
class VoteChoice:
    """A vote that an act can be tied to."""

    vote: Vote
    meeting: Meeting

    @property
    def words(self) -> str:
        """The vote as a list offers it."""
        return f"{short_date(self.meeting.date)}: {self.vote.title}"


@dataclass(frozen=True, slots=True)
class Probation:
    """A probationary member and when recognition comes due."""

    member: Member
    due: date | None
    act_id: bytes | None
    """the recognition that has been begun"""


# -- reading --------------------------------------------------------------------------------------


def list_acts(session: Session, *, book: int = OWN) -> list[ActView]:
    """Return all acts: open ones first, that which waits longest at the front, then the newest done."""
    acts = session.book.find(MemberAct, book=book)
    by_id = {m.id: m for m in session.book.find(Member, book=book)}
    meetings = _of(session.book.find(Meeting, book=book, id={a.meeting_id for a in acts if a.meeting_id}))
    votes = {v.id: v for v in session.book.find(Vote, book=book, id={a.vote_id for a in acts if a.vote_id})}
    today = session.clock.today()
    laws = pack_for(session, today, book=book).votes
    views = [_view(act, by_id, meetings, votes, laws, today) for act in acts]
    views.sort(key=lambda v: (v.closed, _order(v), name_key(v.name), v.act.id))
    return views


def load_act(session: Session, act_id: bytes, *, book: int = OWN) -> ActView:
    """Return one act; raises UserError when it is gone."""
    view = next((v for v in list_acts(session, book=book) if v.act.id == act_id), None)
    if view is None:
        raise UserError("Thủ tục này không còn trong sổ.", "Hãy quay lại danh sách thủ tục.")
    return view


def _of(meetings: list[Meeting]) -> dict[bytes, Meeting]:
    return {meeting.id: meeting for meeting in meetings}


def _order(view: ActView) -> int:
    if view.closed:
        return -(view.act.done_on or view.act.given_up_on or view.waiting).toordinal()
    return view.waiting.toordinal()


def _view(
    act: MemberAct,
    by_id: Mapping[bytes, Member],
    meetings: Mapping[bytes, Meeting],
    votes: Mapping[bytes, Vote],
    laws: Mapping[Matter, Law],
    today: date,
) -> ActView:
    member = by_id.get(act.member_id or b"")
    meeting = meetings.get(act.meeting_id or b"")
    vote = votes.get(act.vote_id or b"")
    act = _with_result(act, vote, meeting)
    base = act.base or (vote.base if vote else 0)
    return ActView(
        act=act,
        name=member.name if member else act.name,
        member=member,
        meeting=meeting,
        vote=vote,
        step=next_step(act),
        waiting=waiting_since(act),
        findings=act_findings(act, today, member=member, laws=laws),
        needed=vote_words(act.kind, base, laws),
    )


def _with_result(act: MemberAct, vote: Vote | None, meeting: Meeting | None) -> MemberAct:
    """Return the act with the numbers of its vote, once that was held; the minutes say what was counted."""
    if vote is None or meeting is None or not held(meeting) or vote.agree + vote.disagree + vote.other == 0:
        return act
    return replace(act, voted_on=meeting.date, base=vote.base, agree=vote.agree)


def probations(session: Session, *, book: int = OWN, people: Iterable[Member] | None = None) -> list[Probation]:
    """Return who is on probation, those first who are due first (Điều lệ Đảng 5.1).

    `people` are the book's members where they are at hand.
    """
    today = session.clock.today()
    begun = {
        act.member_id: act.id
        for act in session.book.find(MemberAct, book=book, kind=ActKind.RECOGNITION.value)
        if not closed(act)
    }
    found = [
        Probation(m, recognition_due(m, today), begun.get(m.id))
        for m in (members.all_members(session, book=book) if people is None else people)
        if awaits_recognition(m, today)
    ]
    return sorted(found, key=lambda p: p.due or date.max)


# -- beginning and ending -------------------------------------------------------------------------


def begin(
    session: Session,
    kind: ActKind,
    *,
    member_id: bytes | None = None,
    name: str = "",
    other_place: str = "",
) -> bytes:
    """Begin an act today and return its id; raises UserError without a person or if it is begun already."""
    member = _member(session, member_id)
    name = clean_line(name)
    if kind in {ActKind.RECOGNITION, ActKind.TRANSFER_OUT}:
        if member is None:
            raise UserError("Chưa chọn đồng chí nào.", "Hãy chọn một đồng chí trong danh sách.")
        for act in session.book.find(MemberAct, member_id=member.id, kind=kind.value):
            if not closed(act):
                raise UserError(
                    f"Đồng chí {member.name} đã có thủ tục này đang làm.", "Hãy mở thủ tục đó và làm tiếp."
                )
        name = member.name
    elif not name:
        raise UserError("Chưa có họ và tên.", "Hãy ghi họ và tên rồi bấm lại.")
    act = MemberAct(
        id=session.new_id(), kind=kind, member_id=member.id if member else None, name=name[:200],
        begun_on=session.clock.today(), other_place=clean_line(other_place),
    )  # fmt: skip
    session.save(act, what=f"Bắt đầu: {label(kind)}")
    return act.id


def give_up(session: Session, act: MemberAct) -> Changed:
    """Note that nothing will come of an act; raises UserError when it is done."""
    _refuse_done(act)
    return session.save(replace(act, given_up_on=session.clock.today()), what=f"Thôi: {label(act.kind)}")


def take_up_again(session: Session, act: MemberAct) -> Changed:
    """Go on with an act that was given up."""
    return session.save(replace(act, given_up_on=None), what=f"Làm tiếp: {label(act.kind)}")


def delete_act(session: Session, act: MemberAct) -> Changed:
    """Delete an act begun by mistake; raises UserError when it is done."""
    _refuse_done(act)
    return session.save(delete=[act], what=f"Xóa thủ tục {label(act.kind).lower()}")


def _refuse_done(act: MemberAct) -> None:
    if act.done_on is not None:
        raise UserError(
            "Thủ tục này đã làm xong, danh sách đảng viên đã đổi theo.",
            "Nếu vừa ghi nhầm thì bấm Hoàn tác; nếu sai ngày thì sửa ngày ở bước cuối.",
        )


# -- the vote -------------------------------------------------------------------------------------


def votes_for(session: Session, act: MemberAct) -> list[VoteChoice]:
    """Return the votes on such a matter that no other act is tied to, the newest first."""
    matter = MATTERS.get(act.kind)
    if matter is None:
        return []
    taken = {a.vote_id for a in session.book.find(MemberAct) if a.id != act.id}
    found = [v for v in session.book.find(Vote, matter=matter.value) if v.id not in taken]
    meetings = _of(session.book.find(Meeting, id={v.meeting_id for v in found}))
    choices = [VoteChoice(v, meetings[v.meeting_id]) for v in found if v.meeting_id in meetings]
    return sorted(choices, key=lambda c: (c.meeting.date, c.vote.position), reverse=True)


def next_open_meeting(session: Session) -> Meeting | None:
    """Return the next meeting of the whole cell from today on whose minutes are open."""
    today = session.clock.today()
    coming = [m for m in session.book.find(Meeting) if m.date >= today and not m.closed and calls_all(m)]
    return min(coming, key=lambda m: (m.date, m.id), default=None)


def plan_vote(session: Session, act: MemberAct) -> Changed:
    """Put the vote among those of the next open meeting and tie the act to it, as one act.

    Nobody has agreed yet: the numbers come from the meeting. Raises UserError without such a meeting.
    """
    meeting = next_open_meeting(session)
    matter = MATTERS.get(act.kind)
    if meeting is None or matter is None:
        raise UserError(
            "Chưa có cuộc họp nào sắp tới để đưa việc này vào.", "Hãy lập cuộc họp ở mục Cuộc họp rồi quay lại."
        )
    name = act.name
    titles = {
        Matter.ADMISSION: f"Đề nghị kết nạp {name} vào Đảng",
        Matter.RECOGNITION: f"Đề nghị công nhận đồng chí {name} là đảng viên chính thức",
    }
    vote = replace(new_vote(load_meeting(session, meeting.id), session, matter, titles[matter][:300]), agree=0)
    tied = replace(act, meeting_id=meeting.id, vote_id=vote.id, voted_on=None, base=0, agree=0)
    return session.save(vote, tied, what=f"Đưa vào {meeting_title(meeting)}"[:100])


def take_vote(session: Session, act: MemberAct, choice: VoteChoice | None) -> Changed:
    """Tie an act to a vote of a meeting, its numbers included once it was held; None unties it."""
    if choice is None:
        tied = replace(act, meeting_id=None, vote_id=None, voted_on=None, base=0, agree=0)
    else:
        loose = replace(act, meeting_id=choice.meeting.id, vote_id=choice.vote.id, voted_on=None, base=0, agree=0)
        tied = _with_result(loose, choice.vote, choice.meeting)
    return session.save(tied, what="Chọn lần biểu quyết")


# -- steps ----------------------------------------------------------------------------------------


def save_act(
    session: Session,
    act: MemberAct,
    *,
    standing: Standing = Standing.FULL,
    joined: str = "",
    confirmed: bool = False,
) -> Changed:
    """Save the steps of an act; its last one changes the members in the same transaction.

    The day of the ceremony makes a probationary member, that of recognition a full one, that of leaving
    or arriving writes the period with its paper; another day moves what was written. `standing` and
    `joined` are of who arrives. Raises LostVoteError where a step follows a lost vote and nobody has
    confirmed it, UserError for what is missing.
    """
    before = session.book.get(MemberAct, act.id)
    if before is None:
        raise UserError("Thủ tục này không còn trong sổ.", "Hãy quay lại danh sách thủ tục.")
    tidy = replace(
        act, name=clean_line(act.name), paper=clean_line(act.paper), other_place=clean_line(act.other_place),
        note=clean(act.note),
    )  # fmt: skip
    if tidy.agree > tidy.base and tidy.vote_id is None and tidy.base:
        raise UserError("Số tán thành nhiều hơn số đảng viên chính thức.", "Hãy sửa lại một trong hai số.")
    _ask_if_lost(session, before, tidy, confirmed=confirmed)
    what = label(tidy.kind)
    if before.done_on is not None:
        if tidy.done_on is None:
            raise UserError(
                "Bước này đã ghi vào danh sách đảng viên.", "Hãy sửa thành ngày đúng, hoặc bấm Hoàn tác."
            )
        member = _member(session, tidy.member_id)
        changed = [] if member is None else [moved(member, before, tidy)]
        return session.save(tidy, *changed, what=f"Sửa: {what}")
    if tidy.done_on is None:
        return session.save(tidy, what=f"Ghi bước {what.lower()}")
    member = _finished(session, tidy, standing, joined)
    return session.save(replace(tidy, member_id=member.id), member, what=f"{what}: {member.name}"[:100])


def _ask_if_lost(session: Session, before: MemberAct, after: MemberAct, *, confirmed: bool) -> None:
    steps = [step for step in STEPS[after.kind] if step is not Step.VOTED]
    began = any(day_of(after, s) for s in steps) and not any(day_of(before, s) for s in steps)
    laws = pack_for(session, after.voted_on or session.clock.today()).votes
    if began and not confirmed and vote_lost(after, laws):
        words = vote_words(after.kind, after.base, laws)
        raise LostVoteError(
            f"Chi bộ mới có {after.agree}/{after.base} tán thành, {words}.",
            "Hãy xem lại kết quả biểu quyết; nếu số này đúng là đủ theo hướng dẫn của cấp trên thì vẫn ghi tiếp.",
        )


def _finished(session: Session, act: MemberAct, standing: Standing, joined: str) -> Member:
    """Return the member as the last step makes them."""
    day = act.done_on
    assert day is not None
    if act.kind in {ActKind.ADMISSION, ActKind.TRANSFER_IN}:
        if not act.name:
            raise UserError("Chưa có họ và tên.", "Hãy ghi họ và tên rồi bấm lại.")
        if act.kind is ActKind.ADMISSION:
            made = admitted(act, session.new_id(), day)
        else:
            made = arrived(act, session.new_id(), day, standing=standing, joined=joined)
        return members.validated(made)
    member = _member(session, act.member_id)
    if member is None:
        raise UserError("Đồng chí này không còn trong danh sách.", "Bấm Hoàn tác nếu vừa xóa nhầm, rồi ghi lại.")
    return members.validated(
        recognised(member, day) if act.kind is ActKind.RECOGNITION else transferred(member, act, day)
    )


def _member(session: Session, member_id: bytes | None) -> Member | None:
    return session.book.get(Member, member_id) if member_id is not None else None
