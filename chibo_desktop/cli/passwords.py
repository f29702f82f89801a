"""Where the command line takes a password from: a file, the environment, or the person."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import read_limited

VARIABLE = "CHIBO_PASSWORD"
_LIMIT = 64 << 10


def password(file: Path | None, *, new: bool = False) -> str:
    """Return the password; asked twice when it is a new one. Raises UserError when there is none."""
    if file is not None:
        try:
            text = read_limited(file, _LIMIT).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UserError(f"Tệp mật khẩu {file.name} không phải văn bản UTF-8.", "Hãy ghi lại tệp đó.") from error
        return text.splitlines()[0] if text.splitlines() else _none()
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    first = _ask("Mật khẩu mới: " if new else "Mật khẩu: ")
    if new and first != _ask("Nhập lại mật khẩu: "):
        raise UserError("Hai lần nhập mật khẩu không giống nhau.", "Hãy làm lại.")
    return first


def _ask(prompt: str) -> str:
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else _none()
    return getpass.getpass(prompt, sys.stderr)


def _none() -> str:
    raise UserError(
        "Chưa có mật khẩu.", f"Dùng --password-file TỆP, đặt biến {VARIABLE}, hoặc gõ mật khẩu khi được hỏi."
    )
