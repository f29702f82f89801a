"""The commands of `chibo` and their arguments."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, NoReturn

from chibo_desktop import __version__
from chibo_desktop.cli.print_reviews import REVIEW_PAPERS

SHOWN = ("members", "meetings", "duties", "cells", "journal", "statistics", "reviews")

PRINTED = ("minutes", "score-sheet", "resolution", "notice", "invitation", "kit", "duties", *REVIEW_PAPERS)
EXPORTED = (
    "members", "duties", "attendance", "resolutions", "inspections", "dues", "incoming", "numbers", "reviews",
)  # fmt: skip
KINDS = ("regular", "thematic", "committee", "extraordinary", "review", "group", "congress")

_TRANSLATED = (
    (re.compile(r"the following arguments are required: (.+)"), r"còn thiếu: \1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"không hiểu: \1"),
    (re.compile(r"argument (\S+): expected one argument"), r"\1 cần một giá trị đi kèm"),
    (re.compile(r"argument (\S+): invalid choice: (\S+) \(choose from (.+)\)"), r"\1: không có \2 (chọn: \3)"),
    (re.compile(r"argument (\S+): not allowed with argument (\S+)"), r"\1 không dùng cùng \2"),
    (re.compile(r"one of the arguments (.+) is required"), r"cần một trong: \1"),
    (re.compile(r"ambiguous option: (\S+) could match (.+)"), r"\1 có thể là \2"),
    (re.compile(r"argument (\S+): invalid (?:\w+) value: (.+)"), r"\1: giá trị \2 không hợp lệ"),
)


class _Words(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese."""

    def __init__(self, *, with_help: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", _Words)
        super().__init__(add_help=False, **kwargs)
        self._positionals.title = "Tham số"
        self._optionals.title = "Tùy chọn"
        if with_help:
            self.add_argument("-h", "--help", action="help", help="hiện phần hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        """Say what of the command is wrong and leave with code 2."""
        for pattern, words in _TRANSLATED:
            if pattern.fullmatch(message):
                message = pattern.sub(words, message)
                break
        self.exit(2, f"{self.format_usage()}Lệnh chưa đúng: {message}. Gõ “{self.prog} --help” để xem hướng dẫn.\n")


def _year(text: str) -> int:
    """Read a year as the book can hold one; argparse tells of a ValueError."""
    year = int(text)
    if not 1930 <= year <= 2200:
        raise ValueError(text)
    return year


def build_parser() -> Parser:
    """Return the parser of all commands."""
    parser = Parser(prog="chibo", description="Sổ chi bộ: làm việc với sổ bằng dòng lệnh.")
    parser.add_argument("--version", action="version", version=f"chibo {__version__}", help="hiện phiên bản")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", required=True, parser_class=Parser)

    common = Parser(prog="chibo", with_help=False)
    common.add_argument("--json", action="store_true", help="trả lời bằng một văn bản JSON")
    common.add_argument(
        "--password-file",
        type=Path,
        metavar="TỆP",
        help="đọc mật khẩu từ dòng đầu của tệp (hoặc biến CHIBO_PASSWORD)",
    )

    def command(name: str, words: str, *, folder: bool = True) -> Parser:
        added: Parser = commands.add_parser(name, help=words, description=words, parents=[common])
        if folder:
            added.add_argument("folder", type=Path, metavar="FOLDER", help="thư mục của sổ")
        return added

    new = command("new", "lập sổ mới")
    whose = new.add_mutually_exclusive_group(required=True)
    whose.add_argument("--cell", metavar="NAME", help="tên chi bộ")
    whose.add_argument("--office", metavar="NAME", help="tên đảng ủy (sổ của văn phòng)")
    new.add_argument("--commune", metavar="NAME", default="", help="tên xã, ví dụ: xã Nậm Khao")
    new.add_argument("--term", metavar="NAME", default="", help="nhiệm kỳ, ví dụ: 2025 - 2027")
    command("demo", "tạo chi bộ mẫu và đảng ủy mẫu, làm trọn một vòng gửi nhận")
    brought = command("import", "nhập danh sách đảng viên từ .xlsx hoặc .csv")
    brought.add_argument("what", choices=("members",), metavar="members", help="members: danh sách đảng viên")
    brought.add_argument("file", type=Path, metavar="FILE", help="tệp .xlsx hoặc .csv")
    brought.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi vào sổ")
    brought.add_argument("--convert-font", action="store_true", help="chuyển chữ gõ bằng phông cũ (TCVN3, VNI)")
    show = command("show", "xem nội dung sổ")
    show.add_argument("what", choices=SHOWN, metavar="|".join(SHOWN), help="xem phần nào")
    exported = command("export", "ghi danh sách ra bảng tính .xlsx")
    exported.add_argument(
        "what", choices=EXPORTED, metavar="|".join(EXPORTED),
        help="members: danh sách đảng viên; duties: nhiệm vụ; attendance: điểm danh cả năm; "
        "resolutions: nghị quyết, chỉ tiêu; inspections: kiểm tra, giám sát; dues: đảng phí; "
        "incoming: văn bản đến; numbers: sổ đăng ký văn bản; reviews: kết quả kiểm điểm",
    )  # fmt: skip
    exported.add_argument("file", type=Path, metavar="FILE.xlsx", help="tệp sẽ ghi")
    show.add_argument("--year", type=_year, help="chỉ cuộc họp, nhiệm vụ, kiểm điểm, thống kê của năm này")
    exported.add_argument(
        "--year", type=_year, help="chỉ năm này; điểm danh, kiểm tra, đảng phí, kiểm điểm không ghi năm: năm nay"
    )
    findings = command("findings", "xem những chỗ cần xem lại trước khi chốt biên bản")
    findings.add_argument(
        "--meeting", default="", metavar="DATE", help="ngày họp; không ghi: cuộc họp mới nhất chưa chốt"
    )
    card = command("card", "ghi thẻ của sổ này")
    pair = command("pair", "ghép với sổ bên kia bằng thẻ của họ")
    pair.add_argument("card", type=Path, metavar="CARDFILE", help="tệp thẻ")
    pair.add_argument("--yes", action="store_true", help="đã đối chiếu sáu nhóm số, không hỏi lại")
    for name, words in (("send", "gửi thay đổi lên xã qua ổ đĩa"), ("receive", "nhận từ ổ đĩa")):
        command(name, words).add_argument("drive", type=Path, metavar="DRIVE", help="USB hoặc thư mục")
    inspect = command("inspect", "xem một tệp gửi nhận, không cần mật khẩu", folder=False)
    inspect.add_argument("bundle", type=Path, metavar="BUNDLE", help="tệp .chibo")
    inspect.add_argument("--extract-age", type=Path, metavar="FILE", help="ghi riêng phần age bên trong ra tệp")
    key = command("key", "ghi khóa age của sổ, để mở tệp lưu trữ bằng công cụ chuẩn")
    agenda = command("agenda", "gợi ý chương trình cuộc họp sắp tới, kèm lý do")
    agenda.add_argument("--draft", required=True, metavar="DATE", help="ngày họp: 2026-12-03 hoặc 03/12/2026")
    agenda.add_argument(
        "--kind", choices=KINDS, default="regular", metavar="KIND", help=f"loại: {', '.join(KINDS)}"
    )
    prints = command("print", "in giấy tờ ra PDF")
    prints.add_argument(
        "what", choices=PRINTED, metavar="|".join(PRINTED),
        help="minutes: biên bản; score-sheet: phiếu chấm điểm; resolution: nghị quyết; notice: thông báo họp; "
        "invitation: giấy mời; kit: bộ giấy phòng mất điện; duties: bảng phân công nhiệm vụ; "
        "review: bản kiểm điểm; review-forms: mẫu để trống; "
        "review-ballots: phiếu; review-count: kiểm phiếu; review-tally: bảng tổng hợp; "
        "review-dossier: danh mục hồ sơ; review-minutes: biên bản",
    )  # fmt: skip
    prints.add_argument(
        "--meeting", default="", metavar="DATE", help="ngày họp: 2026-11-03, 03/11/2026 hoặc latest"
    )
    prints.add_argument(
        "--year", type=_year, help="kiểm điểm, phân công: năm nào; không ghi: kỳ mới nhất, mọi việc đang làm"
    )
    prints.add_argument(
        "--member", default="", metavar="NAME", help="bản kiểm điểm: của ai; không ghi: của tập thể chi bộ"
    )
    for added in (card, key, prints):
        added.add_argument("--output", type=Path, required=True, metavar="FILE", help="tệp sẽ ghi")
    for added in (show, prints, findings, exported):
        added.add_argument("--cell", metavar="NAME", default="", help="ở sổ đảng ủy: chi bộ nào")
    search = command("search", "tìm trong sổ")
    search.add_argument("words", nargs="+", metavar="WORDS", help="các từ cần tìm, không cần dấu")
    check = command("check", "kiểm tra sổ")
    check.add_argument("--full", action="store_true", help="kiểm tra kỹ từng ghi chép")
    command("backup", "sao lưu sổ").add_argument("target", type=Path, metavar="TARGET", help="thư mục hoặc tệp")
    restore = command("restore", "phục hồi sổ từ bản sao lưu", folder=False)
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="tệp sao lưu")
    restore.add_argument("folder", type=Path, metavar="FOLDER", help="thư mục mới, còn trống")
    return parser
