"""What the exchange says: where it stands, what became of a file, what to do next."""

from __future__ import annotations

from datetime import datetime

from chibo_desktop.services.exchange import Transfer
from chibo_desktop.services.receipts import ReceivedAtCell
from chibo_desktop.services.receiving import ReceivedAtOffice
from chibo_desktop.services.sending import Sent
from chibo_desktop.ui.exchange.state import CellState, OfficeState
from chibo_desktop.ui.labels import date_text, moment_text, number_text, size_text, time_text
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.tables import Tone

FILE_WORDS: dict[str, tuple[str, Tone]] = {
    "applied": ("Đã nhận", "done"),
    "already_have": ("Đã có từ trước", "faint"),
    "parked": ("Chờ phần còn thiếu", "due"),
    "fork": ("Hai sổ khác nhau", "error"),
    "refused": ("Không nhận", "error"),
    "newer": ("Chờ cập nhật chương trình", "due"),
    "unknown_sender": ("Chưa rõ nơi gửi", "due"),
}
"""a file's status at the office in words, and its colour"""

CALM = frozenset({"applied", "already_have"})
"""statuses that ask nothing of anybody"""

FILE_ICONS: dict[Tone, str] = {"done": "done", "faint": "check", "due": "due", "error": "error", "info": "info"}

HELD_WORDS: dict[str, tuple[str, str]] = {
    "parked": (
        "Tệp này đến trước phần đứng trước nó.",
        "Đề nghị chi bộ nhận giấy báo từ USB rồi bấm “Gửi lên xã” một lần nữa.",
    ),
    "fork": (
        "Chi bộ có hai sổ khác nhau từ cùng một chỗ; tệp này được giữ riêng, chưa nhập vào sổ.",
        "Hỏi chi bộ dùng tiếp máy nào. Trên máy đó nhận giấy báo, bấm “Dùng tiếp sổ trên máy này” rồi gửi lại.",
    ),
    "unknown_sender": (
        "Chưa biết nơi gửi tệp này là ai.",
        "Cắm USB của chi bộ, bấm “Nhận từ USB” rồi đối chiếu sáu nhóm của thẻ. Tệp sẽ được nhận ngay sau đó.",
    ),
    "newer": (
        "Chi bộ dùng bản chương trình mới hơn máy này; tệp được giữ nguyên, chưa mở.",
        "Cập nhật chương trình trên máy này rồi bấm “Thử nhận lại”.",
    ),
}
"""why a file waits, and what to do"""

_KINDS = {
    "changes": "Ghi chép của chi bộ",
    "book": "Cả cuốn sổ",
    "receipt": "Giấy báo nhận",
    "documents": "Văn bản",
    "card": "Thẻ",
}
_DONE = {
    "written": "Đã ghi lên USB",
    "taken": "Đã nhận",
    "applied": "Đã nhận vào sổ",
    "already_have": "Đã có từ trước",
}


def count_entries(number: int) -> str:
    """Return "1.234 ghi chép"."""
    return f"{number_text(number)} ghi chép"


def cell_sentence(state: CellState) -> str:
    """Say in one sentence how far the cell's book has gone."""
    if state.status.unsent == 0:
        return "Đảng ủy xã đã nhận đủ mọi ghi chép của chi bộ."
    if state.not_sent == 0:
        return "Mọi ghi chép đã ghi lên USB, đang chờ giấy báo nhận của Đảng ủy xã."
    return f"Có {count_entries(state.not_sent)} chưa gửi lên xã."


def cell_dates(state: CellState) -> str:
    """Say when it was sent last and what the commune has confirmed."""
    sent, receipt = state.status.last_sent, state.status.last_receipt
    first = f"Lần gửi gần nhất: {_day(sent)}." if sent else "Chưa gửi lần nào."
    if receipt is None:
        return f"{first} Chưa có giấy báo nhận nào của Đảng ủy xã."
    if not state.acknowledged:
        return f"{first} Giấy báo nhận gần nhất: {_day(receipt)}."
    return (
        f"{first} Theo giấy báo ngày {_day(receipt)}, Đảng ủy xã đã nhận đến mục {number_text(state.acknowledged)}."
    )


def _day(moment: datetime) -> str:
    return date_text(moment.astimezone().date())


