"""Rule packs as TOML text: reading them, and telling line and reason of what is wrong (tệp quy định)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from chibo_desktop.domain.rules import RulePack, pack_problems
from chibo_desktop.domain.score_frames import Problem

Raw = Mapping[str, Any]
Place = tuple[str | int, ...]
P = TypeVar("P")

_OWN = frozenset({"id", "title", "legal_basis", "effective_from", "replaces", "by_choice", "note"})
_WHOLE = frozenset({"score_frame"})
_BASED_KINDS = frozenset({"regular", "thematic"})
_LONGEST_BASIS = 200


class PackFaultError(ValueError):
    """A pack that cannot be used: the line (1 is the first) and the reason in Vietnamese."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{line}: {reason}")
        self.line = line
        self.reason = reason


def parse_pack(text: str, base: Callable[[str], Raw | None] = lambda _: None) -> RulePack:
    """Return the pack a TOML text declares; raises PackFaultError with line and reason.

    `base` gives the raw pack of an id: with `based_on` a pack only says what it has otherwise.
    """
    return parse_as(text, RulePack, pack_problems, base)


def parse_as(
    text: str, cls: type[P], problems: Callable[[P], Iterator[Problem]], base: Callable[[str], Raw | None]
) -> P:
    """Return a pack of any kind; `problems` yields what the types of `cls` cannot see."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(text, str(error)) from error
    except RecursionError as error:
        raise PackFaultError(1, "các ngoặc lồng nhau quá sâu") from error
    lines = line_numbers(text)
    full = merged(raw, base, lines)
    try:
        pack = msgspec.convert(full, cls)
    except msgspec.ValidationError as error:
        raise _schema(lines, full, str(error), cls) from error
    for place, reason in problems(pack):
        raise PackFaultError(_line(lines, place), reason)
    return pack


def merged(raw: Raw, base: Callable[[str], Raw | None], lines: Mapping[Place, int] | None = None) -> dict[str, Any]:
    """Return the raw pack with what it takes from the one it is based on; tables merge, lists do not."""
    own = {key: value for key, value in raw.items() if key != "based_on"}
    name = raw.get("based_on")
    if name is None:
        return own
    found = base(name) if isinstance(name, str) else None
    if found is None:
        raise PackFaultError((lines or {}).get(("based_on",), 1), f"không có bộ quy định nào mang mã “{name}”")
    taken = {key: value for key, value in found.items() if key not in _OWN}
    full = {key: _mixed(taken.get(key), own.get(key), key) for key in {**taken, **own}}
    if isinstance(full.get("basis"), dict) and isinstance(own.get("legal_basis"), str):
        changed = dict.fromkeys(_said(own), own["legal_basis"][:_LONGEST_BASIS])
        full["basis"] = _mixed({**taken["basis"], **changed}, own.get("basis"), "basis")
    return full


def _said(own: Raw) -> Iterator[str]:
    """Yield the rules a pack says itself, so that what is based on another does not quote that one's basis."""
    for key in ("absences_in_a_row", "required", "content"):
        if key in own:
            yield key
    for table, prefix in (("calendar", "calendar."), ("lengths", "length.")):
        said = own.get(table)
        if isinstance(said, dict):
            kinds = said.get("kinds")
            yield from (prefix + name for name in said if name != "kinds")
            yield from (prefix + name for name in kinds if name in _BASED_KINDS) if isinstance(kinds, dict) else ()


def _mixed(below: Any, above: Any, key: str) -> Any:
    if above is None:
        return below
    if isinstance(below, dict) and isinstance(above, dict) and key not in _WHOLE:
        return {name: _mixed(below.get(name), above.get(name), name) for name in {**below, **above}}
    return above


# -- where a value stands -------------------------------------------------------------------------

_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*(.*)""")
_NAME = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_WORDS = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|#.*""")


def line_numbers(text: str) -> dict[Place, int]:
    """Return the line on which each table, key and list item of a TOML text begins."""
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    open_list: Place | None = None
    depth = item = 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _WORDS.sub(lambda m: "" if m[0].startswith("#") else '""', line)
        if open_list is not None:
            if depth == 1 and bare.strip() and not bare.strip().startswith("]"):
                found[*open_list, item] = number
                item += 1
            depth += bare.count("[") - bare.count("]")
            open_list = open_list if depth > 0 else None
        elif head := _TABLE.match(line):
            table = _entered(_names(head[2]), counts, many=head[1] == "[[")
            found.setdefault(table, number)
        elif entry := _KEY.match(line):
            place = (*table, *_names(entry[1]))
            found.setdefault(place, number)
            value = _WORDS.sub(lambda m: "" if m[0].startswith("#") else '""', entry[2])
            depth, item = value.count("[") - value.count("]"), 0
            open_list = place if depth > 0 else None
    return found


def _names(dotted: str) -> list[str]:
    return [a or b or c for a, b, c in _NAME.findall(dotted)]


def _entered(names: list[str], counts: dict[Place, int], *, many: bool) -> Place:
    place: Place = ()
    for position, name in enumerate(names):
        place = (*place, name)
        if many and position == len(names) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _line(lines: Mapping[Place, int], place: Place) -> int:
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 1


