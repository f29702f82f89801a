"""The rules in force: packs that ship, packs from above, the cell's own numbers (quy định)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.meetings import Day, Meeting
from chibo_desktop.domain.pack_text import PackFaultError, merged, parse_pack
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.rules import NUMBERS, NumberRule, RulePack, in_force, number_rule, pack_problems
from chibo_desktop.domain.score_frames import ScoreFrame
from chibo_desktop.domain.settings import Setting, setting
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN

_SHIPPED = ("meeting-hd42-2025.toml", "meeting-hd12-2018.toml", "meeting-hd42-ward8.toml")
_PACK = "rule.pack."
_NUMBER = "rule.number."
_FRAME = "rule.frame"
_PIECE = 4_000
_MOST = 60_000
_KEPT_NUMBERS = ("length.sitting", "length.large_from", "length.large",
                 "calendar.documents_days_before", "calendar.report_days_after", "absences_in_a_row")  # fmt: skip


# -- which packs there are ------------------------------------------------------------------------


@cache
def shipped_packs() -> tuple[RulePack, ...]:
    """Return the packs that come with the program."""
    texts = [resource("rules", name).read_text(encoding="utf-8") for name in _SHIPPED]
    raws: dict[str, Mapping[str, Any]] = {}
    for text in texts:
        raw = tomllib.loads(text)
        raws[raw["id"]] = merged(raw, raws.get)
    return tuple(parse_pack(text, raws.get) for text in texts)


@lru_cache(maxsize=64)
def _kept_pack(data: str) -> RulePack | None:
    try:
        pack = msgspec.json.decode(data, type=RulePack)
        wrong = next(pack_problems(pack), None)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return None if wrong else pack


def _settings(session: Session, book: int) -> dict[str, str]:
    return {s.name: s.value for s in session.book.find(Setting, book=book) if s.name.startswith("rule.")}


def _kept(settings: Mapping[str, str]) -> tuple[RulePack, ...]:
    pieces: dict[str, dict[str, str]] = {}
    for name, value in settings.items():
        if name.startswith(_PACK):
            pack_id, _, number = name[len(_PACK) :].rpartition("/")
            pieces.setdefault(pack_id, {})[number] = value
    found = [_kept_pack("".join(parts[number] for number in sorted(parts))) for parts in pieces.values()]
    return tuple(sorted((pack for pack in found if pack), key=lambda p: (p.effective_from, p.id)))


def _all(settings: Mapping[str, str]) -> tuple[RulePack, ...]:
    shipped = shipped_packs()
    own = {pack.id for pack in shipped}
    return (*shipped, *(pack for pack in _kept(settings) if pack.id not in own))


def packs(session: Session, *, book: int = OWN) -> list[RulePack]:
    """Return the packs that ship and those kept in the book, which travel with it."""
    return list(_all(_settings(session, book)))


# -- the pack of a day and of a meeting -----------------------------------------------------------


def pack_for(session: Session, day: Day, *, book: int = OWN) -> RulePack:
    """Return the rules in force on a day: the latest pack, the chosen frame, the cell's own numbers."""
    settings = _settings(session, book)
    return _in_force(settings, day)


def _in_force(settings: Mapping[str, str], day: Day) -> RulePack:
    found = _all(settings)
    pack = in_force(found, day)
    return _with_frame(found, pack, settings.get(_FRAME, ""), day).with_numbers(_numbers(settings))


def _with_frame(found: tuple[RulePack, ...], pack: RulePack, frame: str, day: Day | None) -> RulePack:
    chosen = next((p.score_frame for p in found if p.score_frame.id == frame and p.id == frame
                   and (day is None or p.effective_from <= day)), None)  # fmt: skip
    return msgspec.structs.replace(pack, score_frame=chosen) if chosen else pack


