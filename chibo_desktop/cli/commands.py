"""What each command does: read arguments, call a service, say what happened."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from chibo_desktop.cli import show, show_agenda, show_statistics
from chibo_desktop.cli.exchanging import card, inspect, key, pair, receive, send
from chibo_desktop.cli.opening import book_of, opened
from chibo_desktop.cli.output import Answer, WrongUsageError
from chibo_desktop.cli.passwords import password
from chibo_desktop.cli.print_duties import print_duties
from chibo_desktop.cli.print_reviews import REVIEW_PAPERS, print_review
from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.services import (
    backups,
    books,
    exports,
    meetings,
    papers,
    preparation,
    resolutions,
    rolls,
    scoring,
    search,
)
from chibo_desktop.services.session import Session

Command = Callable[[argparse.Namespace], Answer]


def new(args: argparse.Namespace) -> Answer:
    """Make a book."""
    office = args.office is not None
    book = books.NewBook(name=args.office or args.cell, commune=args.commune, office=office, term=args.term)
    recovery = books.create_book(args.folder, book, password(args.password_file, new=True))
    answer = Answer({"folder": str(args.folder), "name": book.name, "office": office, "recovery_key": recovery})
    answer.say(f"Đã lập sổ của {book.name} trong {args.folder}.")
    answer.say(f"Khóa phục hồi (chỉ hiện một lần, hãy chép ra giấy và cất riêng): {recovery}")
    answer.say(books.SECRECY_NOTICE)
    return answer


def demo(args: argparse.Namespace) -> Answer:
    """Make the demonstration books and do the main job once."""
    from chibo_desktop.services.demo import make_demo

    report = make_demo(args.folder)
    answer = Answer(report.as_data())
    answer.lines += report.lines()
    return answer


def bring_in(args: argparse.Namespace) -> Answer:
    """Import a member list."""
    file = rolls.read_roll(args.file)
    if file.legacy is not None:
        if not args.convert_font:
            raise UserError(
                f"Danh sách trong {args.file.name} được gõ bằng phông chữ cũ ({file.legacy.upper()}).",
                "Thêm --convert-font để chuyển sang Unicode rồi nhập.",
            )
        file = rolls.converted(file)
    with opened(args) as session:
        planned = rolls.plan(session, file)
        if not args.dry_run and planned.members:
            rolls.take(session, planned)
    problems = [{"row": p.row, "severity": p.severity.value, "sentence": p.sentence} for p in planned.problems]
    taken = len(planned.members)
    answer = Answer({
        "file": str(args.file), "dry_run": args.dry_run, "taken": taken, "skipped": planned.skipped,
        "blocked": planned.blocked, "not_stored": list(planned.kept_out), "problems": problems,
        "members": [member.name for member in planned.members],
    })  # fmt: skip
    verb = "Sẽ nhập" if args.dry_run else "Đã nhập"
    answer.say(f"{verb} {taken} đảng viên; bỏ qua {planned.skipped}; không nhập được {planned.blocked}.")
    if planned.kept_out:
        answer.say(f"Không lấy vào sổ: {', '.join(planned.kept_out)}.")
    for problem in planned.problems:
        answer.warn(f"Dòng {problem.row}: {problem.sentence}")
    return answer


def show_part(args: argparse.Namespace) -> Answer:
    """Show members, meetings, duties, cells or the journal."""
    with opened(args, reading=True) as session:
        return show.show(session, args.what, book=book_of(session, args.cell), year=args.year)


def export(args: argparse.Namespace) -> Answer:
    """Write a list as a spreadsheet."""
    with opened(args, reading=True) as session:
        book = book_of(session, args.cell)
        rows = exports.EXPORTS[args.what](session, args.file, args.year, book=book)
    answer = Answer({"file": str(args.file), "what": args.what, "year": args.year, "rows": rows})
    answer.say(f"Đã ghi {rows} dòng vào {args.file}. Tệp này ai mở cũng đọc được: hãy cất kỹ.")
    return answer


def print_paper(args: argparse.Namespace) -> Answer:
    """Print a paper of a meeting or of a review, or the assignment of duties."""
    if args.what == "duties" or args.what in REVIEW_PAPERS:
        with opened(args, reading=True) as session:
            made = print_duties if args.what == "duties" else print_review
            return made(session, args, book_of(session, args.cell))
    if not args.meeting:
        raise WrongUsageError("Lệnh chưa đúng: còn thiếu: --meeting.", "Gõ “chibo print --help” để xem hướng dẫn.")
    word, save = _PAPERS[args.what]
    with opened(args, reading=True) as session:
        book = book_of(session, args.cell)
        meeting = _meeting_on(session, args.meeting, book)
        written = save(session, meeting.id, args.output, book=book)
    answer = Answer({
        "file": str(written), "paper": args.what, "meeting": meeting.date.isoformat(), "closed": meeting.closed,
    })  # fmt: skip
    answer.say(f"Đã in {word} {meeting_title(meeting)} vào {written}.")
    if args.what not in _BEFORE and not meeting.closed:
        answer.warn("Biên bản này chưa chốt nên được in là bản nháp.")
    return answer


_PAPERS: dict[str, tuple[str, Callable[..., Path]]] = {
    "minutes": ("biên bản", papers.save_minutes),
    "score-sheet": ("phiếu chấm điểm", scoring.save_score_sheet),
    "resolution": ("nghị quyết", resolutions.save_resolution_paper),
    "notice": ("thông báo", preparation.save_notice),
    "invitation": ("giấy mời", preparation.save_invitation),
    "kit": ("bộ giấy phòng mất điện", preparation.save_kit),
}
_BEFORE = frozenset({"notice", "invitation", "kit"})
"""papers made before the meeting, which nobody closes"""


def agenda(args: argparse.Namespace) -> Answer:
    """Draft the agenda of a meeting to come."""
    with opened(args, reading=True) as session:
        return show_agenda.show_draft(session, MeetingKind(args.kind), _day(args.draft))


def findings(args: argparse.Namespace) -> Answer:
    """Tell what to look at before a meeting is closed."""
    with opened(args, reading=True) as session:
        book = book_of(session, args.cell)
        if args.meeting:
            meeting = _meeting_on(session, args.meeting, book)
        else:
            rows = [row.meeting for row in meetings.list_meetings(session, book=book)]
            if not rows:
                raise UserError("Sổ chưa có cuộc họp nào.", "Hãy lập cuộc họp rồi xem lại.")
            meeting = next((m for m in rows if not m.closed), rows[0])
        return show_statistics.show_findings(session, meeting, book)


def _meeting_on(session: Session, text: str, book: int) -> Meeting:
    rows = [row.meeting for row in meetings.list_meetings(session, book=book)]
    closed = [m for m in rows if m.closed]
    found = closed[:1] if text == "latest" else [m for m in rows if m.date == _day(text)]
    if not found:
        raise UserError(
            f"Không có cuộc họp nào ngày {text}.", "Xem các ngày họp bằng lệnh: chibo show FOLDER meetings"
        )
    return min(found, key=lambda m: list(MeetingKind).index(m.kind))


def _day(text: str) -> date:
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and all(part.isdecimal() and len(part) <= 4 for part in parts):
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    raise UserError(f"Không đọc được ngày “{text}”.", "Hãy ghi ngày như 03/11/2026 hoặc 2026-11-03.")


def search_words(args: argparse.Namespace) -> Answer:
    """Find records by their words."""
    with opened(args, reading=True) as session:
        found = search.find(session, " ".join(args.words))
    answer = Answer({
        "found": [{"kind": f.kind, "title": f.title, "text": f.text, "book": f.book} for f in found]
    })  # fmt: skip
    answer.say(f"Tìm thấy {len(found)} chỗ.")
    answer.lines += [f"  {f.title}: {f.text}" for f in found]
    return answer


def check(args: argparse.Namespace) -> Answer:
    """Look through the book."""
    with opened(args, reading=True) as session:
        faults = backups.check(session, full=args.full)
        head = session.head()
        code = session.head_code()
    answer = Answer({
        "sound": not faults, "full": args.full, "seq": head.seq, "head": head.hash.hex(), "code": code,
        "faults": [{"where": f.where, "what": f.what} for f in faults],
    })  # fmt: skip
    if faults:
        answer.code = 3
        answer.say(f"Sổ có {len(faults)} chỗ hỏng.")
        for fault in faults:
            answer.warn(f"{fault.where}: {fault.what}")
        answer.warn("Đừng ghi thêm. Hãy phục hồi từ bản sao lưu mới nhất.")
    else:
        answer.say(f"Sổ nguyên vẹn: {head.seq} mục nhật ký. Mã sổ: {code}")
    return answer


def backup(args: argparse.Namespace) -> Answer:
    """Write a backup."""
    with opened(args, reading=True) as session:
        made = backups.back_up(session, args.target)
    answer = Answer({"file": str(made.file), "size": made.size, "seq": made.seq, "code": made.code})
    answer.say(f"Đã sao lưu vào {made.file} ({made.size} byte, đến mục {made.seq}).")
    return answer


def restore(args: argparse.Namespace) -> Answer:
    """Get a book back from a backup."""
    session = backups.restore(args.backup, args.folder, password(args.password_file))
    try:
        name = session.cell().name_on(session.clock.today()).name
    finally:
        session.close()
    answer = Answer({"folder": str(args.folder), "name": name})
    answer.say(f"Đã phục hồi sổ của {name} vào {args.folder}. Từ nay chỉ dùng sổ này.")
    return answer


COMMANDS: dict[str, Command] = {
    "new": new, "demo": demo, "import": bring_in, "show": show_part, "card": card, "pair": pair, "send": send,
    "receive": receive, "inspect": inspect, "key": key, "print": print_paper, "search": search_words,
    "agenda": agenda, "check": check, "backup": backup, "restore": restore, "export": export, "findings": findings,
}  # fmt: skip
