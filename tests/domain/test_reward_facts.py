"""Who is proposed for a reward: facts in words with their records, an order that can be told, no score."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.cell import Cell, CellName
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, Speech
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import LaterChange, Review, ReviewForm, ReviewRound
from chibo_desktop.domain.reward_facts import RewardCandidate, last_ratings, reward_candidates
from chibo_desktop.domain.reward_paper import compose_reward_list, reward_list_text
from chibo_desktop.domain.rewards import Reward
from chibo_desktop.domain.statistics import YearRecords, figures

TODAY = date(2026, 11, 3)
PRESENT, UNEXCUSED = AttendanceState.PRESENT, AttendanceState.ABSENT_UNEXCUSED


def ident(*numbers: int) -> bytes:
    return b"".join(n.to_bytes(4, "big") for n in numbers).ljust(16, b"\0")


def a_member(number: int, **fields: object) -> Member:
    since = StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL)
    return Member(id=ident(3, number), name=f"Lò Văn {number}", standings=(since,), **fields)  # type: ignore[arg-type]


def mention(number: int, member: int, kind: MentionKind, text: str = "") -> Mention:
    return Mention(
        id=ident(7, number),
        meeting_id=ident(1, 1),
        position=number,
        kind=kind,
        member_id=ident(3, member),
        text=text,
    )


def duty(number: int, member: int, state: DutyState, due: date = date(2026, 5, 1)) -> Duty:
    return Duty(id=ident(5, number), text="Việc", owner_id=ident(3, member), state=state, due=due)


def candidates(**records: object) -> tuple[RewardCandidate, ...]:
    meetings = [Meeting(id=ident(1, n), date=date(2026, n, 3), roll_called=True) for n in (1, 2)]
    seen = YearRecords(year=2026, today=TODAY, meetings=meetings, **records)  # type: ignore[arg-type]
    return reward_candidates(figures(seen, lambda _, __: None))


def rows(member: int, *states: AttendanceState) -> list[Attendance]:
    return [
        Attendance(
            id=ident(2, n, member), meeting_id=ident(1, n), member_id=ident(3, member), state=state,
            name=f"Lò Văn {member}", standing=Standing.FULL, status=Status.ACTIVE,
        )
        for n, state in enumerate(states, start=1)
    ]  # fmt: skip


def test_facts_are_words_with_the_records_behind_them() -> None:
    praised = mention(1, 1, MentionKind.COMMENDATION, "Hiến đất làm đường.")
    late = duty(3, 1, DutyState.DONE_LATE)
    (found,) = candidates(
        members=[a_member(1)],
        rows=rows(1, PRESENT, UNEXCUSED),
        mentions=[praised],
        duties=[duty(1, 1, DutyState.DONE_BEYOND), duty(2, 1, DutyState.NOT_STARTED), late],
        speeches=[
            Speech(id=ident(4), meeting_id=ident(1, 1), position=1, member_id=ident(3, 1), speaker="", text="a")
        ],
    )
    assert [fact.words for fact in found.speaks_for] == [
        "được biểu dương 1 lần (Hiến đất làm đường)",
        "hoàn thành đúng hạn 1/3 nhiệm vụ đến hạn, trong đó 1 việc vượt mức",
        "phát biểu 1 ý kiến",
        "không bị nhắc nhở",
    ]
    assert [fact.words for fact in found.speaks_against] == [
        "vắng không lý do 1 buổi", "còn 1 nhiệm vụ quá hạn", "1 nhiệm vụ xong muộn hoặc không xong",
    ]  # fmt: skip
    assert {praised.id, late.id} <= set(found.counted.ids)
    assert found.reason.startswith("Được biểu dương 1 lần (Hiến đất làm đường); hoàn thành đúng hạn 1/3")
    assert "nhắc nhở" not in found.reason


def test_a_long_cause_is_cut_at_a_word() -> None:
    praise = [mention(1, 1, MentionKind.COMMENDATION, "vận động bà con " * 30)]
    (found,) = candidates(members=[a_member(1)], mentions=praise)
    words = found.speaks_for[0].words
    assert words.startswith("được biểu dương 1 lần (vận động bà con vận")
    assert words.endswith(" …)")
    assert len(words) < 200


def test_coming_and_not_being_reminded_alone_is_no_ground() -> None:
    assert candidates(members=[a_member(1)], rows=rows(1, PRESENT, PRESENT)) == ()


@pytest.mark.parametrize(("states", "told"), [((PRESENT, PRESENT), True), ((PRESENT, UNEXCUSED), False)])
def test_attendance_speaks_from_ninety_per_cent(states: tuple[AttendanceState, ...], *, told: bool) -> None:
    praise = [mention(1, 1, MentionKind.COMMENDATION)]
    (found,) = candidates(members=[a_member(1)], rows=rows(1, *states), mentions=praise)
    assert any(fact.words.startswith("dự họp") for fact in found.speaks_for) is told


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.TEMPORARY_IN, Status.TRANSFERRED, Status.ENDED])
def test_who_is_suspended_gone_or_of_another_cell_is_not_proposed(status: Status) -> None:
    period = StatusPeriod(since=date(2026, 1, 1), status=status)
    praise = [mention(1, 1, MentionKind.COMMENDATION)]
    assert candidates(members=[a_member(1, periods=(period,))], mentions=praise) == ()


def test_the_order_follows_the_facts_as_it_is_told() -> None:
    praise = [mention(n, n, MentionKind.COMMENDATION) for n in (1, 2, 3)]
    found = candidates(
        members=[a_member(n) for n in range(1, 6)],
        mentions=[*praise, mention(4, 3, MentionKind.COMMENDATION), mention(5, 1, MentionKind.REMINDER)],
        duties=[
            duty(1, 2, DutyState.DONE_ON_TIME),
            duty(2, 4, DutyState.DONE_BEYOND),
            duty(3, 5, DutyState.DONE_ON_TIME),
        ],
    )
    assert [c.name[-1] for c in found] == ["3", "2", "4", "5", "1"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(MentionKind)), max_size=8), st.integers(1, 4))
def test_a_further_commendation_never_moves_anyone_back(said: list[tuple[int, MentionKind]], member: int) -> None:
    people = [a_member(n) for n in range(1, 5)]
    base = [duty(n, n, DutyState.DONE_ON_TIME) for n in range(1, 5)]
    mentions = [mention(n, who, kind) for n, (who, kind) in enumerate(said)]
    more = [*mentions, mention(99, member, MentionKind.COMMENDATION)]
    before = [c.member_id for c in candidates(members=people, duties=base, mentions=mentions)]
    after = [c.member_id for c in candidates(members=people, duties=base, mentions=more)]
    assert sorted(before) == sorted(after)
    assert after.index(ident(3, member)) <= before.index(ident(3, member))


def test_the_last_rating_is_that_of_the_newest_year_as_it_counts_today() -> None:
    rounds = [ReviewRound(id=ident(8, year), year=year) for year in (2024, 2025)]
    reviews = [
        Review(
            id=ident(9, year), round_id=ident(8, year), member_id=ident(3, 1), form=ReviewForm.VILLAGER,
            cell_rating=YearRating.GOOD,
        )
        for year in (2025, 2024)
    ]  # fmt: skip
    found = last_ratings({r.id: r.year for r in rounds}, reviews)[ident(3, 1)]
    assert (found.year, found.rating, found.review_id) == (2025, YearRating.GOOD, ident(9, 2025))
    change = LaterChange(rating=YearRating.FAILED, date=date(2026, 2, 1))
    changed = Review(
        id=ident(9, 2025), round_id=ident(8, 2025), member_id=ident(3, 1), form=ReviewForm.VILLAGER,
        cell_rating=YearRating.GOOD, change=change,
    )  # fmt: skip
    (one,) = candidates(
        members=[a_member(1)], mentions=[mention(1, 1, MentionKind.COMMENDATION)], rounds=rounds, reviews=[changed]
    )
    assert [fact.words for fact in one.speaks_against] == ["năm 2025 xếp loại không hoàn thành nhiệm vụ"]


def test_the_list_names_everyone_once_by_given_name_and_who_signs() -> None:
    cell = Cell(
        id=ident(6), names=(CellName(since=date(2025, 7, 1), name="Chi bộ bản Huổi Lóng", commune="xã Nậm Khao"),)
    )
    people = [a_member(2), a_member(1, roles=(RoleTerm(since=date(2025, 1, 1), role=Role.SECRETARY),))]
    rewards = [
        Reward(id=ident(10, n), year=2026, member_id=ident(3, n), form="Giấy khen", reason="Gương mẫu\nTận tụy")
        for n in (2, 1)
    ]
    words = reward_list_text(compose_reward_list(cell=cell, members=people, rewards=rewards, year=2026, day=TODAY))
    assert "Đề nghị khen thưởng năm 2026" in words
    assert "1 | Lò Văn 1 | Bí thư | Giấy khen | Gương mẫu; Tận tụy.\n2 | Lò Văn 2 | Đảng viên" in words
    assert words.endswith("T/M CHI BỘ\nBÍ THƯ\nLò Văn 1\n")
    empty = reward_list_text(compose_reward_list(cell=cell, members=[], rewards=rewards[:1], year=2026, day=TODAY))
    assert "1 | .................... | Đảng viên" in empty