def pack_of(session: Session, meeting: Meeting, *, book: int = OWN) -> RulePack:
    """Return the rules of a meeting: closed, those it was closed under; else those in force on its date."""
    settings = _settings(session, book)
    if meeting.closed and meeting.pack:
        found = _all(settings)
        name, *details = meeting.pack.split()
        pack = next((p for p in found if p.id == name), None)
        if pack is not None:
            pairs = dict(part.split("=", 1) for part in details if "=" in part)
            pack = _with_frame(found, pack, pairs.pop("frame", ""), None)
            return pack.with_numbers({key: int(text) for key, text in pairs.items() if text.isdecimal()})
    return _in_force(settings, meeting.date)


def pack_mark(session: Session, meeting: Meeting) -> str:
    """Return what a meeting notes of the rules in force on its date: pack, frame, the cell's own numbers.

    "meeting.hd42-2025 length.regular=60"; `pack_of` reads it again when the meeting is closed.
    """
    settings = _settings(session, OWN)
    pack = _in_force(settings, meeting.date)
    common = in_force(_all(settings), meeting.date)
    details = []
    if pack.score_frame.id != common.score_frame.id:
        details.append(f"frame={pack.score_frame.id}")
    kind = f"length.{meeting.kind.value}"
    keys = [key for key in (kind, *_KEPT_NUMBERS) if number_rule(key) is not None]
    details += [f"{key}={pack.number(key)}" for key in keys if pack.number(key) != common.number(key)]
    mark = pack.id
    for detail in details:
        if len(mark) + len(detail) < 200:
            mark = f"{mark} {detail}"
    return mark


# -- a pack from above ----------------------------------------------------------------------------


def replace_pack(session: Session, path: Path) -> tuple[RulePack, Changed]:
    """Take a pack from a file into the book, where it travels; raises UserError with line and reason.

    A pack under an id that a closed meeting bears, or that ships, is refused unless it is the same:
    what a meeting was held under stays as it was.
    """
    pack = _read(session, path)
    settings = _settings(session, OWN)
    old = next((p for p in _all(settings) if p.id == pack.id), None)
    if old == pack:
        return pack, Changed()
    if old is not None and (old in shipped_packs() or _in_use(session, pack.id)):
        raise UserError(
            f"Đã có bộ quy định mang mã {pack.id}, nội dung khác tệp này.",
            "Hãy đổi mã ở dòng id của tệp (ví dụ thêm -2) rồi chọn lại; buổi họp đã chốt giữ bộ cũ.",
        )
    data = msgspec.json.encode(pack).decode()
    pieces: list[Record] = [
        setting(f"{_PACK}{pack.id}/{number:02}", data[start : start + _PIECE])
        for number, start in enumerate(range(0, len(data), _PIECE))
    ]
    if pack.by_choice:
        pieces.append(setting(_FRAME, pack.id))
    kept = {piece.id for piece in pieces}
    gone = [s for s in _pieces(session, pack.id) if s.id not in kept]
    return pack, session.save(*pieces, delete=gone, what=f"Thay quy định: {pack.title}"[:100])


def remove_pack(session: Session, pack_id: str) -> Changed:
    """Take a pack out of the book; raises UserError when a closed meeting was held under it."""
    if _in_use(session, pack_id):
        raise UserError(
            "Đã có buổi họp chốt theo bộ quy định này.", "Hãy giữ lại, hoặc thay bằng tệp mới có mã khác."
        )
    gone = _pieces(session, pack_id)
    if session.setting(_FRAME) == pack_id:
        gone += [s for s in session.book.find(Setting) if s.name == _FRAME]
    return session.save(delete=gone, what="Bỏ bộ quy định")


def is_shipped(pack: RulePack) -> bool:
    """Whether a pack comes with the program."""
    return any(pack.id == other.id for other in shipped_packs())


def _pieces(session: Session, pack_id: str) -> list[Setting]:
    return [s for s in session.book.find(Setting) if s.name.startswith(f"{_PACK}{pack_id}/")]


