"""What the page of the acts asks of the book; every function here runs on the book's worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from chibo_desktop.domain.act_steps import MATTERS
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.member_acts import MemberAct
from chibo_desktop.domain.members import Standing
from chibo_desktop.services import member_acts, members
from chibo_desktop.services.member_acts import ActView, Probation, VoteChoice
from chibo_desktop.services.members import MemberRow
from chibo_desktop.services.session import Changed, Session

DRAFTS = "member_acts/"


@dataclass(frozen=True, slots=True)
class ActsRead:
    """Everything the page shows, read at one moment."""

    views: tuple[ActView, ...]
    probations: tuple[Probation, ...]
    votes: Mapping[bytes, list[VoteChoice]]
    rows: tuple[MemberRow, ...]
    open_meeting: Meeting | None
    undo_name: str | None
    drafts: Mapping[str, str] = field(default_factory=dict)


def read(session: Session) -> ActsRead:
    """Read acts, who is on probation, and what they can be tied to."""
    views = tuple(member_acts.list_acts(session))
    return ActsRead(
        views=views,
        probations=tuple(p for p in member_acts.probations(session) if p.act_id is None),
        votes={
            v.act.id: member_acts.votes_for(session, v.act) for v in views if v.act.kind in MATTERS and not v.closed
        },
        rows=tuple(members.list_members(session)),
        open_meeting=member_acts.next_open_meeting(session),
        undo_name=session.undo_name,
        drafts=session.drafts(DRAFTS),
    )


def delete(session: Session, act: MemberAct) -> Changed:
    """Delete an act and what was being typed about it."""
    changed = member_acts.delete_act(session, act)
    session.drop_drafts(*session.drafts(f"{DRAFTS}{act.id.hex()}/"))
    return changed


def change_field(
    session: Session,
    act_id: bytes,
    key: str,
    value: object,
    *,
    standing: Standing,
    joined: str,
    confirmed: bool,
) -> Changed:
    """Change one field of what the book holds now: another may have been left a moment ago; raises UserError."""
    act = replace(member_acts.load_act(session, act_id).act, **{key: value})
    changed = member_acts.save_act(session, act, standing=standing, joined=joined, confirmed=confirmed)
    session.drop_drafts(f"{DRAFTS}{act_id.hex()}/{key}")
    return changed
