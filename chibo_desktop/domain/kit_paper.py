"""The kit for an evening without power: roll sheet, speaking slips, blank minutes (bộ giấy phòng mất điện)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.attendance import is_expected, members_on
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import AgendaItem, Attendance, Guest, Meeting, MeetingKind, Stage
from chibo_desktop.domain.members import Member, Role, Standing
from chibo_desktop.domain.minutes import Minutes, compose_minutes, meeting_title
from chibo_desktop.domain.notice_paper import when
from chibo_desktop.domain.paper import Blank, Block, Grid
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.votes import Matter, Vote, VoteMethod
from chibo_desktop.domain.wording import DOTS, comrade, counted

FOOT = "Có điện lại: nhập vào sổ theo đúng thứ tự này: điểm danh, ý kiến, biểu quyết, kết luận, giờ kết thúc."
SLIPS_A_PAGE = 5
_FEWEST_SLIPS, _MOST_SLIPS = 10, 30
_COMMITTEE = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.COMMITTEE_MEMBER})
_LINES = {1: 3, 2: 4, 3: 8}
_LONG = "…" * 28
"""room for words by hand, in a sentence that loses the full stops at its end"""
_ROLL_COLUMNS = ("TT", "Họ và tên", "Có mặt", "Vắng có lý do", "Vắng không lý do", "Đến, về lúc", "Lý do vắng")
_ROLL_WIDTHS = (0.06, 0.29, 0.1, 0.11, 0.11, 0.11, 0.22)


@dataclass(frozen=True, slots=True)
class KitPaper:
    """The whole kit as words."""

    cell: str
    title: str
    """which meeting, for the head of every part"""
    roll: Grid
    apart: Grid | None
    """those who are not expected, to be ticked if they come"""
    guests: Grid
    counts: str
    slips: int
    topics: tuple[str, ...]
    """the agenda's items, numbered as a slip names them"""
    minutes: Minutes


def compose_kit(
    *,
    cell: Cell,
    meeting: Meeting,
    agenda: Sequence[AgendaItem],
    members: Sequence[Member],
    roll: Sequence[Attendance],
    guests: Sequence[Guest] = (),
) -> KitPaper:
    """Return the kit of a meeting; nothing recorded so far stands in it, it is filled in by hand.

    `roll` is everyone on the list by given name, as roll call shows them.
    """
    if meeting.kind is MeetingKind.COMMITTEE:
        leading = {m.id for m in members if m.role_on(meeting.date) in _COMMITTEE}
        roll = [row for row in roll if row.member_id in leading] or roll
    expected = [row for row in roll if is_expected(row.status)]
    others = [row for row in roll if not is_expected(row.status)]
    items = sorted(agenda, key=lambda item: (item.position, item.id))
    probationary = sum(row.standing is Standing.PROBATIONARY for row in expected)
    return KitPaper(
        cell=cell.name_on(meeting.date).name,
        title=f"{meeting_title(meeting, cell)}, {when(meeting)}",
        roll=Grid(_ROLL_COLUMNS, tuple(_roll_row(n, row) for n, row in enumerate(expected, 1)), _ROLL_WIDTHS),
        apart=_apart(others),
        guests=Grid(
            ("Đại biểu, khách dự", "Chức vụ", "Đến, về lúc"),
            (*((comrade(g.name), clean_line(g.office), "") for g in guests), *[(DOTS, DOTS, "")] * 2),
            (0.4, 0.4, 0.2),
        ),
        counts=(
            f"Phải dự: {counted(len(expected))} (dự bị {counted(probationary)}). Có mặt: {DOTS}. "
            f"Vắng có lý do: {DOTS}. Vắng không lý do: {DOTS}."
        ),
        slips=slip_count(len(expected)),
        topics=tuple(f"{n}. {clean_line(item.title)}" for n, item in enumerate(items, 1)),
        minutes=_blank_minutes(cell, meeting, items, members, roll, guests),
    )


def slip_count(expected: int) -> int:
    """Return how many speaking slips are printed: whole pages, one for each who is expected, within reason."""
    wanted = min(max(expected, _FEWEST_SLIPS), _MOST_SLIPS)
    return -(-wanted // SLIPS_A_PAGE) * SLIPS_A_PAGE


def _roll_row(number: int, row: Attendance) -> tuple[str, ...]:
    name = clean_line(row.name)
    shown = f"{name} (dự bị)" if row.standing is Standing.PROBATIONARY else name
    return (str(number), shown, "", "", "", "", "")


def _apart(rows: Sequence[Attendance]) -> Grid | None:
    if not rows:
        return None
    lines = tuple((clean_line(row.name), label(row.status), "") for row in rows)
    return Grid(("Không tính vào số phải dự", "Tình trạng", "Có dự"), lines, (0.45, 0.4, 0.15))


def _blank_minutes(
    cell: Cell,
    meeting: Meeting,
    agenda: Sequence[AgendaItem],
    members: Sequence[Member],
    roll: Sequence[Attendance],
    guests: Sequence[Guest],
) -> Minutes:
    fresh = msgspec.structs.replace(
        meeting, closing=None, roll_called=False, ends=None, dues_note=f"{DOTS * 3}", score=None, level=None,
        stage=Stage.PREPARATION,
    )  # fmt: skip
    here = {member.id for member in members_on(members, meeting.date)}
    minutes = compose_minutes(
        cell=cell,
        meeting=fresh,
        members=members,
        attendance=[row for row in roll if row.member_id in here] if here else list(roll),
        guests=guests,
        agenda=[msgspec.structs.replace(item, outcome="") for item in agenda],
        speeches=(),
        conclusions=(),
        votes=[_blank_vote(meeting, n, item.title) for n, item in enumerate(_voted(agenda), 1)],
        duties=[_blank_duty(meeting, n) for n in range(1, 5)],
        chain_code="",
    )
    return replace(minutes, blocks=tuple(_roomier(block) for block in minutes.blocks))


def _voted(agenda: Sequence[AgendaItem]) -> list[AgendaItem]:
    return [item for item in agenda if item.needs_vote]


def _blank_vote(meeting: Meeting, number: int, title: str) -> Vote:
    return Vote(
        id=UUID(int=number).bytes, meeting_id=meeting.id, position=number, matter=Matter.CONCLUSION,
        title=clean_line(title) or DOTS, method=VoteMethod.SHOW_OF_HANDS, base=0,
    )  # fmt: skip


def _blank_duty(meeting: Meeting, number: int) -> Duty:
    return Duty(id=UUID(int=number).bytes, meeting_id=meeting.id, position=number, text=_LONG)


def _roomier(block: Block) -> Block:
    return Blank(_LINES.get(block.lines, block.lines)) if isinstance(block, Blank) else block