def _in_use(session: Session, pack_id: str) -> bool:
    return any(
        m.closed and (m.pack.split()[:1] == [pack_id] or f"frame={pack_id}" in m.pack.split())
        for m in session.book.find(Meeting)
    )


def _read(session: Session, path: Path) -> RulePack:
    try:
        data = path.read_bytes()[: 4 * _MOST]
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"Không đọc được tệp {path.name}.", "Hãy cắm lại USB hoặc chọn tệp khác.") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UserError(
            f"Tệp {path.name}, dòng {line}: chữ không phải bảng mã Unicode (UTF-8).",
            "Hãy mở tệp bằng Notepad, lưu lại với mã UTF-8 rồi chọn lại.",
        ) from error
    if len(text) > _MOST:
        raise UserError(f"Tệp {path.name} quá lớn, không phải bộ quy định.", "Hãy chọn đúng tệp của cấp trên.")
    raws = {pack.id: msgspec.to_builtins(pack, builtin_types=(Day,)) for pack in packs(session)}
    try:
        return parse_pack(text, raws.get)
    except PackFaultError as fault:
        raise UserError(
            f"Tệp {path.name}, dòng {fault.line}: {fault.reason}.",
            "Quy định đang dùng vẫn giữ nguyên. Hãy báo nơi gửi tệp sửa dòng này rồi chọn lại.",
        ) from fault


# -- numbers and frame of the cell's own ----------------------------------------------------------


def _numbers(settings: Mapping[str, str]) -> dict[str, int]:
    return {
        name[len(_NUMBER) :]: int(value)
        for name, value in settings.items()
        if name.startswith(_NUMBER) and value.isdecimal() and len(value) < 6
    }


def local_numbers(session: Session, *, book: int = OWN) -> dict[str, int]:
    """Return the numbers the cell set for itself, by the keys of `NUMBERS`."""
    found = _numbers(_settings(session, book))
    return {rule.key: found[rule.key] for rule in NUMBERS if rule.key in found}


def set_number(session: Session, key: str, value: int) -> Changed:
    """Set a number for this cell, the general one as no number of its own; raises UserError out of limits."""
    rule = _known(key)
    if not rule.least <= value <= rule.most:
        raise UserError(f"{rule.title}: số phải từ {rule.least} đến {rule.most}.", "Hãy ghi lại số này.")
    if in_force(_all(_settings(session, OWN)), session.clock.today()).number(key) == value:
        return reset_number(session, key)
    return session.save(setting(_NUMBER + key, str(value)), what=f"Đặt số riêng: {rule.title}")


def reset_number(session: Session, *keys: str) -> Changed:
    """Go back to the pack's numbers; without keys for all."""
    names = {_NUMBER + _known(key).key for key in keys} or {_NUMBER + rule.key for rule in NUMBERS}
    gone = [s for s in session.book.find(Setting) if s.name in names]
    return session.save(delete=gone, what="Dùng lại số chung")


def _known(key: str) -> NumberRule:
    rule = number_rule(key)
    if rule is None:
        raise KeyError(key)
    return rule


def frames(session: Session, day: Day, *, book: int = OWN) -> list[ScoreFrame]:
    """Return the score frames one may choose for meetings of a day, the usual one first."""
    settings = _settings(session, book)
    found = _all(settings)
    usual = in_force(found, day).score_frame
    others = [p.score_frame for p in found if p.effective_from <= day and p.score_frame.id == p.id]
    return [usual, *(frame for frame in others if frame.id != usual.id)]


def choose_frame(session: Session, frame_id: str, day: Day) -> Changed:
    """Use a frame from now on; the usual one of the day unsets the choice."""
    if frame_id == in_force(_all(_settings(session, OWN)), day).score_frame.id:
        gone = [s for s in session.book.find(Setting) if s.name == _FRAME]
        return session.save(delete=gone, what="Chọn khung chấm điểm")
    return session.save(setting(_FRAME, frame_id), what="Chọn khung chấm điểm")
