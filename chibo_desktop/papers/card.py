"""The card by which two books are paired (thẻ ghép đôi): code picture and fingerprint groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.paper import Bullet, Paragraph
from chibo_desktop.domain.wording import capitalised, long_date
from chibo_desktop.papers.blocks import flowables, story_of, styles_for
from chibo_desktop.papers.layout import default_layout
from chibo_desktop.papers.letterhead import title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.recovery import group_grid

QR_SIDE = 66 * mm
QUIET_ZONE = 4
"""modules left white around the picture, as ISO/IEC 18004 asks"""
QR_LIMIT = 2_000
"""bytes; version 39 at level M, the largest that reportlab chooses, holds 2,213"""

_USE = (
    Bullet("Thẻ này chỉ có khóa công khai, không phải bí mật; đưa cho bên kia bằng tay hoặc qua USB."),
    Bullet(
        "Trước khi ghép đôi, gọi điện hoặc gặp nhau đọc từng nhóm ở trên. Chỉ xác nhận khi mọi nhóm giống hệt nhau."
    ),
)


class CodePicture(Flowable):  # type: ignore[misc]
    """A QR code in the middle of the width it is given."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(QR8bitByte(text))
        code.make()
        self._rows: list[list[bool]] = code.modules
        self._side = side

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and a square's height."""
        del available_height
        self._available = available_width
        return available_width, self._side

    def draw(self) -> None:
        """Draw runs of dark modules, row by row from the top."""
        canvas: Canvas = self.canv
        module = self._side / (len(self._rows) + 2 * QUIET_ZONE)
        left = (self._available - self._side) / 2 + QUIET_ZONE * module
        for number, row in enumerate(self._rows, start=1):
            height = self._side - (QUIET_ZONE + number) * module
            column = 0
            for dark, run in groupby(row, bool):
                length = len(list(run))
                if dark:
                    canvas.rect(left + column * module, height, length * module, module, stroke=0, fill=1)
                column += length


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
    story: list[Flowable] = [
        *title_block("THẺ GHÉP ĐÔI", name, styles),
        *flowables(Paragraph(role_label, "Vai trò:"), styles),
        *(flowables(Paragraph(capitalised(commune), "Thuộc:"), styles) if commune else []),
        *flowables(Paragraph(f"{capitalised(long_date(day))}.", "Lập:"), styles),
        Spacer(0, 6),
        CodePicture(qr_text, QR_SIDE),
        Spacer(0, 10),
        group_grid(list(fingerprint_groups), 3, 22, layout),
        Spacer(0, 12),
    ]
    story += story_of(_USE, styles)
    return build_pdf(story, PageFrame(title=f"Thẻ ghép đôi. {name}", author=name), layout)
