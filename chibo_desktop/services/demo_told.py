"""What the demonstration tells of a year's work (resources/demo/work.toml), and its reading (sổ mẫu)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.common.resources import resource
from chibo_desktop.domain.accounts import AccountRole
from chibo_desktop.domain.criticism import CriticismForm, Mending
from chibo_desktop.domain.duties import Recurrence
from chibo_desktop.domain.inspections import InspectionForm
from chibo_desktop.domain.member_acts import ActKind
from chibo_desktop.domain.mentions import MentionKind
from chibo_desktop.domain.proposals import ProposalState
from chibo_desktop.domain.records import Line, Note, Title
from chibo_desktop.domain.rewards import RewardState

Key = Annotated[str, Meta(pattern="^[a-z]{2,10}$")]
Day = Annotated[int, Meta(ge=1, le=28)]


class _Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the story; months are counted as in the story of the meetings."""


class ToldUser(_Told, frozen=True, kw_only=True):
    """Another user of the book."""

    member: Key
    role: AccountRole
    password: Line


class ToldPlan(_Told, frozen=True, kw_only=True):
    """A duty of the year's assignment."""

    owner: Key
    text: Note
    co_owners: tuple[Key, ...] = ()
    area: Line = ""
    households: int | None = None
    output: Line = ""
    recurrence: Recurrence = Recurrence.NONE
    every_month: bool = False


class ToldTarget(_Told, frozen=True, kw_only=True):
    """A target of the resolution of a month."""

    index: int
    text: Title
    unit: Line
    planned: float
    owner: Key
    due_days: int
    reached: float | None = None
    at_most: bool = False


class ToldProposal(_Told, frozen=True, kw_only=True):
    """A proposal made between two meetings."""

    index: int
    day: Day
    text: Note
    by: Line = ""
    member: Key | None = None
    state: ProposalState
    sent_to: Line = ""
    answer: Note = ""


class ToldInspection(_Told, frozen=True, kw_only=True):
    """An item of the year's programme."""

    form: InspectionForm
    text: Title
    owner: Key
    month: Annotated[int, Meta(ge=1, le=12)]
    members: tuple[Key, ...] = ()
    subject: Line = ""
    done: bool = False
    result: Note = ""


class ToldDocument(_Told, frozen=True, kw_only=True):
    """A document from above."""

    symbol: Line
    title: Title
    issuer: Line
    dated: date | None = None
    index: int | None = None
    day: Day = 1
    known_index: int | None = None


class ToldCriticism(_Told, frozen=True, kw_only=True):
    """A note of criticism or self-criticism."""

    form: CriticismForm
    index: int
    who: Key
    to: Key | None = None
    content: Note
    acceptance: Note
    fix: Note
    due_days: int
    mending: Mending
    follow: Note = ""


class ToldReward(_Told, frozen=True, kw_only=True):
    """Somebody proposed for a reward; the year counts from this one."""

    member: Key
    year: int
    reason: Note
    state: RewardState = RewardState.PROPOSED
    paper: Line = ""


class ToldAct(_Told, frozen=True, kw_only=True):
    """An admission or a recognition."""

    kind: ActKind
    index: int
    member: Key | None = None
    name: Line = ""
    base: int = 0
    agree: int = 0
    paper: Line = ""
    done_index: int | None = None


class ToldMention(_Told, frozen=True, kw_only=True):
    """A commendation or reminder said at the regular meeting of a month."""

    index: int
    kind: MentionKind
    member: Key
    text: Note


class ToldRatings(_Told, frozen=True, kw_only=True):
    """How last year's members were rated."""

    excellent: tuple[Key, ...]
    good: tuple[Key, ...]
    completed: tuple[Key, ...]


class ToldHandedIn(_Told, frozen=True, kw_only=True):
    """Who has handed in this year's review."""

    members: tuple[Key, ...]
    with_text: tuple[Key, ...]
    leaders: tuple[Key, ...]


class Work(_Told, frozen=True, kw_only=True):
    """Everything that is told of the work."""

    users: tuple[ToldUser, ...] = msgspec.field(name="user")
    plans: tuple[ToldPlan, ...] = msgspec.field(name="plan")
    targets: tuple[ToldTarget, ...] = msgspec.field(name="target")
    proposals: tuple[ToldProposal, ...] = msgspec.field(name="proposal")
    inspections: tuple[ToldInspection, ...] = msgspec.field(name="inspection")
    documents: tuple[ToldDocument, ...] = msgspec.field(name="document")
    criticism: tuple[ToldCriticism, ...]
    rewards: tuple[ToldReward, ...] = msgspec.field(name="reward")
    acts: tuple[ToldAct, ...] = msgspec.field(name="act")
    mentions: tuple[ToldMention, ...] = msgspec.field(name="mention")
    ratings: ToldRatings
    handed_in: ToldHandedIn


@cache
def load_work(path: Path | None = None) -> Work:
    """Read what ships with the program; raises msgspec.ValidationError naming the field."""
    path = path or resource("demo") / "work.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Work)
