"""The recovery sheet and the pairing card."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from chibo_desktop.common.errors import UserError
from chibo_desktop.papers.card import QR_LIMIT, render_card
from chibo_desktop.papers.recovery import key_groups, render_recovery_sheet

DAY = date(2026, 11, 3)
KEY = "7K2QX-M4TWP-9HRNE-ZYA3C-VB6DF-G8JKS"
GROUPS = ("12345", "67890", "11223", "44556", "77889", "90011")


def text_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_recovery_sheet_shows_every_group_of_the_key():
    text = text_of(render_recovery_sheet("Chi bộ bản Púng Giắt 1", KEY, DAY))
    assert key_groups(KEY) == KEY.split("-")
    for group in key_groups(KEY):
        assert " ".join(group) in text
    assert "Chi bộ bản Púng Giắt 1" in text
    assert "xa máy tính" in text
    assert "Ngày 03 tháng 11 năm 2026" in text


def test_key_may_be_given_with_spaces():
    assert key_groups(" AB12C  DE34F ") == ["AB12C", "DE34F"]


def test_key_papers_are_the_same_each_time():
    assert render_recovery_sheet("A", KEY, DAY) == render_recovery_sheet("A", KEY, DAY)
    card = ("A", "xã B", "Chi bộ", GROUPS, "chibo:abc", DAY)
    assert render_card(*card) == render_card(*card)


def test_card_shows_name_role_and_groups_on_one_page():
    text = text_of(render_card("Đảng ủy <xã> & B", "xã B", "Đảng ủy xã", GROUPS, "chibo:" + "x" * 400, DAY))
    assert "Đảng ủy <xã> & B" in text
    assert "Vai trò: Đảng ủy xã" in text
    assert "Thuộc: Xã B" in text
    for group in GROUPS:
        assert " ".join(group) in text


@pytest.mark.parametrize(
    "pdf",
    [render_recovery_sheet("A", "7K2QX-M4TWP-9HRNE-ZYA3C-VB6DF", DAY), render_card("A", "", "B", GROUPS, "x", DAY)],
    ids=["recovery", "card"],
)
def test_fonts_of_key_papers_are_embedded(pdf):
    page = PdfReader(BytesIO(pdf)).pages[0]
    for font in page["/Resources"]["/Font"].values():
        assert "/FontFile2" in font["/FontDescriptor"], font["/BaseFont"]


def test_card_without_commune_and_with_the_longest_code_prints():
    text = text_of(render_card("Đảng ủy xã B", "", "Đảng ủy xã", GROUPS, "x" * QR_LIMIT, DAY))
    assert "Thuộc:" not in text


def test_card_too_long_for_a_picture_is_refused():
    with pytest.raises(UserError, match="quá dài"):
        render_card("A", "", "Chi bộ", GROUPS, "x" * (QR_LIMIT + 1), DAY)
