"""The minutes on paper: everything is there, whatever was typed, and twice the same."""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import time
from io import BytesIO
from pathlib import Path

import meeting_sample as sample
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.minutes import DRAFT_MARK, minutes_text
from chibo_desktop.papers.minutes import render_minutes

NAUGHTY = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "blns.json"
A4_POINTS = (595.28, 841.89)

_opened: list[str] = []
_listening = [False]


def _note_open(event: str, arguments: tuple[object, ...]) -> None:
    if _listening[0] and event == "open":
        _opened.append(str(arguments[0]))


sys.addaudithook(_note_open)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    return flat("\n".join(page.extract_text() for page in read(pdf).pages))


def flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def said(text: str):
    """The sample minutes with one more speech."""
    speeches = sample.records()["speeches"]
    return sample.minutes(speeches=[replace(speeches[0], text=text), *speeches[1:]])


def test_every_line_of_the_text_stands_on_the_paper():
    minutes = sample.minutes()
    printed = text_of(render_minutes(minutes)).replace(" ", "")
    missing = [
        line
        for line in minutes_text(minutes).splitlines()
        # A paragraph may be parted by a page's number and foot; its halves are looked for.
        if not all(half.replace(" ", "") in printed for half in halves(flat(line)))
    ]
    assert missing == []


def halves(line: str) -> tuple[str, str]:
    words = line.split()
    return " ".join(words[:4]), " ".join(words[-4:])


def test_pages_are_a4_numbered_from_the_second_and_bear_the_code():
    pages = read(render_minutes(sample.minutes())).pages
    assert len(pages) == 5
    for number, page in enumerate(pages, start=1):
        lines = [line.strip() for line in page.extract_text().splitlines()]
        assert (str(number) in lines) == (number > 1)
        assert any(sample.CODE in line for line in lines)
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4_POINTS, abs=0.01)


def test_draft_is_marked_on_every_page_and_closed_minutes_on_none():
    draft = read(render_minutes(sample.minutes(meeting=sample.meeting())))
    assert all(DRAFT_MARK in page.extract_text() for page in draft.pages)
    assert DRAFT_MARK not in text_of(render_minutes(sample.minutes()))


def test_signatures_share_the_last_page_with_the_closing_sentence():
    last = read(render_minutes(sample.minutes())).pages[-1].extract_text()
    assert "Biên bản kết thúc lúc 21 giờ 15 phút" in flat(last)
    assert "THƯ KÝ" in last
    assert "Lò Văn Ánh" in last


@pytest.mark.parametrize("extra", range(0, 1400, 200))
def test_signatures_never_stand_alone_whatever_the_length(extra):
    last = flat(read(render_minutes(said("việc bản " * extra))).pages[-1].extract_text())
    assert "kết thúc lúc" in last
    assert "CHỦ TRÌ" in last


def test_file_describes_itself():
    reader = read(render_minutes(sample.minutes()))
    assert reader.metadata.title == "Biên bản. Sinh hoạt chi bộ thường kỳ tháng 02 năm 2026"
    assert reader.metadata.author == "CHI BỘ BẢN PÚNG GIẮT 1"
    assert reader.trailer["/Root"]["/Lang"] == "vi"


def test_same_minutes_give_the_same_bytes():
    assert render_minutes(sample.minutes()) == render_minutes(sample.minutes())


def test_spread_accents_give_the_same_bytes_as_composed_ones():
    composed = "Ý kiến về đường, mương và chuồng trại ở nhóm Huổi Ho"
    assert render_minutes(said(unicodedata.normalize("NFD", composed))) == render_minutes(said(composed))


def test_fonts_are_embedded():
    names = set()
    for page in read(render_minutes(sample.minutes())).pages:
        for font in page["/Resources"]["/Font"].values():
            name = str(font["/BaseFont"])
            names.add(name.rpartition("+")[2])
            assert "/FontFile2" in font["/FontDescriptor"], name
            assert "/ToUnicode" in font
    faces = ("LiberationSerif", *(f"LiberationSerif-{face}" for face in ("Bold", "Italic", "BoldItalic")))
    assert names == set(faces)


