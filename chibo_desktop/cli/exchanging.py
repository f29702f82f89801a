"""The commands that carry things between a cell and the office: cards, bundles, receipts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chibo_desktop.cli.opening import opened
from chibo_desktop.cli.output import Answer
from chibo_desktop.common.errors import UserError
from chibo_desktop.services import exchange, pairing
from chibo_desktop.services import receipts as receipts_service
from chibo_desktop.services.outputs import write_out
from chibo_desktop.services.receiving import receive_at_office, receive_held
from chibo_desktop.services.sending import send as send_changes
from chibo_desktop.services.session import Session

_ACCEPTED = frozenset({"applied", "already_have", "parked"})
_DAMAGE = frozenset({"damaged", "incomplete", "bad_signature", "bad_manifest", "bad_entries", "forbidden_stanza"})


def card(args: argparse.Namespace) -> Answer:
    """Write this book's card."""
    with opened(args, reading=True) as session:
        groups = pairing.my_card(session).fingerprint
        written = pairing.save_my_card(session, args.output)
    answer = Answer({"file": str(written), "fingerprint": list(groups)})
    answer.say(f"Đã ghi thẻ vào {written}.")
    answer.say(f"Sáu nhóm số để đọc đối chiếu: {'  '.join(groups)}")
    return answer


def pair(args: argparse.Namespace) -> Answer:
    """Trust the other side's card."""
    found = pairing.card_in(args.card)
    with opened(args) as session:
        seen = pairing.preview(session, found)
        if not args.yes:
            _confirm(found.name, seen.fingerprint)
        pairing.pair(session, found)
        held = receive_held(session) if session.is_office else None
        mine = pairing.my_card(session).fingerprint
    answer = Answer({
        "name": found.name, "role": found.role.value, "fingerprint": list(seen.fingerprint),
        "own_fingerprint": list(mine), "received": held.entries if held else 0,
    })  # fmt: skip
    answer.say(f"Đã ghép với {found.name}.")
    answer.say(f"Sáu nhóm số của bên kia: {'  '.join(seen.fingerprint)}")
    if held is not None and held.entries:
        answer.say(f"Đã nhận {held.entries} ghi chép từ các tệp chờ ghép.")
    return answer


