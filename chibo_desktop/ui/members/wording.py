"""The sentences and short words of the members' place."""

from __future__ import annotations

from collections.abc import Iterable

from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, Status, StatusPeriod
from chibo_desktop.domain.roll_import import ImportPlan
from chibo_desktop.services.members import MemberRow
from chibo_desktop.ui.labels import date_text, label, year_month_text

NOT_HERE = (
    "Không ghi vào sổ này: ngày sinh, số căn cước, số thẻ đảng viên, dân tộc, tôn giáo, sức khỏe, "
    "gia đình, lý lịch, kỷ luật. Những điều đó chỉ để ở hồ sơ đảng viên."
)
STANDING_WORDS = {Standing.FULL: "Chính thức", Standing.PROBATIONARY: "Dự bị"}
STATUS_WORDS = {
    Status.ACTIVE: "Đang sinh hoạt",
    Status.REDUCED: "Giảm sinh hoạt",
    Status.EXEMPT: "Được miễn",
    Status.TEMPORARILY_EXEMPT: "Tạm miễn",
    Status.TEMPORARY_OUT: "Ở nơi khác",
    Status.TEMPORARY_IN: "Nơi khác đến",
    Status.SUSPENDED: "Đình chỉ",
    Status.TRANSFERRED: "Đã chuyển đi",
    Status.ENDED: "Không còn",
}
_COUNTED = (
    ("được miễn", frozenset({Status.EXEMPT})),
    ("tạm miễn", frozenset({Status.TEMPORARILY_EXEMPT})),
    ("giảm sinh hoạt", frozenset({Status.REDUCED})),
    ("sinh hoạt nơi khác", frozenset({Status.TEMPORARY_OUT})),
    ("bị đình chỉ sinh hoạt", frozenset({Status.SUSPENDED})),
)


def role_words(role: Role | None) -> str:
    """Return a post as the list shows it, short enough for a column."""
    return label(role).removesuffix(" tổ đảng")


def counts_sentence(rows: Iterable[MemberRow]) -> str:
    """Return how many there are, as "21 đảng viên: 19 chính thức, 2 dự bị; 2 được miễn".

    Members of other cells who meet here for a time are named last and not counted in.
    """
    here = [row for row in rows if not row.gone]
    own = [row for row in here if row.status is not Status.TEMPORARY_IN]
    full = sum(row.standing is Standing.FULL for row in own)
    parts = [f"{len(own)} đảng viên: {full} chính thức, {len(own) - full} dự bị"]
    for words, statuses in _COUNTED:
        count = sum(row.status in statuses for row in own)
        if count:
            parts.append(f"{count} {words}")
    if len(here) > len(own):
        parts.append(f"thêm {len(here) - len(own)} từ nơi khác đến")
    return "; ".join(parts) + "."


def same_name_words(others: Iterable[Member]) -> str:
    """Return who else bears the name, with what tells them apart."""
    return "; ".join(
        f"{other.name} (vào Đảng {year_month_text(other.joined)})" if other.joined else other.name
        for other in others
    )


def term_words(term: RoleTerm) -> str:
    """Return "Chi ủy viên từ 01/01/2020 đến hết 31/12/2024"."""
    until = f" đến hết {date_text(term.until)}" if term.until else ""
    return f"{label(term.role)} từ {date_text(term.since)}{until}"


def period_words(period: StatusPeriod) -> str:
    """Return "Tạm miễn sinh hoạt từ 01/01/2026 đến hết 30/06/2026"."""
    until = f" đến hết {date_text(period.until)}" if period.until else ""
    return f"{label(period.status)} từ {date_text(period.since)}{until}"


def plan_sentence(plan: ImportPlan) -> str:
    """Return what the plan would do, in numbers of people and lines."""
    parts = [f"Sẽ ghi {len(plan.members)} người"]
    if plan.skipped:
        parts.append(f"{plan.skipped} người không lấy")
    if plan.blocked:
        parts.append(f"{plan.blocked} dòng không lấy được")
    if plan.ignored:
        parts.append(f"{len(plan.ignored)} dòng không phải người")
    return "; ".join(parts) + "."
