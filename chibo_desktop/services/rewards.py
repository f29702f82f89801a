"""Proposing members for a reward and noting what came of it (đề nghị khen thưởng)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line, name_key
from chibo_desktop.domain.letterheads import commune_on
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.reward_facts import RewardCandidate
from chibo_desktop.domain.reward_facts import reward_candidates as ranked
from chibo_desktop.domain.reward_paper import RewardPaper, compose_reward_list
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.domain.statistics import YearFigures
from chibo_desktop.papers.rewards import render_reward_list
from chibo_desktop.services import statistics
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class RewardRow:
    """A reward with whose it is."""

    reward: Reward
    name: str


@dataclass(frozen=True, slots=True)
class YearRewards:
    """What the place of rewards shows of a year."""

    year: int
    candidates: tuple[RewardCandidate, ...]
    """in the order of reward_facts.ORDER; those already proposed too"""
    rewards: tuple[RewardRow, ...]
    """by given name"""
    figures: YearFigures
    """to show the records behind a fact"""
    members: tuple[Member, ...]
    """who may be chosen beside the candidates, by given name"""


def of_year(session: Session, year: int, *, book: int = OWN) -> YearRewards:
    """Return candidates and rewards of a year."""
    figures = statistics.of_year(session, year, book=book)
    known = {m.id: m for m in figures.records.members}
    rows = [RewardRow(r, _name(known, r.member_id)) for r in figures.records.rewards]
    here = set(figures.roll.total.ids)
    return YearRewards(
        year=year,
        candidates=ranked(figures),
        rewards=tuple(sorted(rows, key=lambda row: (name_key(row.name), row.reward.form, row.reward.id))),
        figures=figures,
        members=tuple(sorted((m for m in known.values() if m.id in here), key=lambda m: (name_key(m.name), m.id))),
    )


def reward_candidates(session: Session, year: int, *, book: int = OWN) -> tuple[RewardCandidate, ...]:
    """Return the members for whom the facts of a year speak, the order as reward_facts.ORDER tells."""
    return ranked(statistics.of_year(session, year, book=book))


def find_reward(session: Session, reward_id: bytes) -> Reward | None:
    """Return a proposal by its id, None if it was taken back."""
    return session.book.get(Reward, reward_id)


def new_reward(session: Session, year: int, member_id: bytes, reason: str = "") -> Reward:
    """Return a proposal of today for the usual form, "Giấy khen của Đảng ủy xã Nậm Khao"; not saved."""
    commune = commune_on(session.cell(), session.clock.today()) or "xã"
    return Reward(
        id=session.new_id(), year=year, member_id=member_id, form=f"Giấy khen của Đảng ủy {commune}",
        reason=reason, proposed_on=session.clock.today(),
    )  # fmt: skip


def propose(session: Session, reward: Reward) -> Changed:
    """Save a new proposal; raises UserError if the same was made before or its form is missing."""
    form = clean_line(reward.form).casefold()
    for other in session.book.find(Reward, year=reward.year, member_id=reward.member_id):
        if other.form.casefold() == form:
            raise UserError(
                f"Đồng chí này đã được đề nghị {other.form} năm {reward.year}.",
                "Mở đề nghị đã có, hoặc ghi hình thức khác.",
            )
    return save_reward(session, reward, what=f"Đề nghị khen thưởng {_named(session, reward.member_id)}")


def save_reward(session: Session, reward: Reward, *, what: str = "") -> Changed:
    """Save a reward; raises UserError with what is to be mended."""
    form = clean_line(reward.form)
    if not form:
        raise UserError("Chưa ghi hình thức khen thưởng.", "Hãy ghi, ví dụ: Giấy khen của Đảng ủy xã.")
    if reward.proposed_on and reward.decided_on and reward.decided_on < reward.proposed_on:
        raise UserError(
            f"Ngày quyết định ({reward.decided_on:%d/%m/%Y}) đứng trước ngày đề nghị "
            f"({reward.proposed_on:%d/%m/%Y}).",
            "Hãy sửa lại một trong hai ngày.",
        )
    tidy = msgspec.structs.replace(reward, form=form, reason=clean(reward.reason), paper=clean_line(reward.paper))
    try:
        tidy = msgspec.convert(msgspec.to_builtins(tidy), type=Reward)
    except msgspec.ValidationError as error:
        raise UserError("Đề nghị khen thưởng viết dài quá.", "Hãy viết ngắn lại rồi lưu.") from error
    return session.save(tidy, what=what or f"Sửa đề nghị khen thưởng {_named(session, reward.member_id)}")


def delete_reward(session: Session, reward: Reward) -> Changed:
    """Take a proposal back, as if it had not been made."""
    return session.save(delete=[reward], what=f"Bỏ đề nghị khen thưởng {_named(session, reward.member_id)}")


def _name(known: dict[bytes, Member], member_id: bytes) -> str:
    return known[member_id].name if member_id in known else "Không rõ tên"


def _named(session: Session, member_id: bytes) -> str:
    member = session.book.get(Member, member_id)
    return member.name if member else ""


def reward_paper(session: Session, year: int, *, book: int = OWN) -> RewardPaper:
    """Return the list of those proposed in a year; raises UserError where there are none."""
    found = [r for r in session.book.find(Reward, book=book, year=year) if r.state is not RewardState.DECLINED]
    if not found:
        raise UserError(
            f"Năm {year} chưa đề nghị khen thưởng đồng chí nào.", "Chọn một đồng chí rồi bấm Đề nghị khen thưởng."
        )
    return compose_reward_list(
        cell=session.cell(book), members=session.book.find(Member, book=book), rewards=found, year=year,
        day=session.clock.today(),
    )  # fmt: skip


def save_reward_list(session: Session, year: int, target: Path, *, book: int = OWN) -> Path:
    """Write the list where the person says; returns the file. Raises UserError."""
    return save_paper(render_reward_list(reward_paper(session, year, book=book)), target)


def suggested_name(year: int) -> str:
    """Return a file name for the list of a year."""
    return f"danh-sach-de-nghi-khen-thuong-{year}.pdf"