def _confirm(name: str, groups: tuple[str, ...]) -> None:
    print(f"Thẻ của {name}. Hãy đọc sáu nhóm số này với bên kia: {'  '.join(groups)}", file=sys.stderr)
    print("Đúng cả sáu nhóm? Gõ co rồi Enter để ghép: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"co", "có", "y", "yes"}:
        raise UserError("Chưa ghép.", "Khi đã đối chiếu đúng cả sáu nhóm số, làm lại lệnh này.")


def send(args: argparse.Namespace) -> Answer:
    """Write what is new to a drive."""
    with opened(args) as session:
        sent = send_changes(session, args.drive)
    files = [{"file": str(f.path), "size": f.size, "from": f.from_seq, "to": f.to_seq} for f in sent.files]
    answer = Answer({"office": sent.office.name, "entries": sent.entries, "files": files, "code": sent.code})
    if sent.nothing_new:
        answer.say(f"{sent.office.name} đã nhận đủ, không có gì mới để gửi.")
    else:
        answer.say(f"Đã ghi {sent.entries} ghi chép gửi {sent.office.name}. Rút USB được rồi.")
        answer.lines += [f"  {file.path} ({file.size} byte)" for file in sent.files]
    answer.say(f"Mã sổ: {sent.code}")
    return answer


def receive(args: argparse.Namespace) -> Answer:
    """Take in what a drive brings."""
    with opened(args) as session:
        if session.is_office:
            return _receive_at_office(session, args.drive)
        got = receipts_service.receive_at_cell(session, args.drive)
        unsent = exchange.status(session).unsent
    answer = Answer({
        "receipts": got.receipts, "acknowledged": got.acknowledged, "unsent": unsent, "forked": got.forked,
        "notes": [f"{title} {remedy}" for title, remedy in got.notes],
    })  # fmt: skip
    answer.say(
        f"Đã nhận {got.receipts} giấy báo. Đảng ủy xã đã có đến mục {got.acknowledged}; còn {unsent} mục chưa gửi."
    )
    for title, remedy in got.notes:
        answer.warn(f"{title} {remedy}")
    answer.code = 1 if got.forked else 0
    return answer


def _receive_at_office(session: Session, drive: Path) -> Answer:
    got = receive_at_office(session, drive)
    answer = Answer({
        "entries": got.entries,
        "files": [
            {"file": f.name, "status": f.status, "sender": f.sender, "entries": f.entries, "message": f.title}
            for f in got.files
        ],
        "new_cards": [{"name": c.name, "fingerprint": list(c.fingerprint)} for c in got.cards],
        "receipts": [str(path) for path in got.receipts],
    })  # fmt: skip
    answer.say(f"Đã nhận {got.entries} ghi chép mới từ {len(got.files)} tệp.")
    for file in got.files:
        answer.say(f"  {file.name}: {file.sender or 'chưa rõ nơi gửi'}. {file.title}")
        if file.status not in _ACCEPTED:
            answer.warn(f"{file.name}: {file.title} {file.remedy}")
            answer.code = max(answer.code, 1)
    for found in got.cards:
        answer.say(f"Có thẻ mới của {found.name}; đối chiếu: {'  '.join(found.fingerprint)}")
    if got.receipts:
        answer.say(f"Đã ghi {len(got.receipts)} giấy báo nhận lên USB. Rút USB được rồi.")
    return answer


def inspect(args: argparse.Namespace) -> Answer:
    """Tell what can be verified of a bundle without a key."""
    seen = exchange.inspect(args.bundle)
    if args.extract_age is not None:
        if seen.card is not None:
            raise UserError("Đây là thẻ, bên trong không có phần age.", "Hãy chọn tệp gửi nhận (.chibo).")
        write_out(args.extract_age, seen.payload)
    answer = Answer({
        "file": str(args.bundle), "format": seen.format, "kind": seen.kind.value, "bundle_id": seen.bundle_id.hex(),
        "time": seen.time.isoformat(), "size": seen.size, "sender_key_id": seen.sender_key_id.hex(),
        "sender_key": seen.sender_key.hex(), "recipient_key_ids": [k.hex() for k in seen.recipient_key_ids],
        "age_size": seen.payload_size, "age_stanzas": list(seen.age_stanzas),
        "signature_valid": seen.signature_holds, "problem": seen.problem.value if seen.problem else None,
    })  # fmt: skip
    if seen.card is not None:
        answer.data["card"] = {"name": seen.card.name, "fingerprint": list(seen.card.fingerprint)}
        answer.say(f"Thẻ của {seen.card.name}: {'  '.join(seen.card.fingerprint)}")
    answer.say(
        f"Loại: {seen.kind.value}, khuôn {seen.format}, {seen.size} byte, ghi lúc {seen.time:%d/%m/%Y %H:%M} UTC"
    )
    answer.say(f"Khóa người gửi: {seen.sender_key_id.hex()}; người nhận: {len(seen.recipient_key_ids)}")
    answer.say("Chữ ký đúng." if seen.signature_holds else "Chữ ký KHÔNG đúng.")
    if args.extract_age is not None:
        answer.say(f"Đã ghi phần age ({seen.payload_size} byte) vào {args.extract_age}.")
    if seen.problem is not None:
        answer.warn(f"Tệp này sẽ không được nhận ({seen.problem.value}).")
        answer.code = 3 if seen.problem.value in _DAMAGE else 1
    return answer


def key(args: argparse.Namespace) -> Answer:
    """Write the age identity."""
    with opened(args, reading=True) as session:
        pairing.save_age_identity(session, args.output)
    answer = Answer({"file": str(args.output)})
    answer.say(f"Đã ghi khóa age vào {args.output}. Ai có tệp này mở được mọi tệp gửi cho sổ: hãy cất kỹ.")
    return answer
