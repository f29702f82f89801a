"""The assignment of duties printed from the command line."""

from __future__ import annotations

import argparse

from chibo_desktop.cli.output import Answer
from chibo_desktop.services import duty_papers
from chibo_desktop.services.session import Session


def print_duties(session: Session, args: argparse.Namespace, book: int) -> Answer:
    """Print who has which duty in a year, or all open duties where no year is named."""
    paper = duty_papers.assignment_of(session, args.year, book=book)
    written = duty_papers.save_assignment(session, args.output, year=args.year, book=book)
    answer = Answer({"file": str(written), "paper": "duties", "year": args.year, "rows": len(paper.table.rows)})
    answer.say(f"Đã in bảng phân công nhiệm vụ ({paper.subtitle[:1].lower()}{paper.subtitle[1:]}) vào {written}.")
    answer.say(paper.closing or "Sổ chưa có đảng viên nào phải được giao việc.")
    return answer
