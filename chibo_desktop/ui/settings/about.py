"""Giới thiệu: the version, where the book lies, whose work is inside."""

from __future__ import annotations

from chibo_desktop import __version__
from chibo_desktop.services.books import SECRECY_NOTICE, schema_version
from chibo_desktop.services.session import Session
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.recovery_key import open_in_viewer
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.section import Section

_LICENCES = (
    "Chương trình: giấy phép GPL phiên bản 3 hoặc mới hơn, được dùng, chép và sửa tự do.\n"
    "Chữ trên màn hình: Be Vietnam Pro. Chữ trên giấy: Liberation Serif. "
    "Cả hai theo giấy phép SIL Open Font License 1.1.\n"
    "Khung cửa sổ: Qt (LGPL 3). Khóa sổ: SQLCipher. Tệp gửi đi: age, Ed25519. Giấy tờ: ReportLab."
)


class AboutSection(Section):
    """What someone who helps by phone asks for."""

    key = "about"
    name = "Giới thiệu"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session, "Sổ chi bộ: ghi sổ không cần mạng, in biên bản, gửi lên xã bằng USB.")
        self.facts = text()
        self.body.addWidget(self.facts)
        self.body.addWidget(Banner(Level.DUE, SECRECY_NOTICE))
        self.body.addWidget(
            text("Chương trình chứng tỏ sổ không bị sửa và ai đã gửi; bản giấy có chữ ký vẫn là bản gốc.", "faint")
        )
        self.body.addWidget(text(_LICENCES, "faint"))
        self.add_button(button("Mở thư mục của sổ", lambda: open_in_viewer(session.folder), icon_name="folder"))

    def fill(self) -> None:
        session = self.session
        self.desk.tasks.run(
            lambda _: (schema_version(session), session.head().seq, session.head_code()), self._show, owner=self
        )

    def _show(self, found: tuple[int, int, str]) -> None:
        schema, seq, code = found
        self.facts.setText(
            f"Phiên bản {__version__}, khuôn sổ số {schema}.\nSổ nằm ở: {self.session.folder}\n"
            f"Đã ghi {seq} thay đổi, mã hiện nay {code}."
        )
