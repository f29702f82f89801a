"""The lines of the rewards' list: a member, what the book says of the year, the proposal."""

from __future__ import annotations

from dataclasses import dataclass

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.reward_facts import RewardCandidate
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.services.rewards import YearRewards
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.tables import Tone

_TONES: dict[RewardState, Tone] = {
    RewardState.PROPOSED: "due", RewardState.GRANTED: "done", RewardState.DECLINED: "faint",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A member with the facts, and the proposal if there is one."""

    member_id: bytes
    name: str
    place: int
    candidate: RewardCandidate | None
    reward: Reward | None

    @property
    def id(self) -> bytes:
        """The identity of the proposal, of the member where there is none."""
        return self.reward.id if self.reward else self.member_id

    @property
    def speaks_for(self) -> str:
        """What the book says in favour, in one line."""
        facts = self.candidate.speaks_for if self.candidate else ()
        return "; ".join(fact.words for fact in facts) or "Sổ chưa ghi điều gì nổi bật"

    @property
    def speaks_against(self) -> str:
        """What the book says against it, in one line."""
        return "; ".join(fact.words for fact in self.candidate.speaks_against) if self.candidate else ""

    @property
    def warning(self) -> str:
        """How much speaks against it: "2 điều"."""
        return f"{len(self.candidate.speaks_against)} điều" if self.candidate and self.speaks_against else ""

    @property
    def warning_tone(self) -> Tone | None:
        """The tone of the warning."""
        return "due" if self.speaks_against else None

    @property
    def state_word(self) -> str:
        """What became of the proposal, in a word."""
        return label(self.reward.state) if self.reward else ""

    @property
    def state_tone(self) -> Tone | None:
        """The tone of that word."""
        return _TONES[self.reward.state] if self.reward else None

    @property
    def state(self) -> str:
        """What became of the proposal, and its form."""
        return f"{label(self.reward.state)}: {self.reward.form}" if self.reward else ""


def summary_of(shown: YearRewards) -> str:
    """Return how many are proposed and rewarded: "3 đề nghị, 1 đã được khen thưởng."."""
    if not shown.rewards:
        return "Chưa đề nghị ai."
    granted = sum(row.reward.state is RewardState.GRANTED for row in shown.rewards)
    return f"{len(shown.rewards)} đề nghị, {f'{granted} đã' if granted else 'chưa ai'} được khen thưởng."


def rows_of(shown: YearRewards) -> list[CandidateRow]:
    """Return a row for every proposal and for every other member of the cell: by facts, then by name."""
    candidates = {c.member_id: (place, c) for place, c in enumerate(shown.candidates)}
    last = len(candidates)
    names = {m.id: m.name for m in shown.members}
    rows = []
    for found in shown.rewards:
        place, candidate = candidates.get(found.reward.member_id, (last, None))
        rows.append(CandidateRow(found.reward.member_id, found.name, place, candidate, found.reward))
    proposed = {row.member_id for row in rows}
    for member_id, name in names.items():
        if member_id not in proposed:
            place, candidate = candidates.get(member_id, (last, None))
            rows.append(CandidateRow(member_id, name, place, candidate, None))
    return sorted(rows, key=lambda row: (row.place, name_key(row.name), row.id))