# -- reasons in Vietnamese ------------------------------------------------------------------------

_SYNTAX = (
    ("Expected '=' after a key", "thiếu dấu = sau tên ô"),
    ("Cannot overwrite a value", "ô này đã ghi ở trên"),
    ("Cannot declare", "bảng này đã có ở trên"),
    ("Unclosed array", "thiếu dấu ] ở cuối danh sách"),
    ("Unclosed inline table", "thiếu dấu } ở cuối bảng"),
    ("Unterminated string", "thiếu dấu nháy ở cuối chữ"),
    ("Illegal character", "có ký tự không viết được ở đây (thiếu dấu nháy?)"),
    ("Invalid date or datetime", "ngày không có thật"),
    ("Expected newline or end of document", "sau giá trị còn chữ thừa"),
    ("Invalid initial character for a key", "tên ô không đúng cách viết"),
    ("Expected ']'", "thiếu dấu ] ở cuối tên bảng"),
    ("Duplicate inline table key", "ô này ghi hai lần"),
    ("Unescaped '\\'", "dấu \\ trong chữ phải viết thành \\\\"),
    ("Invalid value", "giá trị không đúng cách viết; chữ phải để trong dấu nháy"),
)
_AT_LINE = re.compile(r"at line (\d+)")


def _syntax(text: str, message: str) -> PackFaultError:
    at = _AT_LINE.search(message)
    line = int(at[1]) if at else max(1, len(text.splitlines()))
    reason = next((words for start, words in _SYNTAX if message.startswith(start)), "không đúng cách viết TOML")
    return PackFaultError(line, reason)


_PATH = re.compile(r" - at (?:`(key)` in )?`([^`]*)`$")
_STEP = re.compile(r"\.([\w-]+)|\[(\d+|\.\.\.)\]")
_ANY = "..."
"""what msgspec says for a key of a table that may have any"""
_TYPES = {
    "int": "số nguyên", "float": "số", "str": "chữ trong dấu nháy", "bool": "true hoặc false",
    "date": "ngày dạng 2026-01-31", "array": "danh sách", "object": "bảng", "null": "để trống",
}  # fmt: skip


def _schema(lines: Mapping[Place, int], full: Raw, message: str, cls: type[Any]) -> PackFaultError:
    at = _PATH.search(message)
    sentence = message[: at.start()] if at else message
    place: Place = tuple(
        name or (index if index == _ANY else int(index)) for name, index in _STEP.findall(at[2] if at else "")
    )
    place = _found(full, place, message, cls)
    key = re.search(r"'(.+)'", sentence) if at and at[1] else None
    for reason, extra in _explained(sentence):
        where = (*place, step) if (step := key[1] if key else extra) else place
        name = " › ".join(str(part + 1) if isinstance(part, int) else part for part in where)
        return PackFaultError(_line(lines, where), f"{name}: {reason}" if name else reason)
    return PackFaultError(_line(lines, place), "giá trị không hợp lệ")


def _found(full: Raw, place: Place, message: str, cls: type[Any]) -> Place:
    """Return the place with the key that is meant: the one that alone brings the same refusal."""
    if _ANY not in place:
        return place
    before = place[: place.index(_ANY)]
    table: Any = full
    for step in before:
        table = table[step]
    for key in table:
        try:
            msgspec.convert(_only(full, before, key), cls)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return (*before, key, *place[len(before) + 1 :])
    return before


def _only(value: Any, place: Place, key: str) -> Any:
    if not place:
        return {key: value[key]}
    return {**value, place[0]: _only(value[place[0]], place[1:], key)}


def _explained(sentence: str) -> Iterator[tuple[str, str]]:
    if found := re.match(r"Object missing required field `(.+)`", sentence):
        yield f"thiếu ô “{found[1]}”", ""
    if found := re.match(r"Object contains unknown field `(.+)`", sentence):
        yield "không có ô nào tên như vậy", found[1]
    if found := re.match(r"Invalid enum value '?(.+?)'?$", sentence):
        yield f"“{found[1]}” không nằm trong các giá trị được dùng", ""
    if found := re.match(r"Expected `(\w+)` of length (>=|<=) (\d+)", sentence):
        most = found[2] == "<="
        thing = "danh sách" if found[1] == "array" else "chữ"
        yield f"{thing} {'dài nhất' if most else 'ít nhất'} {found[3]}", ""
    if found := re.match(r"Expected `(?:int|float)` (>=|<=) (\S+)", sentence):
        yield f"số không được {'dưới' if found[1] == '>=' else 'quá'} {found[2]}", ""
    if sentence.startswith("Invalid RFC3339"):
        yield f"phải là {_TYPES['date']}", ""
    if re.match(r"Expected `str` matching regex", sentence):
        yield "mã chỉ gồm chữ thường không dấu, số, dấu chấm và gạch nối", ""
    if found := re.match(r"Expected `([^`]+)`(?:, got `([^`]+)`)?", sentence):
        kinds = " hoặc ".join(_TYPES.get(kind.strip(), kind.strip()) for kind in found[1].split("|"))
        yield f"phải là {kinds}", ""
