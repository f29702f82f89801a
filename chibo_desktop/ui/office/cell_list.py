"""The cells of the commune in a table, with how far each has arrived."""

from __future__ import annotations

from chibo_desktop.common.text import collation_key
from chibo_desktop.services.exchange import CellRow
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, number_text
from chibo_desktop.ui.tables import Column, Tone


def state_words(row: CellRow) -> str:
    """Return how the exchange with a cell stands, in a few words."""
    if not row.partner.trusted:
        return "Đã thôi dùng khóa"
    if row.fork:
        return "Hai sổ khác nhau"
    if row.waiting:
        return f"Chờ phần thiếu ({row.waiting} tệp)"
    if row.book is None:
        return "Chưa nhận gì"
    return "Đã phục hồi sổ" if row.rewound else "Nhận đủ"


def explained(row: CellRow) -> str:
    """Return what to do about a cell's state, one sentence; empty when all is well."""
    if not row.partner.trusted:
        return "Tệp mới của chi bộ này không được nhận cho đến khi ghép lại bằng thẻ mới."
    if row.fork:
        return (
            "Chi bộ đã dùng hai máy cùng lúc. Hãy hỏi chi bộ dùng máy nào; trên máy đó bấm "
            "“Dùng tiếp sổ trên máy này” rồi gửi lại. Phần khác nhau được giữ riêng, chưa nhập."
        )
    if row.waiting:
        return "Thiếu một phần trước đó. Chuyển USB có giấy báo nhận về chi bộ rồi đề nghị gửi lại."
    if row.book is None:
        return "Khi chi bộ gửi USB lên, vào Gửi và nhận rồi bấm nhận."
    if row.rewound:
        return "Chi bộ đã phục hồi sổ từ bản cũ; phần bị bỏ lại vẫn được giữ trong nhật ký."
    return ""


def _tone(row: CellRow) -> Tone | None:
    words = state_words(row)
    if words == "Nhận đủ":
        return "done"
    return "error" if row.fork or not row.partner.trusted else "due"


def _icon(row: CellRow) -> str | None:
    return {"done": "done", "error": "error", "due": "due"}.get(_tone(row) or "")


def _received(row: CellRow) -> str:
    return date_text(row.received_at.astimezone().date()) if row.received_at else "–"


def cell_table() -> FittedTable[CellRow]:
    """Return the empty table of cells; on a narrow screen counts give way to names and states."""
    return FittedTable(
        [
            Column("Chi bộ", lambda r: r.name, key=lambda r: collation_key(r.name), stretch=True, width=240),
            Column("Nhận đến ngày", _received, key=lambda r: r.received_seq, width=156),
            Column(
                "Họp gần nhất",
                lambda r: date_text(r.last_meeting.date) if r.last_meeting else "–",
                key=lambda r: r.last_meeting.date.isoformat() if r.last_meeting else "",
                width=150,
            ),
            Column("Biên bản", lambda r: number_text(r.closed), key=lambda r: r.closed, align="right", width=110),
            Column(
                "Đảng viên", lambda r: number_text(r.members), key=lambda r: r.members, align="right", width=104
            ),
            Column("Tình trạng", state_words, width=210, icon=_icon, tone=_tone),
        ],
        name="Danh sách chi bộ",
        identity=lambda row: row.partner.id,
        dropped_first=(4, 3, 2),
    )
