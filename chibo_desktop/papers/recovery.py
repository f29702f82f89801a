"""The sheet that bears the recovery key (khóa khôi phục), to be kept apart from the laptop."""

from __future__ import annotations

import re
from datetime import date

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.paper import Bullet, Paragraph
from chibo_desktop.domain.wording import DOTS, capitalised, long_date
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import flowables, literal, story_of, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import title_block
from chibo_desktop.papers.page import PageFrame, build_pdf, text_width_of

GROUPS_A_ROW = 3
_PURPOSE = (
    Paragraph(
        "Khi quên mật khẩu, dòng chữ này là cách duy nhất để mở lại sổ. Chương trình không giữ bản nào khác "
        "và không ai khôi phục thay được."
    ),
    Bullet("Cất tờ này trong tủ có khóa, xa máy tính; không để chung với máy, USB hoặc trong túi đựng máy."),
    Bullet("Không chụp ảnh, không gửi qua điện thoại. Ai có tờ này và có máy thì đọc được sổ."),
    Bullet("Khi bàn giao bí thư, bàn giao cả tờ này và ghi vào biên bản bàn giao."),
    Bullet("Nếu nghi tờ này đã lộ: mở sổ bằng mật khẩu, vào Cài đặt và tạo khóa khôi phục mới."),
)


def key_groups(recovery_key: str) -> list[str]:
    """Return the groups of a key as it is shown, parted by dashes or spaces."""
    return [group for group in re.split(r"[\s\-–]+", recovery_key.strip()) if group]


def group_grid(groups: list[str], columns: int, size: float, layout: Layout) -> Flowable:
    """Return groups of signs, large, numbered, one to a box, to be read out and typed."""
    big = ParagraphStyle("group", fontName=fonts.BOLD, fontSize=size, leading=size * 1.3, alignment=TA_CENTER)
    small = ParagraphStyle("number", fontName=fonts.REGULAR, fontSize=9, leading=11, alignment=TA_CENTER)
    cells: list[object] = [
        [Para(str(number), small), Para(_spaced(group), big)] for number, group in enumerate(groups, start=1)
    ]
    cells += [""] * (-len(cells) % columns)
    rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    table = Table(rows, colWidths=[text_width_of(layout) / columns] * columns)
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
                ("BOX", (0, 0), (-1, -1), 1, "black"),
                ("INNERGRID", (0, 0), (-1, -1), 0.4, "grey"),
            ]
        )
    )
    return table


def _spaced(group: str) -> str:
    return "\u00a0".join(literal(sign) for sign in group)


def render_recovery_sheet(cell_name: str, recovery_key: str, day: date) -> bytes:
    """Return the sheet as a PDF; `recovery_key` in groups parted by dashes or spaces."""
    layout = default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        *title_block("KHÓA KHÔI PHỤC SỔ CHI BỘ", cell_name, styles),
        group_grid(key_groups(recovery_key), GROUPS_A_ROW, 20, layout),
        Spacer(0, 18),
    ]
    story += [
        *story_of(_PURPOSE, styles),
        Spacer(0, 12),
        *flowables(Paragraph(f"{capitalised(long_date(day))}."), styles),
        *flowables(Paragraph(f"Người giữ: {DOTS * 2} Nơi cất: {DOTS * 2}"), styles),
    ]
    return build_pdf(story, PageFrame(title="Khóa khôi phục sổ chi bộ", author=cell_name), layout)
