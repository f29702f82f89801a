"""Who is proposed for a reward (đề nghị khen thưởng)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Id, Line, Note, Record, Year, kind


class RewardState(Enum):
    """What became of the proposal."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    DECLINED = "declined"


@kind("reward")
class Reward(Record, frozen=True, kw_only=True):
    """A member the cell proposes for a reward, with the facts that speak for it."""

    year: Year
    member_id: Id
    form: Line = ""
    """ "Giấy khen của Đảng ủy xã" """
    reason: Note = ""
    state: RewardState = RewardState.PROPOSED
    proposed_on: date | None = None
    meeting_id: Id | None = None
    decided_on: date | None = None
    paper: Line = ""
