"""The card by which two books are paired (thẻ ghép đôi): code picture and fingerprint groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.paper import Bullet, Paragraph
from chibo_desktop.domain.wording import capitalised, long_date
from chibo_desktop.papers.blocks import flowables, story_of, styles_for
from chibo_desktop.papers.layout import default_layout
from chibo_desktop.papers.letterhead import title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.recovery import group_grid

QR_SIDE = 62 * mm
QR_LIMIT = 2_000
"""bytes; what version 40 holds at level M is 2,331, and finer pictures no longer print well"""

_USE = (
    Bullet("Thẻ này chỉ có khóa công khai, không phải bí mật; đưa cho bên kia bằng tay hoặc qua USB."),
    Bullet(
        "Trước khi ghép đôi, gọi điện hoặc gặp nhau đọc từng nhóm ở trên. "
        "Chỉ xác nhận khi mọi nhóm giống hệt nhau."
    ),
)


def render_card(
    name: str, commune: str, role_label: str, fingerprint_groups: Sequence[str], qr_text: str, day: date
) -> bytes:
    """Return the card of a book as a PDF of one page.

    Raises UserError when `qr_text` is longer than a printed code picture can carry.
    """
    if len(qr_text.encode()) > QR_LIMIT:
        raise UserError(
            "Thẻ ghép đôi quá dài nên không in thành hình mã được.", "Hãy chuyển thẻ bằng tệp trên USB."
        )
    layout = default_layout()
    styles = styles_for(layout)
    picture = Drawing(QR_SIDE, QR_SIDE)
    picture.hAlign = "CENTER"
    picture.add(QrCodeWidget(qr_text, barLevel="M", barWidth=QR_SIDE, barHeight=QR_SIDE, barBorder=2))
    story: list[Flowable] = [
        *title_block("THẺ GHÉP ĐÔI", name, styles),
        *flowables(Paragraph(role_label, "Vai trò:"), styles),
        *(flowables(Paragraph(capitalised(commune), "Thuộc:"), styles) if commune else []),
        *flowables(Paragraph(f"{capitalised(long_date(day))}.", "Lập:"), styles),
        Spacer(0, 6),
        picture,
        Spacer(0, 10),
        group_grid(list(fingerprint_groups), 3, 22, layout),
        Spacer(0, 12),
    ]
    story += story_of(_USE, styles)
    return build_pdf(story, PageFrame(title=f"Thẻ ghép đôi. {name}", author=name), layout)
