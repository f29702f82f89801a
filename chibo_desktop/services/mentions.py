"""What is said of members at a meeting, and what is asked for (biểu dương, nhắc nhở, kiến nghị)."""

from __future__ import annotations

from chibo_desktop.domain.members import Member
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.session import Session


def new_mention(
    view: MeetingView, session: Session, member_id: bytes, kind: MentionKind, text: str = ""
) -> Mention:
    """Return a commendation or reminder of a member, placed last; not saved (meetings.save_parts does)."""
    return Mention(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.mentions), kind=kind,
        member_id=member_id, text=text,
    )  # fmt: skip


def new_proposal(
    view: MeetingView, session: Session, by: str, *, member: Member | None = None, text: str = ""
) -> Proposal:
    """Return a proposal of somebody, placed last; not saved (meetings.save_parts does)."""
    return Proposal(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.proposals),
        by=member.name if member else by, member_id=member.id if member else None, text=text,
    )  # fmt: skip


def _next(items: tuple[Mention, ...] | tuple[Proposal, ...]) -> int:
    return max((item.position for item in items), default=0) + 1
