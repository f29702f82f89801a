"""Proposing for a reward in a real book: from facts to a record, its result, the printed list, undo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader
from work_samples import working_book

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.services import rewards, statistics
from chibo_desktop.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A book with a year of work, to write in."""
    made = working_book(tmp_path / "so")
    yield made
    made.close()


def test_the_facts_rank_and_become_the_reason_of_a_proposal(session: Session) -> None:
    first, *others = rewards.reward_candidates(session, 2026)
    assert first.name == "Cà Thị Ân"
    assert "năm 2026 xếp loại hoàn thành xuất sắc nhiệm vụ" in [fact.words for fact in first.speaks_for]
    assert "Đặng Đức Bình" in [c.name for c in others]
    reward = rewards.new_reward(session, 2026, first.member_id, first.reason)
    assert reward.form == "Giấy khen của Đảng ủy xã Nậm Khao"
    rewards.propose(session, reward)
    seen = rewards.of_year(session, 2026)
    assert [(row.name, row.reward.state) for row in seen.rewards] == [("Cà Thị Ân", RewardState.PROPOSED)]
    assert statistics.behind(seen.figures, first.counted)
    assert session.undo_name == "Đề nghị khen thưởng Cà Thị Ân"
    session.undo()
    assert rewards.of_year(session, 2026).rewards == ()


def test_the_same_reward_is_not_proposed_twice_but_another_is(session: Session) -> None:
    member = rewards.reward_candidates(session, 2026)[0].member_id
    reward = rewards.new_reward(session, 2026, member)
    rewards.propose(session, reward)
    again = msgspec.structs.replace(reward, id=session.new_id(), form=f" {reward.form.upper()} ")
    with pytest.raises(UserError, match="đã được đề nghị"):
        rewards.propose(session, again)
    rewards.propose(session, msgspec.structs.replace(again, form="Bằng khen"))
    assert {r.form for r in session.book.find(Reward, member_id=member)} == {"Bằng khen", reward.form}


def test_what_cannot_be_is_refused_with_the_next_step(session: Session) -> None:
    member = rewards.reward_candidates(session, 2026)[0].member_id
    reward = rewards.new_reward(session, 2026, member)
    with pytest.raises(UserError, match="Chưa ghi hình thức"):
        rewards.save_reward(session, msgspec.structs.replace(reward, form="  "))
    with pytest.raises(UserError, match="đứng trước ngày đề nghị"):
        rewards.save_reward(session, msgspec.structs.replace(reward, decided_on=date(2026, 11, 2)))
    with pytest.raises(UserError, match="viết dài quá"):
        rewards.save_reward(session, msgspec.structs.replace(reward, reason="a" * 4_001))
    assert session.book.find(Reward) == []


def test_the_printed_list_leaves_out_the_declined_and_needs_someone(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="chưa đề nghị khen thưởng"):
        rewards.reward_paper(session, 2026)
    first, second, *_ = rewards.reward_candidates(session, 2026)
    for candidate in (first, second):
        rewards.propose(session, rewards.new_reward(session, 2026, candidate.member_id, candidate.reason))
    (declined,) = session.book.find(Reward, member_id=second.member_id)
    rewards.save_reward(session, msgspec.structs.replace(declined, state=RewardState.DECLINED))
    written = rewards.save_reward_list(session, 2026, tmp_path / rewards.suggested_name(2026))
    words = " ".join(PdfReader(BytesIO(written.read_bytes())).pages[0].extract_text().split())
    assert first.name in words
    assert second.name not in words
    assert "Danh sách này có 01 đồng chí." in words


def test_a_proposal_can_be_taken_back(session: Session) -> None:
    member = rewards.reward_candidates(session, 2026)[0].member_id
    reward = rewards.new_reward(session, 2026, member)
    rewards.propose(session, reward)
    rewards.delete_reward(session, reward)
    assert session.book.find(Reward) == []
