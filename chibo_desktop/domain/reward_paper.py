"""The list of those proposed for a reward, as a paper (danh sách đề nghị khen thưởng)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.letterheads import commune_on, letterhead_on
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.paper import Body, Grid, Letterhead, Paragraph, Signature
from chibo_desktop.domain.resolution_paper import block_lines
from chibo_desktop.domain.rewards import Reward
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, comrades, lines_of, sentence

COLUMNS = ("TT", "Họ và tên", "Chức vụ", "Hình thức đề nghị", "Thành tích")
RECIPIENTS = ("Đảng ủy {commune} (để đề nghị),", "Lưu Chi bộ.")
ON_BEHALF = "T/M CHI BỘ"


@dataclass(frozen=True, slots=True)
class RewardPaper:
    """The paper as words, in reading order."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Body, ...]
    closing: str
    recipients: tuple[str, ...]
    on_behalf: str
    signature: Signature


def compose_reward_list(
    *, cell: Cell, members: Sequence[Member], rewards: Sequence[Reward], year: int, day: date
) -> RewardPaper:
    """Return the list of a year by given name; what is missing becomes dots."""
    known = {m.id: m for m in members}
    ordered = sorted(rewards, key=lambda r: (name_key(_name(known, r.member_id)), r.form, r.id))
    rows = tuple(
        (
            str(number), _name(known, reward.member_id), _post(known.get(reward.member_id), day),
            reward.form or DOTS, sentence("; ".join(lines_of(reward.reason))) or DOTS,
        )
        for number, reward in enumerate(ordered, start=1)
    )  # fmt: skip
    secretary = next((m.name for m in members if m.role_on(day) is Role.SECRETARY), DOTS)
    commune = commune_on(cell, day) or DOTS
    people = len({reward.member_id for reward in rewards})
    name = cell.name_on(day).name
    return RewardPaper(
        head=letterhead_on(cell, "", day),
        title="DANH SÁCH",
        subtitle=f"Đề nghị khen thưởng năm {year}",
        blocks=(
            Paragraph(f"{name} đề nghị Đảng ủy {commune} xét khen thưởng {comrades(people)} có tên sau đây:"),
            Grid(COLUMNS, rows, (0.06, 0.2, 0.14, 0.22, 0.38), centred=frozenset({0})),
        ),
        closing=f"Danh sách này có {comrades(people)}.",
        recipients=tuple(line.format(commune=commune) for line in RECIPIENTS),
        on_behalf=ON_BEHALF,
        signature=Signature("BÍ THƯ", secretary),
    )


def _name(known: Mapping[bytes, Member], member_id: bytes) -> str:
    return known[member_id].name if member_id in known else DOTS


def _post(member: Member | None, day: date) -> str:
    role = member.role_on(day) if member else None
    return label(role) or "Đảng viên"


def reward_list_text(paper: RewardPaper) -> str:
    """Return the list as plain text, to be compared."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, head.place, "", paper.title, paper.subtitle, ""]
    for block in paper.blocks:
        lines += block_lines(block)
    lines += [paper.closing, "", *(f"- {line}" for line in paper.recipients)]
    lines += ["", paper.on_behalf, paper.signature.caption, paper.signature.name]
    return "\n".join(lines) + "\n"
