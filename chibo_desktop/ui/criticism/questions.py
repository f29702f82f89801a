"""What the place of criticism asks before an act that cannot, or should not, be done by a slip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.ui.messages import ask
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.theme import GRID


def ask_removal(owner: QWidget, then: Callable[[], None]) -> None:
    """Ask before a note is deleted."""
    ask(
        owner,
        "Xóa ghi chép này?",
        "Chỉ xóa khi ghi nhầm. Việc đã sửa xong thì bấm Đã sửa, đừng xóa: cuối năm còn kể được.",
        yes="Xóa",
        no="Giữ lại",
        on_yes=then,
        danger=True,
    )


def ask_share(owner: QWidget, then: Callable[[], None]) -> None:
    """Ask before the commune may read a note."""
    ask(
        owner,
        "Cho Đảng ủy xã xem ghi chép này?",
        "Lần gửi sau, cán bộ văn phòng Đảng ủy xã mở được đúng ghi chép này, cả tên và lời. Các ghi chép khác vẫn "
        "niêm phong. Đã gửi đi rồi thì không lấy về được.",
        yes="Cho xã xem",
        on_yes=then,
        danger=True,
    )


def ask_withdraw(owner: QWidget, then: Callable[[], None]) -> None:
    """Ask before a note is no longer shown, and say what that cannot do."""
    ask(
        owner,
        "Rút lại, không cho xã xem nữa?",
        "Nếu chưa gửi thì xã không nhận được. Nếu đã gửi hoặc đã chép ra USB thì bản ấy xã vẫn giữ, không lấy về "
        "được.",
        yes="Rút lại",
        no="Để nguyên",
        on_yes=then,
    )


def nothing_chosen() -> QWidget:
    """Return what stands at the note's place while none is chosen."""
    nothing = QWidget()
    column = QVBoxLayout(nothing)
    column.setContentsMargins(2 * GRID, 2 * GRID, 0, 0)
    column.setSpacing(2 * GRID)
    column.addWidget(text("Chọn một ghi chép ở danh sách bên trái để xem và ghi tiếp.", "sectionTitle"))
    column.addWidget(text("Rời khỏi ô nào là ô đó đã lưu; ghi nhầm thì bấm Hoàn tác dưới danh sách."))
    column.addWidget(
        text(
            "Nội dung niêm phong bằng chìa khóa thứ hai: chỉ bí thư, phó bí thư, chi ủy viên mở được; không tìm "
            "thấy bằng ô tìm kiếm, không sao chép ra ngoài, gửi lên xã chỉ có số lượt.",
            "faint",
        )
    )
    column.addStretch(1)
    return nothing
