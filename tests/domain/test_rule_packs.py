"""Rule packs: what ships is whole, what is not as declared is refused with line and reason."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.common.resources import resource
from chibo_desktop.domain.findings import meeting_findings
from chibo_desktop.domain.meetings import Meeting, MeetingKind, MeetingLevel
from chibo_desktop.domain.pack_text import PackFaultError, line_numbers, parse_pack
from chibo_desktop.domain.rule_words import REQUIRED_WORDS, rule_lines
from chibo_desktop.domain.rules import NUMBERS, RequiredPart, RulePack, in_force
from chibo_desktop.domain.score_frames import Measured, points_for
from chibo_desktop.domain.votes import Matter, Threshold, Vote, carries, needed, rule_of
from chibo_desktop.services.rules import shipped_packs

TEXT = resource("rules", "meeting-hd42-2025.toml").read_text(encoding="utf-8")
HD42, HD12, WARD8 = shipped_packs()


def nothing(_: str) -> None:
    return None


def line_of(words: str, text: str = TEXT) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if words in line)


# -- what ships -----------------------------------------------------------------------------------


def test_every_rules_file_that_ships_is_a_pack_or_a_layout() -> None:
    files = {path.name for path in resource("rules").glob("meeting-*.toml")}
    assert files == {"meeting-hd42-2025.toml", "meeting-hd42-ward8.toml", "meeting-hd12-2018.toml"}
    assert [pack.id for pack in shipped_packs()] == ["meeting.hd42-2025", "meeting.hd12-2018", "meeting.hd42-ward8"]


@pytest.mark.parametrize(
    ("pack", "groups"), [(HD42, [5, 5, 10, 40, 5, 30, 5]), (WARD8, [5, 5, 10, 30, 10, 5, 30, 5])]
)
def test_points_of_a_frame_sum_to_their_groups_and_to_100(pack: RulePack, groups: list[float]) -> None:
    frame = pack.score_frame
    assert [group.max for group in frame.groups] == groups
    assert sum(groups) == 100
    for group in frame.groups:
        assert sum(criterion.max or 0 for criterion in group.criteria) == group.max
    assert [(rule.level, rule.at_least) for rule in frame.levels] == [
        (MeetingLevel.GOOD, 90), (MeetingLevel.FAIR, 70), (MeetingLevel.AVERAGE, 50), (MeetingLevel.POOR, 0),
    ]  # fmt: skip


def test_the_frame_of_2018_is_a_checklist_without_points() -> None:
    frame = HD12.score_frame
    assert not frame.scored
    assert len(frame.criteria) == 5
    assert all(criterion.max is None for criterion in frame.criteria)
    assert frame.level(100) is None


def test_the_pack_of_hd42_says_what_the_guidance_says() -> None:
    assert HD42.effective_from == date(2025, 10, 28)
    assert [HD42.minimum_length(kind) for kind in MeetingKind] == [90, 90, None, None, None, None, None]
    assert (HD42.sitting_length, HD42.absences_in_a_row, len(HD42.content)) == (120, 3, 5)
    calendar = HD42.calendar
    assert (calendar.regular_day, calendar.documents_days_before, calendar.report_days_after) == (3, 1, 2)
    assert (calendar.thematic_per_quarter, calendar.bulletin_day, calendar.first_week_days) == (1, 15, 7)
    assert {m for m, law in HD42.votes.items() if law.threshold is Threshold.TWO_THIRDS} == {
        Matter.ADMISSION, Matter.RECOGNITION, Matter.EXPULSION,
    }  # fmt: skip
    assert set(HD42.agendas) == set(HD42.required) == set(MeetingKind)


@pytest.mark.parametrize("matter", list(Matter))
def test_votes_of_the_pack_agree_with_the_program_s_own_rules(matter: Matter) -> None:
    law, own = rule_of(matter, HD42.votes), rule_of(matter)
    assert (law.threshold, law.secret, law.basis) == (own.threshold, own.secret, own.basis)


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.id)
def test_every_rule_is_told_with_its_basis(pack: RulePack) -> None:
    lines = rule_lines(pack)
    assert all(line.words and line.basis for line in lines)
    assert {line.key for line in lines if line.key} == {rule.key for rule in NUMBERS}
    assert set(REQUIRED_WORDS) == set(RequiredPart)


def test_a_rule_reads_as_a_sentence() -> None:
    sentences = [line.sentence for line in rule_lines(HD42)]
    assert "Họp thường kỳ tối thiểu 90 phút — HD 42-HD/BTCTW" in sentences
    assert (
        "Kết nạp đảng viên: từ hai phần ba đảng viên chính thức; biểu quyết từng người — Điều lệ Đảng 4.3"
        in sentences
    )


# -- the pack of a day ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "pack"),
    [
        (date(2010, 1, 1), HD12), (date(2018, 7, 6), HD12), (date(2025, 10, 27), HD12),
        (date(2025, 10, 28), HD42), (date(2040, 1, 1), HD42),
    ],
)  # fmt: skip
def test_the_pack_of_a_day_is_the_latest_in_force(day: date, pack: RulePack) -> None:
    assert in_force(shipped_packs(), day) is pack


def test_an_older_local_pack_replaces_only_what_it_names() -> None:
    local = msgspec.structs.replace(
        HD42, id="meeting.nghean-2023", effective_from=date(2023, 10, 30), replaces=HD42.id
    )
    found = (*shipped_packs(), local)
    assert in_force(found, date(2023, 10, 29)) is HD12
    assert in_force(found, date(2026, 1, 1)) is local


# -- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("regular_day = 3\n", "regular_day = \n", "regular_day =", "giá trị không đúng cách viết"),
        ("regular_day = 3\n", "regular_day 3\n", "regular_day 3", "thiếu dấu ="),
        ("effective_from = 2025-10-28", "effective_from = 2025-13-28", "effective_from", ""),
        ("effective_from = 2025-10-28", 'effective_from = "mai"', "effective_from", "ngày dạng"),
        ("effective_from = 2025-10-28", "effective_from = 5", "effective_from", "ngày dạng"),
        ("regular_day = 3\n", "regular_day = 31\n", "regular_day", "không được quá 28"),
        ("regular_day = 3\n", 'regular_day = "ba"\n', "regular_day", "số nguyên"),
        ("regular_day = 3\n", "ngay_hop = 3\n", "ngay_hop", "không có ô nào"),
        ("regular_day = 3\n", "", "[calendar]", "regular_day"),
        ("bulletin_day = 15", "bulletin_day = 15\nmau = 1", "mau = 1", "không có ô nào"),
        ("bulletin_day = 15", "bulletin_day = 15\nbulletin_day = 16", "bulletin_day = 16", "đã ghi ở trên"),
        ("sitting = 120", "sitting = 20", "sitting = 20", "từ 30 đến 400"),
        ("sitting = 120", "sitting = -1", "sitting = -1", "không được dưới"),
        ("regular = 90, ", "", "kinds = {", "regular"),
        ("regular = 90, ", "hop = 90, ", "kinds = {", "“hop”"),
        ('"length.regular" = "HD 42-HD/BTCTW"', "", "[basis]", "thiếu căn cứ"),
        ('"length.regular" = "HD', '"length.hop" = "x"\n"length.regular" = "HD', "length.hop", "length.hop"),
        ('id = "meeting.hd42-2025"\ntitle = "Sinh', 'id = "Mẫu Một"\ntitle = "Sinh', "Mẫu Một", "chữ thường"),
        ('threshold = "two_thirds"', 'threshold = "ba_phan_tu"', "ba_phan_tu", "ba_phan_tu"),
        ("[votes.other]", "[votes.khac]", "[votes.khac]", "khac"),
        ('part = "ideology", title = "Tự', 'part = "y", title = "Tự', 'Tự phê bình và phê bình"', "“y”"),
        ('code = "7"', 'code = "6"', "code =", "hai lần"),
        ("max = 30\nautomatic", "max = 29\nautomatic", "max = 30", "29 điểm"),
        ('title = "Kết thúc sinh hoạt"\nmax = 5', 'title = "Kết thúc"\nmax = 6', "max = 6", "cộng lại 5"),
        ("at_least = 0 }", "at_least = 10 }", "levels = [", "0 điểm"),
        ('automatic = "targets"\n', 'automatic = "doan"\n', "doan", "doan"),
        ("short_at_most = 0, points = 5", "short_at_most = 0, points = 9", "points = 9", "quá điểm tối đa"),
        ("absences_in_a_row = 3\n", "", "", "absences_in_a_row"),
        ("[calendar]", "[calendar", "[calendar", "]"),
        ('"Dân chủ cơ sở', "Dân chủ cơ sở", "Dân chủ cơ sở", ""),
    ],
)  # fmt: skip
def test_a_pack_that_is_not_as_declared_is_refused_with_line_and_reason(
    old: str, new: str, at: str, reason: str
) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    with pytest.raises(PackFaultError) as caught:
        parse_pack(text, nothing)
    assert reason in caught.value.reason
    lines = text.splitlines()
    if at and at in text:
        assert at in lines[caught.value.line - 1], (
            caught.value.line,
            lines[caught.value.line - 1],
            caught.value.reason,
        )
    assert 1 <= caught.value.line <= len(lines)
    assert "`" not in caught.value.reason


def test_a_sum_over_100_is_told_at_the_groups() -> None:
    text = TEXT.replace('title = "Kết thúc sinh hoạt"\nmax = 5', 'title = "Kết thúc sinh hoạt"\nmax = 7')
    with pytest.raises(PackFaultError, match="cộng lại 102 điểm") as caught:
        parse_pack(text, nothing)
    assert "[score_frame]" in text.splitlines()[caught.value.line - 1]


def test_a_pack_based_on_another_says_only_what_differs() -> None:
    base = msgspec.to_builtins(HD42, builtin_types=(date,))
    text = """
