"""Papers of the review printed from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from chibo_desktop.cli.output import Answer
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import fold
from chibo_desktop.domain.reviews import ReviewRound
from chibo_desktop.services import review_papers, reviews
from chibo_desktop.services.review_views import round_title
from chibo_desktop.services.session import Session

REVIEW_PAPERS: dict[str, tuple[str, bool]] = {
    "review": ("bản kiểm điểm", True),
    "review-forms": ("mẫu kiểm điểm để trống", False),
    "review-ballots": ("phiếu biểu quyết xếp loại", False),
    "review-count": ("biên bản kiểm phiếu", False),
    "review-tally": ("bảng tổng hợp xếp loại", False),
    "review-dossier": ("danh mục hồ sơ", False),
    "review-minutes": ("biên bản hội nghị kiểm điểm", True),
}
"""what each is called, and whether it bears sealed words"""


_OWN_ONLY = frozenset({"review", "review-forms", "review-minutes"})


def print_review(session: Session, args: argparse.Namespace, book: int) -> Answer:
    """Print a paper of the latest round, or of the latest of a year."""
    word, bears_words = REVIEW_PAPERS[args.what]
    if args.cell and args.what in _OWN_ONLY:
        raise UserError(
            "Lời kiểm điểm không gửi lên xã.", "Ở sổ đảng ủy in được: review-ballots, review-count, review-tally."
        )
    found = _round(session, args.year, book)
    save: dict[str, Callable[[], Path]] = {
        "review": lambda: _form(session, found, args),
        "review-forms": lambda: review_papers.save_forms(session, found.id, args.output),
        "review-ballots": lambda: review_papers.save_ballots(session, found.id, args.output, book=book),
        "review-count": lambda: review_papers.save_count(session, found.id, args.output, book=book),
        "review-tally": lambda: review_papers.save_tally(session, found.id, args.output, book=book),
        "review-dossier": lambda: review_papers.save_dossier(session, found.id, args.output, book=book),
        "review-minutes": lambda: review_papers.save_review_minutes(session, found.id, args.output),
    }
    written = save[args.what]()
    answer = Answer({"file": str(written), "paper": args.what, "year": found.year, "quarter": found.quarter})
    answer.say(f"Đã in {word}, {round_title(found).lower()}, vào {written}.")
    if bears_words:
        answer.warn("Giấy này có lời tự phê bình và phê bình: không để người ngoài chi bộ đọc.")
    return answer


def _round(session: Session, year: int | None, book: int) -> ReviewRound:
    rounds = [r for r in reviews.list_rounds(session, book=book) if year is None or r.year == year]
    if not rounds:
        raise UserError(
            f"Chưa có kỳ kiểm điểm{f' năm {year}' if year else ''} nào.",
            "Hãy mở kỳ kiểm điểm trong chương trình, hoặc xem bằng lệnh: chibo show FOLDER reviews",
        )
    return rounds[0]


def _form(session: Session, found: ReviewRound, args: argparse.Namespace) -> Path:
    view = reviews.load_round(session, found.id)
    wanted = fold(args.member)
    rows = [row for row in view.rows if row.review and (fold(row.name) == wanted if wanted else row.is_cell)]
    rows = rows or [row for row in view.rows if row.review and wanted and wanted in fold(row.name)]
    if len(rows) != 1 or rows[0].review is None:
        raise UserError(
            f"Không rõ bản kiểm điểm nào là của “{args.member}”.",
            "Xem tên bằng lệnh: chibo show FOLDER reviews",
        )
    return review_papers.save_form(session, rows[0].review.id, args.output)
