"""The year's inspection programme as a paper (chương trình kiểm tra, giám sát)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import clean_line, name_key
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.inspections import Inspection
from chibo_desktop.domain.letterheads import commune_on, letterhead_on
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.domain.paper import Blank, Body, Bullet, Grid, Heading, Letterhead, Paragraph, Signature
from chibo_desktop.domain.resolution_paper import RECIPIENTS, block_lines
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, comrade, counted, lines_of

DRAFT_MARK = "BẢN NHÁP – chưa lấy số"
COLUMNS = ("TT", "Nội dung", "Hình thức", "Đối tượng", "Người phụ trách", "Thời gian")


@dataclass(frozen=True, slots=True)
class ProgrammePaper:
    """The programme as words, in reading order."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Body, ...]
    recipients: tuple[str, ...]
    on_behalf: str
    signature: Signature
    draft: bool


def subject_words(item: Inspection, names: Mapping[bytes, str]) -> str:
    """Return whom an item concerns: members by given name, then the words."""
    found = sorted((names[member] for member in item.member_ids if member in names), key=name_key)
    people = [comrade(name) for name in found]
    words = clean_line(item.subject)
    return "; ".join([*people, *([words] if words else [])])


def month_words(item: Inspection) -> str:
    """Return "Tháng 3", or dots where no month is set."""
    return f"Tháng {item.due.month}" if item.due else DOTS[:8]


def compose_programme(
    *, cell: Cell, year: int, items: Sequence[Inspection], members: Sequence[Member], number: int | None, day: date
) -> ProgrammePaper:
    """Return the programme of a year, a draft until it bears a number; `day` is the paper's own."""
    names = {m.id: m.name for m in members}
    rows = tuple(
        (
            str(place), "; ".join(lines_of(item.text)), label(item.form), subject_words(item, names) or DOTS[:12],
            comrade(names[item.owner_id]) if item.owner_id in names and item.owner_id else DOTS[:12],
            month_words(item),
        )
        for place, item in enumerate(items, start=1)
    )  # fmt: skip
    commune = commune_on(cell, day) or DOTS
    name = clean_line(cell.name_on(day).name)
    table: Body = Grid(COLUMNS, rows, (0.07, 0.33, 0.12, 0.2, 0.16, 0.12), centred=frozenset({0, 5}))
    blocks: list[Body] = [
        Paragraph(
            "Thực hiện nhiệm vụ kiểm tra, giám sát của chi bộ theo Điều lệ Đảng, "
            f"{name} xây dựng chương trình kiểm tra, giám sát năm {year} "
            f"gồm {counted(len(items))} nội dung như sau:"
        ),
        Heading("I. NỘI DUNG KIỂM TRA, GIÁM SÁT"),
        table if rows else Blank(8),
        Heading("II. TỔ CHỨC THỰC HIỆN"),
        Bullet(
            "Các đồng chí được phân công chuẩn bị, thực hiện đúng thời gian và báo cáo kết quả tại cuộc họp chi bộ;"
        ),
        Bullet("Bí thư chi bộ đôn đốc việc thực hiện, báo cáo kết quả với cấp ủy cấp trên."),
    ]
    secretary = next((m.name for m in members if m.role_on(day) is Role.SECRETARY), DOTS)
    return ProgrammePaper(
        head=letterhead_on(cell, symbol(number, DocumentType.PROGRAMME), day),
        title="CHƯƠNG TRÌNH",
        subtitle=f"kiểm tra, giám sát năm {year}",
        blocks=tuple(blocks),
        recipients=tuple(line.format(commune=commune) for line in RECIPIENTS),
        on_behalf="T/M CHI BỘ",
        signature=Signature("BÍ THƯ", secretary),
        draft=number is None,
    )


def programme_text(paper: ProgrammePaper) -> str:
    """Return the programme as plain text, to be compared."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, head.number, head.place, ""]
    lines += [DRAFT_MARK, ""] if paper.draft else []
    lines += [paper.title, paper.subtitle, ""]
    for block in paper.blocks:
        lines += block_lines(block)
    lines += ["", "Nơi nhận:", *(f"- {line}" for line in paper.recipients), ""]
    lines += [paper.on_behalf, paper.signature.caption, paper.signature.name]
    return "\n".join(lines) + "\n"
