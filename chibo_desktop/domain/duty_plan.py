"""The assignment of a year, drafted from last year's (phân công nhiệm vụ đầu năm)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from chibo_desktop.common.text import fold, name_key
from chibo_desktop.domain.duties import Duty, DutySource, DutyState, Recurrence
from chibo_desktop.domain.duty_board import asked_on
from chibo_desktop.domain.duty_turns import add_months, newest_turn, next_due, series_of
from chibo_desktop.domain.members import Member


@dataclass(frozen=True, slots=True)
class UsualDuty:
    """A duty that cells usually give, offered where a row is empty."""

    area: str
    text: str
    output: str


USUAL = (
    UsualDuty(
        "Phụ trách nhóm hộ", "Nắm tình hình, tuyên truyền, vận động các hộ được giao",
        "Các hộ chấp hành tốt, báo cáo chi bộ hằng tháng",
    ),
    UsualDuty(
        "Phát triển kinh tế, giảm nghèo", "Vận động, hướng dẫn các hộ phát triển sản xuất, thoát nghèo",
        "Số hộ nghèo giảm theo chỉ tiêu",
    ),
    UsualDuty(
        "Nông thôn mới, vệ sinh môi trường", "Vận động làm đường, giữ vệ sinh môi trường, xây dựng nông thôn mới",
        "Tuyến đường, khu dân cư được giao sạch, đạt tiêu chí",
    ),
    UsualDuty(
        "An ninh trật tự", "Theo dõi an ninh trật tự, tham gia hòa giải", "Không để xảy ra vụ việc phức tạp"
    ),
    UsualDuty(
        "Mặt trận, đoàn thể", "Theo dõi, phối hợp hoạt động của Mặt trận và đoàn thể",
        "Đoàn thể hoạt động đúng kế hoạch năm",
    ),
    UsualDuty(
        "Phát triển đảng viên", "Theo dõi, giúp đỡ quần chúng ưu tú, đảng viên dự bị",
        "Có nhận xét gửi chi bộ đúng thời hạn",
    ),
    UsualDuty(
        "Văn hóa, khuyến học", "Vận động xây dựng gia đình văn hóa, con em đi học đều",
        "Tỷ lệ gia đình văn hóa đạt chỉ tiêu, không có học sinh bỏ học",
    ),
    UsualDuty(
        "Đảng phí, sổ sách chi bộ", "Thu, nộp đảng phí, ghi chép và giữ sổ sách của chi bộ",
        "Nộp đủ, đúng kỳ; sổ sách đầy đủ",
    ),
    UsualDuty(
        "Chuyển đổi số", "Hướng dẫn bà con dùng dịch vụ công, thanh toán, liên lạc trên điện thoại",
        "Số hộ biết dùng tăng theo chỉ tiêu",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the draft: the duty as it would be given, from what, and whether it is taken."""

    duty: Duty
    before: Duty | None = None
    """last year's, None for an empty row"""
    taken: bool = True
    gone: str = ""
    """who had it and is no longer in the cell; it needs another"""

    @property
    def lacks_owner(self) -> bool:
        """Whether it cannot be given as it stands: taken, and nobody has it."""
        return self.taken and self.duty.owner_id is None


def usual_year(today: date) -> int:
    """Return the year an assignment is usually made for: the next one from November on."""
    return today.year + (today.month >= 11)


def draft_plan(
    year: int, duties: Iterable[Duty], members: Sequence[Member], today: date, new_id: Callable[[], bytes]
) -> tuple[PlanRow, ...]:
    """Return a row for each duty of last year's plan, and an empty one for each member without a row.

    Days move by a year, a duty that comes back goes on in its series. What the year's plan has already
    is left out. A duty whose owner left, or need not be given one any more, has nobody.
    """
    found = list(duties)
    asked = asked_on(members, today)
    here = {m.id for m in asked}
    names = {m.id: m.name for m in members}
    planned = [d for d in found if d.plan_year == year]
    have = {(d.owner_id, fold(d.text)) for d in planned}
    going_on = {series_of(d) for d in planned}
    rows = []
    for before in _of_plan(found, year - 1):
        if series_of(before) in going_on or (before.owner_id, fold(before.text)) in have:
            continue
        owner = before.owner_id if before.owner_id in here else None
        gone = "" if owner else names.get(before.owner_id or b"", "")
        rows.append(PlanRow(_moved(before, found, year, owner, here, today, new_id()), before, gone=gone))
    placed = {row.duty.owner_id for row in rows} | {d.owner_id for d in planned}
    rows += [PlanRow(_empty(m.id, year, today, new_id()), taken=False) for m in asked if m.id not in placed]
    order = {m.id: name_key(m.name) for m in members}
    rows.sort(key=lambda r: (r.duty.owner_id is not None, order.get(r.duty.owner_id or b"", ()), r.duty.position))
    return tuple(rows)


def _of_plan(duties: Iterable[Duty], year: int) -> list[Duty]:
    """Return the duties of a plan, of each series the newest turn only."""
    series: dict[bytes, list[Duty]] = {}
    for duty in duties:
        if duty.plan_year == year:
            series.setdefault(series_of(duty), []).append(duty)
    newest = [newest_turn(turns) or turns[0] for turns in series.values()]
    return sorted(newest, key=lambda d: (d.due or date.max, d.position, d.id))


def _moved(
    before: Duty, duties: Iterable[Duty], year: int, owner: bytes | None, here: set[bytes], today: date,
    duty_id: bytes,
) -> Duty:  # fmt: skip
    due = add_months(before.due, 12) if before.due else None
    series = None
    if before.recurrence is not Recurrence.NONE:
        series = series_of(before)
        turns = [d for d in duties if series_of(d) == series]
        due = next_due(turns, max(today, date(year, 1, 1))) or due
    return replace(
        before,
        id=duty_id,
        owner_id=owner,
        co_owner_ids=tuple(m for m in before.co_owner_ids if m in here and m != owner),
        due=due,
        series_id=series,
        meeting_id=None,
        resolution_id=None,
        source=DutySource.PLAN,
        plan_year=year,
        given_on=today,
        state=DutyState.NOT_STARTED,
        progress="",
        done_on=None,
        grade=None,
        grade_note="",
    )


def _empty(owner: bytes, year: int, today: date, duty_id: bytes) -> Duty:
    return Duty(
        id=duty_id, text="", owner_id=owner, due=date(year, 12, 31), source=DutySource.PLAN, plan_year=year,
        given_on=today,
    )  # fmt: skip


def with_usual(duty: Duty, usual: UsualDuty) -> Duty:
    """Return a duty with the area chosen; words and output only where nothing is written."""
    return replace(duty, area=usual.area, text=duty.text or usual.text, output=duty.output or usual.output)
