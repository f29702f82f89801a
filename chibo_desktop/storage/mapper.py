"""The one mapper between records and rows, by field names."""

from __future__ import annotations

import types
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.records import R, Record


@cache
def columns_of(cls: type[Record]) -> dict[str, tuple[str, bool]]:
    """Return the columns a record needs: name -> (SQLite type, may be null), in field order."""
    hints = get_type_hints(cls)
    return {field.name: _column(hints[field.name]) for field in msgspec.structs.fields(cls)}


def _column(hint: Any) -> tuple[str, bool]:
    if get_origin(hint) in {Union, types.UnionType}:
        inner = [arg for arg in get_args(hint) if arg is not type(None)]
        return _column(inner[0])[0], True
    if isinstance(hint, type):
        if issubclass(hint, bytes):
            return "BLOB", False
        if issubclass(hint, int):
            return "INTEGER", False
        if issubclass(hint, float):
            return "REAL", False
        if issubclass(hint, Enum | str | date | time | datetime):
            return "TEXT", False
    return "TEXT", False


@cache
def _nested(cls: type[Record]) -> frozenset[str]:
    hints = get_type_hints(cls)
    return frozenset(name for name, hint in hints.items() if _is_nested(hint))


def _is_nested(hint: Any) -> bool:
    if get_origin(hint) in {Union, types.UnionType}:
        return any(_is_nested(arg) for arg in get_args(hint) if arg is not type(None))
    if get_origin(hint) is tuple:
        return True
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def refuse_invalid(item: msgspec.Struct) -> None:
    """Raise UserError for a record or part that breaks the limits of its declaration."""
    try:
        msgspec.json.decode(msgspec.json.encode(item), type=type(item))
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise UserError(
            "Nội dung vừa ghi dài quá mức cho phép hoặc có ô chưa hợp lệ.", "Hãy rút ngắn hoặc sửa lại rồi lưu."
        ) from error


def to_row(item: Record) -> dict[str, Any]:
    """Return the column values of a record; what has parts is JSON text."""
    values: dict[str, Any] = msgspec.to_builtins(item, builtin_types=(bytes,))
    for name in _nested(type(item)):
        if values[name] is not None:
            values[name] = msgspec.json.encode(values[name]).decode()
    return values


def from_row(cls: type[R], values: dict[str, Any]) -> R:
    """Return the record that a row holds."""
    for name in _nested(cls):
        if values[name] is not None:
            values[name] = msgspec.json.decode(values[name])
    return msgspec.convert(values, type=cls, strict=False)


@cache
def _text_fields(cls: type[Record]) -> tuple[str, ...]:
    return tuple(name for name, hint in get_type_hints(cls).items() if hint is str)


def words_of(item: Record) -> str:
    """Return the text of a record that search looks through."""
    found = (getattr(item, name) for name in _text_fields(type(item)))
    return "\n".join(text for text in found if text)
