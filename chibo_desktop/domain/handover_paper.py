"""The record of a handover as a paper (biên bản bàn giao)."""

from __future__ import annotations

from dataclasses import dataclass

from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.handovers import Handover
from chibo_desktop.domain.letterheads import letterhead_on
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.domain.paper import Body, Grid, Heading, Letterhead, Paragraph, Signature
from chibo_desktop.domain.wording import DOTS, comrade, long_date, sentence

COLUMNS = ("TT", "Nội dung bàn giao", "Số lượng", "Ghi chú")


@dataclass(frozen=True, slots=True)
class HandoverPaper:
    """The record of a handover as words, in reading order."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Body, ...]
    signatures: tuple[Signature, ...]


def compose_handover(cell: Cell, handover: Handover, number: int | None) -> HandoverPaper:
    """Return the record; what is not known is dotted, to be written by hand."""
    place = handover.place or DOTS * 2
    witness = comrade(handover.witness) if handover.witness else f"Đ/c {DOTS}"
    office = f", {handover.witness_office}" if handover.witness_office else ""
    blocks: list[Body] = [
        Paragraph(f"Hôm nay, {long_date(handover.date)}, tại {place}, chúng tôi gồm có:"),
        Paragraph(sentence(comrade(handover.from_name or DOTS)), "Bên giao:"),
        Paragraph(sentence(comrade(handover.to_name or DOTS)), "Bên nhận:"),
        Paragraph(sentence(f"{witness}{office}"), "Người chứng kiến:"),
        Paragraph("Hai bên đã tiến hành bàn giao sổ, tài liệu, công việc của chi bộ như sau:"),
        Heading("I. Nội dung bàn giao"),
        Grid(
            COLUMNS,
            tuple(
                (str(place), item.text, item.amount, item.note)
                for place, item in enumerate(handover.items, start=1)
            ),
            (0.7, 5.2, 1.9, 2.8),
            centred=frozenset({0, 2}),
        ),
        Heading("II. Cam kết"),
        Paragraph(
            "Từ ngày bàn giao, bên nhận quản lý, ghi và bảo mật sổ; bên giao không còn mật khẩu, khóa phục hồi "
            f"và không giữ bản sao nào của sổ. Mã sổ khi bàn giao: {handover.code or DOTS}."
        ),
    ]
    if handover.note:
        blocks += [Heading("III. Ý kiến khác"), Paragraph(sentence(handover.note))]
    blocks.append(Paragraph("Biên bản lập thành 03 bản: mỗi bên giữ một bản, một bản lưu Chi bộ."))
    return HandoverPaper(
        head=letterhead_on(cell, symbol(number, DocumentType.MINUTES), handover.date),
        title="BIÊN BẢN",
        subtitle="Bàn giao sổ, tài liệu, công việc của chi bộ",
        blocks=tuple(blocks),
        signatures=(
            Signature("BÊN GIAO", handover.from_name),
            Signature("CHỨNG KIẾN", handover.witness),
            Signature("BÊN NHẬN", handover.to_name),
        ),
    )
