"""The container's constants, its limits, and what can be wrong with a file that came in (tệp gửi, nhận)."""

from __future__ import annotations

from enum import Enum
from typing import Final

from chibo_desktop.common.errors import UserError

FORMAT: Final = 1
"""container format written by this program, and the newest it reads"""
MAGIC: Final = b"CHIBO1\n"
SIGNATURE_TAG: Final = b"chibo bundle 1"
SIGNATURE_SIZE: Final = 64

KIB: Final = 1024
MIB: Final = 1024 * 1024

MAX_HEADER: Final = 64 * KIB
MAX_AGE_HEADER: Final = 16 * KIB
MAX_RECIPIENTS: Final = 16
MAX_MANIFEST: Final = 1 * MIB
MAX_ENTRIES: Final = 500_000
MAX_LINE: Final = 2 * MIB
"""one entry with its body, in bytes"""
MAX_BLOBS: Final = 1_000
MAX_BLOB: Final = 48 * MIB
MAX_RATIO: Final = 200
"""how many times a zip member may grow; the writer stores what would grow more"""
RATIO_FREE: Final = 64 * KIB
"""members up to this size may grow as they like"""
MAX_JSON_DEPTH: Final = 24
MAX_NUMBER_LENGTH: Final = 32
"""digits of a number in JSON; 2**53 has 16"""

BUNDLE_SUFFIX: Final = ".chibo"
CARD_SUFFIX: Final = ".chibo-the"


class Kind(Enum):
    """What a container carries."""

    CHANGES = "changes"
    BOOK = "book"
    RECEIPT = "receipt"
    DOCUMENTS = "documents"
    CARD = "card"

    @property
    def max_sealed(self) -> int:
        """Greatest size of the whole file in bytes."""
        return _SEALED[self]

    @property
    def max_unpacked(self) -> int:
        """Greatest sum of everything inside in bytes."""
        return _UNPACKED[self]


_SEALED: Final = {
    Kind.CHANGES: 64 * MIB,
    Kind.BOOK: 256 * MIB,
    Kind.RECEIPT: 256 * KIB,
    Kind.DOCUMENTS: 64 * MIB,
    Kind.CARD: 8 * KIB,
}
_UNPACKED: Final = {
    Kind.CHANGES: 128 * MIB,
    Kind.BOOK: 512 * MIB,
    Kind.RECEIPT: 512 * KIB,
    Kind.DOCUMENTS: 128 * MIB,
    Kind.CARD: 8 * KIB,
}
MAX_FILE: Final = max(_SEALED.values())
ENTRY_KINDS: Final = frozenset({Kind.CHANGES, Kind.BOOK, Kind.DOCUMENTS})
"""kinds that carry a manifest and journal entries"""


class Reason(Enum):
    """Why a file was not accepted; stands in receipts, so a value never changes its meaning."""

    NOT_A_BUNDLE = "not_a_bundle"
    INCOMPLETE = "incomplete"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    NEWER_VERSION = "newer_version"
    UNKNOWN_SENDER = "unknown_sender"
    BAD_SIGNATURE = "bad_signature"
    WRONG_RECIPIENT = "wrong_recipient"
    FORBIDDEN_STANZA = "forbidden_stanza"
    BAD_MANIFEST = "bad_manifest"
    BAD_ENTRIES = "bad_entries"
    WRONG_BOOK = "wrong_book"
    WRONG_KIND = "wrong_kind"


_ASK_AGAIN: Final = "Đề nghị nơi gửi ghi lại tệp này vào USB rồi nhận lại."
_KEEP_ASIDE: Final = "Để riêng tệp này, không dùng, và hỏi lại nơi gửi."

_WORDS: Final[dict[Reason, tuple[str, str]]] = {
    Reason.NOT_A_BUNDLE: (
        "Đây không phải tệp của sổ chi bộ.",
        "Chọn tệp có đuôi .chibo trong thư mục CHIBO trên USB.",
    ),
    Reason.INCOMPLETE: ("Tệp chưa đủ: phần cuối bị thiếu.", _ASK_AGAIN),
    Reason.DAMAGED: ("Tệp bị hỏng hoặc đã bị sửa trên đường đi.", _ASK_AGAIN),
    Reason.TOO_LARGE: ("Tệp lớn quá mức cho phép nên không được mở.", _KEEP_ASIDE),
    Reason.NEWER_VERSION: (
        "Tệp này do bản chương trình mới hơn ghi; tệp được giữ nguyên, chưa mở.",
        "Cập nhật chương trình rồi nhận lại.",
    ),
    Reason.UNKNOWN_SENDER: (
        "Chưa biết nơi gửi tệp này.",
        "Nhận thẻ của nơi gửi và đọc đối chiếu sáu nhóm số trước, rồi nhận lại tệp.",
    ),
    Reason.BAD_SIGNATURE: ("Chữ ký của tệp không đúng nên tệp không được mở.", _KEEP_ASIDE),
    Reason.WRONG_RECIPIENT: (
        "Tệp này không gửi cho sổ đang mở.",
        "Chuyển tệp cho đúng nơi nhận, hoặc đề nghị nơi gửi ghi lại cho sổ này.",
    ),
    Reason.FORBIDDEN_STANZA: (
        "Tệp được khóa bằng cách mà chương trình không chấp nhận nên không được mở.",
        _KEEP_ASIDE,
    ),
    Reason.BAD_MANIFEST: (
        "Tờ kê bên trong tệp không khớp với nội dung nên tệp không được nhận.",
        _KEEP_ASIDE,
    ),
    Reason.BAD_ENTRIES: ("Các trang sổ trong tệp không nối liền nhau nên tệp không được nhận.", _KEEP_ASIDE),
    Reason.WRONG_BOOK: (
        "Tệp này mang nội dung của một sổ khác với nơi gửi.",
        _KEEP_ASIDE,
    ),
    Reason.WRONG_KIND: (
        "Tệp này thuộc loại khác với loại đang cần.",
        "Chọn đúng tệp: thẻ có đuôi .chibo-the, tệp gửi và giấy báo nhận có đuôi .chibo.",
    ),
}

_NOT_DAMAGE: Final = frozenset(
    {
        Reason.NOT_A_BUNDLE,
        Reason.NEWER_VERSION,
        Reason.UNKNOWN_SENDER,
        Reason.WRONG_RECIPIENT,
        Reason.WRONG_BOOK,
        Reason.WRONG_KIND,
    }
)


class BundleError(UserError):
    """A file is refused; `reason` is for machines, `detail` (English) for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(*_WORDS[reason])
        self.reason = reason
        self.detail = detail
        self.exit_code = 1 if reason in _NOT_DAMAGE else 3

    def __str__(self) -> str:
        return f"{self.reason.value}: {self.detail}" if self.detail else self.reason.value