def sent_words(sent: Sent) -> str:
    """Say what lies on the drive now."""
    size = size_text(sum(file.size for file in sent.files))
    files = "một tệp" if len(sent.files) == 1 else f"{len(sent.files)} tệp"
    return f"Đã ghi {files} ({count_entries(sent.entries)}, {size}) và đọc lại từ USB, đúng từng chữ."


def receipt_words(result: ReceivedAtCell, unsent: int) -> tuple[Level, str, str]:
    """Say what came back from the commune: how it is meant, what, and the next step."""
    if not result.receipts and not result.notes:
        return (
            Level.INFO,
            "Trên USB không có giấy báo nào mới cho chi bộ.",
            "Nếu Đảng ủy xã vừa nhận, hãy kiểm tra đã cắm đúng USB chưa.",
        )
    if result.notes:
        title, remedy = result.notes[-1]
        return Level.DUE, title, remedy
    title = f"Đã nhận giấy báo: Đảng ủy xã có sổ của chi bộ đến mục {number_text(result.acknowledged)}."
    if unsent:
        return Level.DONE, title, f"Còn {count_entries(unsent)} mới hơn; khi có USB hãy bấm “Gửi lên xã”."
    return Level.DONE, title, "Không còn gì phải gửi. Rút USB được rồi."


def office_sentence(state: OfficeState) -> str:
    """Say in one sentence how many cells are paired and what waits."""
    if not state.cells:
        return "Chưa có chi bộ nào được ghép đôi."
    first = f"Đang nhận sổ của {number_text(state.cells)} chi bộ."
    return (
        f"{first} Có {len(state.held)} tệp đang giữ lại." if state.held else f"{first} Không có tệp nào phải chờ."
    )


def office_dates(state: OfficeState) -> str:
    """Say when something was received last, or the first step of all."""
    if not state.cells:
        return "Bước đầu: bấm “Thẻ và khóa”, ghi thẻ của Đảng ủy xã lên USB rồi đưa USB cho chi bộ."
    return (
        f"Lần nhận gần nhất: {moment_text(state.last_received)}." if state.last_received else "Chưa nhận lần nào."
    )


def received_words(result: ReceivedAtOffice) -> tuple[Level, str, str]:
    """Say what receiving a drive did: how it is meant, what, and whether the drive may be pulled."""
    if not result.files and not result.cards:
        return (
            Level.INFO,
            "Trên USB không có tệp nào của chi bộ.",
            "Kiểm tra đã cắm đúng USB chưa; tệp của chi bộ nằm trong thư mục CHIBO.",
        )
    if not result.files:
        return Level.INFO, "Trên USB chỉ có thẻ, chưa có ghi chép nào.", ""
    if result.entries:
        title = f"Đã nhận {count_entries(result.entries)} mới từ {len(result.files)} tệp."
    else:
        title = f"Đã xem {len(result.files)} tệp, không có ghi chép mới."
    odd = sum(file.status not in CALM for file in result.files)
    if odd:
        title += f" Có {odd} tệp cần để ý."
    if result.receipts:
        return (
            Level.DUE if odd else Level.DONE,
            title,
            f"Đã ghi giấy báo nhận cho {len(result.receipts)} chi bộ. Rút USB được rồi.",
        )
    return Level.DUE if odd else Level.INFO, title, "Chưa ghi giấy báo nhận cho chi bộ nào."


def transfer_direction(transfer: Transfer) -> str:
    """Return whether it went out or came in."""
    return "Gửi đi" if transfer.direction == "sent" else "Nhận về"


def transfer_kind(transfer: Transfer) -> str:
    """Return what it was, with the numbers it carried."""
    kind = _KINDS.get(transfer.kind, "Tệp")
    if transfer.from_seq is None or transfer.to_seq is None:
        return f"{kind} {transfer.reason}".strip()
    return f"{kind}, mục {number_text(transfer.from_seq)} đến {number_text(transfer.to_seq)}"


def transfer_result(transfer: Transfer) -> str:
    """Return what became of it."""
    return _DONE.get(transfer.status) or FILE_WORDS.get(transfer.status, ("Không rõ", "faint"))[0]


def transfer_time(transfer: Transfer) -> str:
    """Return when it was."""
    local = datetime.fromisoformat(transfer.at).astimezone()
    return f"{date_text(local.date())} {time_text(local)}"