id = "meeting.xa-2026"
based_on = "meeting.hd42-2025"
title = "Quy định của xã"
legal_basis = "Công văn 12-CV/ĐU"
effective_from = 2026-03-01
replaces = "meeting.hd42-2025"
[lengths]
kinds = { regular = 60 }
[basis]
"length.regular" = "Công văn 12-CV/ĐU"
"""
    pack = parse_pack(text, {HD42.id: base}.get)
    assert pack.minimum_length(MeetingKind.REGULAR) == 60
    assert pack.minimum_length(MeetingKind.THEMATIC) == 90
    assert pack.basis_of("length.regular") == "Công văn 12-CV/ĐU"
    assert pack.score_frame == HD42.score_frame
    silent = text.replace('[basis]\n"length.regular" = "Công văn 12-CV/ĐU"', "[calendar]\nregular_day = 5")
    other = parse_pack(silent, {HD42.id: base}.get)
    assert other.basis_of("length.regular") == other.basis_of("calendar.regular_day") == "Công văn 12-CV/ĐU"
    assert other.basis_of("length.thematic") == "HD 42-HD/BTCTW"
    with pytest.raises(PackFaultError, match="không có bộ quy định") as caught:
        parse_pack(text, nothing)
    assert caught.value.line == 3


@given(st.text(alphabet="[]{}=\"'#.,\n ab1-", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    line_numbers(text)
    with pytest.raises(PackFaultError):
        parse_pack(text, nothing)


def test_deep_brackets_are_refused() -> None:
    with pytest.raises(PackFaultError):
        parse_pack("a = " + "[" * 20_000, nothing)


# -- scoring --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "measured", "points"),
    [
        ("1", Measured(length=95, least=90), 5), ("1", Measured(length=90, least=90), 5),
        ("1", Measured(length=75, least=90), 4), ("1", Measured(length=60, least=90), 3),
        ("1", Measured(length=59, least=90), None), ("1", Measured(length=45, least=90), 2),
        ("1", Measured(length=44, least=90), 1), ("1", Measured(), None),
        ("2.1", Measured(attendance=0.9), 4), ("2.1", Measured(attendance=0.89), 3),
        ("2.1", Measured(attendance=0.65), 2), ("2.1", Measured(attendance=0.64), 1),
        ("2.1", Measured(attendance=1.0, unexcused=1), 1),
        ("2.2", Measured(too_often_absent=True), 0), ("2.2", Measured(too_often_absent=False), 1),
        ("2.2", Measured(), None),
        ("4.5", Measured(speakers=0.51), 5), ("4.5", Measured(speakers=0.5), None),
        ("4.5", Measured(speakers=0.4), 4), ("4.5", Measured(speakers=0.3), 3), ("4.5", Measured(speakers=0.1), 2),
        ("7", Measured(targets=0.9), 30), ("7", Measured(targets=0.899), 27), ("7", Measured(targets=0.0), 10),
        ("4.4", Measured(speakers=1, attendance=1, targets=1), None),
    ],
)  # fmt: skip
def test_bands_of_the_ward(code: str, measured: Measured, points: float | None) -> None:
    criterion = WARD8.score_frame.criterion(code)
    assert criterion is not None
    assert points_for(criterion, measured) == points


@pytest.mark.parametrize(
    ("measured", "points"),
    [(Measured(attendance=0.9), 5), (Measured(attendance=0.9, unexcused=1), 0), (Measured(attendance=0.89), 0)],
)
def test_attendance_of_hd42_is_all_or_nothing(measured: Measured, points: float) -> None:
    criterion = HD42.score_frame.criterion("2")
    assert criterion is not None
    assert points_for(criterion, measured) == points


@pytest.mark.parametrize("frame", [HD42.score_frame, WARD8.score_frame], ids=["hd42", "ward8"])
@given(share=st.floats(0, 1), length=st.integers(0, 600), unexcused=st.integers(0, 5))
def test_no_criterion_gives_more_than_its_maximum(frame, share: float, length: int, unexcused: int) -> None:  # type: ignore[no-untyped-def]
    measured = Measured(
        length=length, least=90, attendance=share, unexcused=unexcused, speakers=share, targets=share,
        too_often_absent=bool(unexcused),
    )  # fmt: skip
    for criterion in frame.criteria:
        found = points_for(criterion, measured)
        assert found is None or 0 <= found <= criterion.max


def test_a_gate_that_is_not_met_leads_to_the_next_level() -> None:
    text = TEXT.replace(
        "\n[[score_frame.groups]]\nnumber = 1\n",
        '\n[[score_frame.gates]]\nlevel = "good"\nfull = ["1", "2"]\n[[score_frame.groups]]\nnumber = 1\n',
        1,
    )
    frame = parse_pack(text, nothing).score_frame
    assert frame.level(95, {"1", "2"}) is MeetingLevel.GOOD
    assert frame.level(95, {"1"}) is MeetingLevel.FAIR
    assert frame.level(49.5) is MeetingLevel.POOR
    with pytest.raises(PackFaultError, match="không có tiêu chí 99") as caught:
        parse_pack(text.replace('full = ["1", "2"]', 'full = ["1", "99"]'), nothing)
    assert "99" in text.replace('full = ["1", "2"]', 'full = ["1", "99"]').splitlines()[caught.value.line - 1]


# -- numbers of the cell's own --------------------------------------------------------------------


def test_own_numbers_bear_their_own_basis_and_name_the_general_one() -> None:
    pack = HD42.with_numbers({"length.regular": 60, "calendar.regular_day": 5, "absences_in_a_row": 2})
    assert pack.minimum_length(MeetingKind.REGULAR) == 60
    assert (pack.calendar.regular_day, pack.absences_in_a_row) == (5, 2)
    assert pack.basis_of("length.regular") == "Số riêng của chi bộ (quy định chung: 90 phút, HD 42-HD/BTCTW)"
    assert pack.basis_of("length.thematic") == "HD 42-HD/BTCTW"
    assert HD42.minimum_length(MeetingKind.REGULAR) == 90


@given(st.dictionaries(st.sampled_from([rule.key for rule in NUMBERS] + ["khac", "a.b"]), st.integers(-5, 2000)))
def test_own_numbers_out_of_limits_change_nothing(numbers: dict[str, int]) -> None:
    pack = HD42.with_numbers(numbers)
    for rule in NUMBERS:
        asked = numbers.get(rule.key)
        wanted = asked if asked is not None and rule.least <= asked <= rule.most else HD42.number(rule.key)
        assert pack.number(rule.key) == wanted


def test_large_cells_meet_longer_where_the_place_says_so() -> None:
    pack = HD42.with_numbers({"length.large_from": 30})
    assert [pack.minimum_length(MeetingKind.REGULAR, members=n) for n in (29, 30, 108)] == [90, 120, 120]
    assert pack.minimum_length(MeetingKind.COMMITTEE, members=108) is None
    assert HD42.minimum_length(MeetingKind.REGULAR, members=108) == 90
    assert pack.length_basis(MeetingKind.REGULAR, members=30) == "Quy định của địa phương, nếu có"


# -- where the pack is used -----------------------------------------------------------------------


def test_findings_quote_the_pack() -> None:
    from datetime import time

    meeting = Meeting(id=b"m" * 16, date=date(2026, 11, 3), starts=time(19, 30), ends=time(20, 40), read_out=True)

    def sentences(pack: RulePack | None, held: Meeting = meeting) -> dict[str, str]:
        found = meeting_findings(meeting=held, rows=(), agenda=(), speeches=(), conclusions=(), votes=(), pack=pack)
        return {f.sentence: f.basis for f in found}

    assert sentences(HD42)["Họp 70 phút, tối thiểu 90 phút."] == "HD 42-HD/BTCTW"
    assert not any("tối thiểu" in s for s in sentences(HD42.with_numbers({"length.regular": 60})))
    thematic = msgspec.structs.replace(meeting, kind=MeetingKind.THEMATIC)
    assert "Chưa ghi tên chuyên đề." in sentences(HD42, thematic)
    assert "Chưa ghi tên chuyên đề." not in sentences(HD42)
    asked = {**HD42.required, MeetingKind.REGULAR: (RequiredPart.LEVEL,)}
    assert set(sentences(msgspec.structs.replace(HD42, required=asked))) == {
        "Chưa ghi mức chất lượng buổi sinh hoạt.", "Họp 70 phút, tối thiểu 90 phút.",
    }  # fmt: skip


def test_a_vote_is_counted_by_the_law_of_the_pack() -> None:
    laws = {**HD42.votes, Matter.OTHER: HD42.votes[Matter.ADMISSION]}
    vote = Vote(id=b"v" * 16, meeting_id=b"m" * 16, position=1, matter=Matter.OTHER, title="Việc", base=9, agree=5)
    assert carries(vote)
    assert not carries(vote, laws)
    assert (needed(Matter.OTHER, 9), needed(Matter.OTHER, 9, laws)) == (5, 6)
