"""Marks of secrecy in the words of a document, so that the program can ask to stop (độ mật)."""

from __future__ import annotations

import re

from chibo_desktop.common.text import clean_line, fold

_HIGH = re.compile(r"(?<!\w)(tuyệt|tối)\s+mật(?!\w)")
_HIGH_PLAIN = re.compile(r"(?<![a-z])(tuyet|toi) ?mat(?![a-z])")
_COMPOUNDS = "ong|độ|thiết|khẩu|mã|danh|thám|mía"
_MARK = re.compile(rf"(?<!\w)(?:MẬT|Mật)(?!\w)(?!\s+(?:{_COMPOUNDS})(?!\w))")
_MARK_PLAIN = re.compile(r"(?<![A-Za-z])MAT(?![A-Za-z])(?! TRAN)")
_IN_SYMBOL = re.compile(r"(?<!\w)mật(?!\w)", re.IGNORECASE)
_WORDS = {"tuyệt": "Tuyệt mật", "tuyet": "Tuyệt mật", "tối": "Tối mật", "toi": "Tối mật"}
_JOINTS = re.compile(r"[\s_.\-]+")


def secrecy_mark(symbol: str = "", title: str = "", file_name: str = "") -> str:
    """Return the mark that the words bear ("Mật", "Tối mật", "Tuyệt mật"), "" if none is seen.

    A file's name may be written without tones. Words alone cannot tell for certain, "Mật ong" is no
    mark and a mark may be stamped only: the person decides.
    """
    symbol, title, name = (_JOINTS.sub(" ", clean_line(text)) for text in (symbol, title, file_name))
    found = next((m for t in (symbol, title, name) if (m := _HIGH.search(t.casefold()))), None)
    found = found or _HIGH_PLAIN.search(fold(name))
    if found:
        return _WORDS[found[1]]
    marked = _IN_SYMBOL.search(symbol) or _MARK.search(title) or _MARK.search(name) or _MARK_PLAIN.search(name)
    return "Mật" if marked else ""