def test_markup_in_a_speech_is_printed_literally_and_opens_nothing():
    text = (
        '<b>đậm</b> a < b & c > d &amp; &lt; <img src="x"/> <a href="http://x">x</a> <para> </para> <font size=90>'
    )
    render_minutes(sample.minutes())
    _opened.clear()
    _listening[0] = True
    try:
        pdf = render_minutes(said(text))
    finally:
        _listening[0] = False
    assert flat(text) in text_of(pdf)
    assert _opened == []
    assert all("/Annots" not in page for page in read(pdf).pages)


def test_markup_in_names_titles_and_places_is_literal_too():
    records = sample.records()
    wild = "<i>x</i> & <br/>"
    minutes = sample.minutes(
        meeting=replace(records["meeting"], place=wild, dues_note=wild),
        guests=[replace(records["guests"][0], name=wild, office=wild)],
        agenda=[replace(records["agenda"][0], title=wild, person=wild, papers=wild)],
        attendance=[replace(row, name=f"{row.name} {wild}") for row in records["attendance"]],
    )
    assert text_of(render_minutes(minutes)).count("<i>x</i> & <br/>") >= 6


def test_thirty_kilobytes_of_speech_are_all_printed():
    words = [f"từ{n}" for n in range(4_000)]
    text = " ".join(words)
    assert len(text.encode()) > 30_000
    pdf = render_minutes(said(text))
    printed = set(text_of(pdf).replace(".", " ").split())
    assert not set(words) - printed
    assert len(read(pdf).pages) > 10


@pytest.mark.parametrize("length", [200, 5_000])
def test_unbroken_words_stay_within_the_margins(length):
    word = "ườ" * (length // 2)
    pdf = render_minutes(said(f"Mở đầu {word} kết thúc"))
    right_edges = []

    def visit(text, _cm, tm, _font, size):
        if text.strip():
            right_edges.append((tm[4], text))

    for page in read(pdf).pages:
        page.extract_text(visitor_text=visit)
    printed = text_of(pdf).replace(" ", "")
    assert printed.count("ườ") >= length // 2
    longest = max(len(run) for _, line in right_edges for run in line.split() if set(run) <= {"ư", "ờ"})
    assert longest < 80


def test_characters_the_face_lacks_are_shown_as_missing():
    printed = text_of(render_minutes(said("Vui 😀👩‍👩‍👧 漢字 ﷽ hết")))
    assert "Vui [?] [?] [?] hết" in printed


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the list of naughty strings is not on this machine")
def test_naughty_strings_are_printed_without_error():
    strings = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    first = sample.records()["speeches"][0]
    speeches = [
        replace(first, id=n.to_bytes(16, "big"), position=n, speaker=text[:300] or "?", text=text)
        for n, text in enumerate(strings)
    ]
    pdf = render_minutes(sample.minutes(speeches=speeches))
    printed = text_of(pdf)
    assert "<script>alert" in printed
    assert "Kết luận:" in printed


def test_cell_of_108_members_prints():
    people = sample.members() + [sample.member(f"Nguyễn Văn Số {n}") for n in range(88)]
    rows = sample.attendance(people)
    minutes = sample.minutes(members=people, attendance=rows, meeting=sample.meeting(closing=sample.closing(rows)))
    assert "108 đồng chí; trong đó chính thức 106 đồng chí" in text_of(render_minutes(minutes))


def test_longest_names_of_cell_and_commune_print():
    cell = sample.cell()
    names = replace(cell.names[0], name="Chi bộ bản " + "W" * 280, commune="xã " + "Mường " * 30)
    pdf = render_minutes(sample.minutes(cell=replace(cell, names=(names,)), meeting=sample.meeting()))
    assert text_of(pdf).replace(" ", "").count("W") >= 280


@pytest.mark.parametrize(
    "meeting",
    [
        sample.meeting(kind=MeetingKind.THEMATIC, title="Học tập và làm theo Bác"),
        sample.meeting(starts=time(23, 0), ends=time(0, 30)),
        sample.meeting(starts=None, ends=None, chair_id=None, minute_taker_id=None, place=""),
    ],
    ids=["thematic", "midnight", "nothing known"],
)
def test_unusual_meetings_print(meeting):
    minutes = sample.minutes(meeting=meeting)
    assert flat(minutes.closing) in text_of(render_minutes(minutes))
