"""The dues of a month as a paper (bảng thu đảng phí)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.dues_months import DuesRow, first_of, total_of
from chibo_desktop.domain.letterheads import letterhead_on
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.paper import Grid, Letterhead, Signature
from chibo_desktop.domain.wording import DOTS, counted, month_of

COLUMNS = ("TT", "Họ và tên", "Đã đóng", "Số tiền (đồng)", "Ghi chú")


@dataclass(frozen=True, slots=True)
class DuesPaper:
    """The paper as words: the month's list, its sum, who signs."""

    head: Letterhead
    title: str
    subtitle: str
    table: Grid
    closing: str
    left: Signature
    right: Signature


def money(amount: int) -> str:
    """Return đồng as papers write them: "1.250.000"."""
    return f"{amount:,}".replace(",", ".")


def dues_sentence(rows: Sequence[DuesRow], month: str) -> str:
    """Return the month as minutes and papers say it: how many paid, and the sum; nobody is named."""
    paid = sum(row.paid for row in rows)
    words = f"Đã thu đảng phí {month_of(first_of(month))} của {counted(paid)}/{counted(len(rows))} đồng chí"
    total = total_of(rows)
    return f"{words}, tổng số {money(total)} đồng." if total else f"{words}."


def compose_dues(
    *, cell: Cell, month: str, rows: Sequence[DuesRow], members: Sequence[Member], day: date
) -> DuesPaper:
    """Return the list of a month with its sum; `day` is the paper's own."""
    lines = [
        (
            str(place), row.name, "x" if row.paid else "",
            money(row.amount) if row.paid and row.amount is not None else "", "",
        )
        for place, row in enumerate(rows, start=1)
    ]  # fmt: skip
    lines.append(("", "Cộng", counted(sum(row.paid for row in rows)), money(total_of(rows)), ""))
    secretary = next((m.name for m in members if m.role_on(day) is Role.SECRETARY), DOTS)
    return DuesPaper(
        head=letterhead_on(cell, "", day),
        title="BẢNG THU ĐẢNG PHÍ",
        subtitle=month_of(first_of(month)).capitalize(),
        table=Grid(
            COLUMNS, tuple(lines), (0.08, 0.38, 0.13, 0.2, 0.21), centred=frozenset({0, 2, 3}),
            strong=frozenset({len(lines) - 1}),
        ),
        closing=dues_sentence(rows, month),
        left=Signature("NGƯỜI THU", DOTS),
        right=Signature("BÍ THƯ", secretary),
    )  # fmt: skip
