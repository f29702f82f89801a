"""The list of a round's papers, form 04 of HD 43 (danh mục hồ sơ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.paper import Grid, Paragraph, Signature
from chibo_desktop.domain.review_pack import DossierRule
from chibo_desktop.domain.review_paper import ReviewPaper, head_on, when_words
from chibo_desktop.domain.reviews import DossierItem
from chibo_desktop.domain.wording import DOTS, short_date

CODE = "Mẫu 04-HD KĐ.ĐG 2025"


def compose_dossier(
    *,
    cell: Cell,
    year: int,
    quarter: int,
    day: date | None,
    today: date,
    rules: Sequence[DossierRule],
    items: Sequence[DossierItem],
    basis: str,
    secretary: str,
) -> ReviewPaper:
    """Return the checklist: what is there since when, what is still missing, what is kept only if there is any."""
    done = {item.code: item for item in items}
    rows = []
    for number, rule in enumerate(rules, start=1):
        item = done.get(rule.code)
        there = short_date(item.done_on) if item and item.done_on else ""
        note = item.note if item and item.note else "nếu có" if rule.if_any else ""
        rows.append((str(number), rule.title, there, note))
    missing = [r.title.lower() for r in rules if not r.if_any and not (r.code in done and done[r.code].done_on)]
    left = f"còn thiếu: {'; '.join(missing)}." if missing else "đủ giấy tờ bắt buộc."
    return ReviewPaper(
        head=head_on(cell, day, year, today),
        title="DANH MỤC HỒ SƠ",
        subtitle=f"Kiểm điểm, đánh giá, xếp loại chất lượng {when_words(year, quarter)}",
        code=CODE,
        blocks=(
            Grid(("TT", "Tên giấy tờ", "Ngày có", "Ghi chú"), tuple(rows), (0.08, 0.47, 0.17, 0.28),
                 centred=frozenset({0, 2})),
            Paragraph(f"{left} ({basis})", "Hồ sơ:"),
        ),
        signatures=(Signature("NGƯỜI LẬP DANH MỤC", DOTS), Signature("BÍ THƯ", secretary or DOTS)),
    )  # fmt: skip
