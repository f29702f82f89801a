"""Vietnamese text: cleaning, folding, order of names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.common.text import clean, clean_line, collation_key, excerpt, fold, initials, name_key


def test_names_sort_by_given_name_then_family_name() -> None:
    names = ["Lò Văn Ánh", "Đặng Đức Đạt", "Cà Văn Ân", "Lò Văn An", "Vàng A Dơ", "Bạc Cầm An", "Lò Thị Ăn"]
    assert sorted(names, key=name_key) == [
        "Bạc Cầm An", "Lò Văn An", "Lò Văn Ánh", "Lò Thị Ăn", "Cà Văn Ân", "Vàng A Dơ", "Đặng Đức Đạt",
    ]  # fmt: skip


def test_letters_come_before_tones_and_tones_in_their_order() -> None:
    shuffled = ["nga", "mân", "măn", "man", "mạ", "má", "mã", "mả", "mà", "ma"]
    assert sorted(shuffled, key=collation_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "man", "măn", "mân", "nga",
    ]  # fmt: skip


def test_d_with_stroke_sorts_after_d() -> None:
    assert sorted(["Đa", "Dy", "Ea", "Da"], key=collation_key) == ["Da", "Dy", "Đa", "Ea"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [("hoa", "Hòa"), ("hoà", "hòa"), ("dang", "Đặng"), ("dang", "Ðặng"), ("dang", "Ɖặng"), ("uy", "Ủy")],
)
def test_search_ignores_tones_marks_and_lookalikes(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


@given(st.text())
def test_nfc_and_nfd_fold_and_clean_alike(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    composed = unicodedata.normalize("NFC", text)
    assert clean(decomposed) == clean(composed)
    assert fold(decomposed) == fold(composed)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_cleaning_twice_is_cleaning_once_and_leaves_what_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()
    assert "\0" not in cleaned
    assert "\n" not in clean_line(text)


def test_initials_of_a_name() -> None:
    assert initials("Lò Văn Á") == "lva"
    assert initials("Đặng  Thị Ơn") == "dto"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rà soát hộ nghèo", "Rà soát hộ nghèo"),
        ("Rà soát\n hộ  nghèo", "Rà soát hộ nghèo"),
        ("Rà soát hộ nghèo ở bản", "Rà soát hộ …"),
        ("Rà-soát-hộ-nghèo-ở-bản", "Rà-soát-hộ-nghèo …"),
        ("", ""),
    ],
)
def test_an_excerpt_ends_between_words(text: str, shown: str) -> None:
    assert excerpt(text, 16) == shown
