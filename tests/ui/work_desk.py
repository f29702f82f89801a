"""A year of work for the tests of the statistics and the rewards, shared with those of their services."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "services"))

from service_samples import add_members, filled_meeting
from work_samples import fill


def work_year(session):
    """Fill a new book with seven members and a year of work; returns the meeting's id."""
    add_members(session)
    meeting_id = filled_meeting(session)
    fill(session, meeting_id)
    return meeting_id
