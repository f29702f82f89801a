"""Notice, invitation and kit: their words (golden), their pages, and hostile records."""

from __future__ import annotations

import io
import os
from datetime import date, time
from pathlib import Path

import meeting_sample as sample
import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, A5

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.attendance import roll
from chibo_desktop.domain.kit_paper import FOOT, compose_kit
from chibo_desktop.domain.meetings import AgendaItem, MeetingKind, MeetingMode
from chibo_desktop.domain.minutes import minutes_text
from chibo_desktop.domain.notice_paper import DRAFT_MARK, compose_invitation, compose_notice, notice_text
from chibo_desktop.papers.invitation import render_invitations
from chibo_desktop.papers.kit import render_kit
from chibo_desktop.papers.notice import render_notice

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
TODAY = date(2026, 1, 29)


def assert_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("CHIBO_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def planned(**changes):
    """The sample's meeting as it was before it began."""
    return sample.meeting(**{"closing": None, "roll_called": False, "ends": None, **changes})


def facts(**changes):
    records = sample.records()
    values = {name: records[name] for name in ("cell", "agenda", "members")}
    return {**values, "meeting": planned(), "day": TODAY, **changes}


def notice(**changes):
    return compose_notice(**facts(number=7, guests=sample.records()["guests"], **changes))


def invitation(**changes):
    guest = sample.records()["guests"][0]
    return compose_invitation(**{**facts(guest=guest), **changes})


def kit(**changes):
    records = sample.records()
    meeting = changes.get("meeting", planned())
    people = changes.get("members", records["members"])
    values = {
        "cell": records["cell"], "agenda": records["agenda"], "members": people, "meeting": meeting,
        "roll": roll(people, (), meeting.id, meeting.date),
    }  # fmt: skip
    return compose_kit(**{**values, **changes})


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def size(data: bytes) -> tuple[int, int]:
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    return round(box.width), round(box.height)


def test_notice_reads_as_the_golden_text():
    thematic = planned(kind=MeetingKind.THEMATIC, title="Giữ mốc giới", starts=time(21, 0))
    second = replace(thematic, id=named_id("second"))
    assert_golden("notice-regular.txt", notice_text(notice(sitting=[second])))


def test_invitation_reads_as_the_golden_text():
    assert_golden("invitation.txt", notice_text(invitation()))


def test_blank_minutes_of_the_kit_read_as_the_golden_text():
    assert_golden("kit-minutes.txt", minutes_text(kit().minutes))


def test_committee_minutes_read_as_the_golden_text():
    meeting = sample.meeting(kind=MeetingKind.COMMITTEE, score=None, level=None, dues_note="")
    own = {"agenda": sample.records()["agenda"][2:5], "votes": [], "resolutions": [], "guests": [], "mentions": []}
    text = minutes_text(sample.minutes(meeting=meeting, speeches=[], **own))
    assert_golden("minutes-committee.txt", text)


def test_a_notice_without_number_is_marked_as_a_draft():
    paper = compose_notice(**facts(number=None))
    assert paper.draft
    assert "Số .....-TB/CB" in notice_text(paper)
    assert DRAFT_MARK in pages(render_notice(paper))[0]
    assert DRAFT_MARK not in pages(render_notice(notice()))[0]


def test_the_committee_is_told_by_itself_and_signs_for_itself():
    paper = notice(meeting=planned(kind=MeetingKind.COMMITTEE))
    assert paper.on_behalf == "T/M CHI ỦY"
    assert "chi ủy viên" in paper.blocks[0].text
    assert not any("theo dõi" in line for line in paper.recipients)


def test_a_meeting_online_says_so_and_missing_things_are_dots():
    paper = notice(meeting=planned(mode=MeetingMode.ONLINE, place="", starts=None), agenda=[])
    text = notice_text(paper)
    assert "họp trực tuyến" in text
    assert "........ giờ ........ phút" in text
    assert text.count("....") > 4


def test_the_signature_of_a_notice_is_never_alone_on_a_page_of_a4():
    data = render_notice(notice())
    assert size(data) == (round(A4[0]), round(A4[1]))
    last = pages(data)[-1]
    assert "BÍ THƯ" in last
    assert "Yêu cầu" in last
    assert len(pages(render_notice(notice(agenda=sample.records()["agenda"][:4])))) == 1


def test_invitations_take_a_small_page_each_and_an_unknown_guest_gets_dots():
    data = render_invitations([invitation(), invitation(guest=None)])
    assert size(data) == (round(A5[0]), round(A5[1]))
    first, second = pages(data)
    assert "GIẤY MỜI" in first
    assert "Trân trọng kính mời: ......" in second


def test_papers_are_the_same_each_time():
    for make in (
        lambda: render_notice(notice()),
        lambda: render_invitations([invitation()]),
        lambda: render_kit(kit()),
    ):
        assert make() == make()


def test_the_kit_holds_everyone_once_numbered_slips_and_the_agenda():
    paper = kit()
    names = [row[1].removesuffix(" (dự bị)") for row in paper.roll.rows]
    apart = [row[0] for row in paper.apart.rows]
    assert sorted(names + apart) == sorted(m.name for m in sample.records()["members"])
    assert [row[0] for row in paper.roll.rows] == [str(n) for n in range(1, len(names) + 1)]
    assert all(set(row[2:]) == {""} for row in paper.roll.rows)
    text = "\n".join(pages(render_kit(paper)))
    assert [f"số {n:02d}" in text for n in range(1, paper.slips + 1)] == [True] * paper.slips
    assert f"số {paper.slips + 1:02d}" not in text
    assert paper.topics[0].startswith("1. ")
    assert FOOT[:30] in text


def test_the_kit_of_the_committee_lists_its_members_only():
    paper = kit(meeting=planned(kind=MeetingKind.COMMITTEE))
    assert len(paper.roll.rows) == 3
    assert paper.apart is None


def test_nothing_recorded_stands_in_the_kit_of_a_closed_meeting():
    records = sample.records()
    paper = kit(meeting=sample.meeting(), roll=records["attendance"])
    text = minutes_text(paper.minutes)
    assert all(speech.text[:40] not in text for speech in records["speeches"])
    assert all(item.outcome[:40] not in text for item in records["agenda"] if item.outcome)
    assert paper.minutes.draft


@pytest.mark.parametrize("count", [0, 1, 120])
def test_the_kit_of_any_size_is_printed(count):
    people = [
        replace(sample.records()["members"][0], id=named_id(f"p{n}"), name=f"Lò Văn {n}") for n in range(count)
    ]
    paper = kit(members=people)
    assert len(paper.roll.rows) == count
    assert pages(render_kit(paper))


def test_what_people_typed_is_never_markup():
    item = AgendaItem(
        id=named_id("i"), meeting_id=sample.MEETING_ID, position=1, title="<b>Đường & cầu</b> 🌾 " + "dài " * 60
    )
    hostile = planned(place="</para> & <font>", title="<i>")
    assert "<b>Đường & cầu</b>" in pages(render_notice(notice(agenda=[item], meeting=hostile)))[0]
    assert "<b>Đường & cầu</b>" in pages(render_invitations([invitation(agenda=[item])]))[0]
    assert any("<b>Đường & cầu</b>" in page for page in pages(render_kit(kit(agenda=[item], meeting=hostile))))
