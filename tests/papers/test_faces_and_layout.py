"""The faces and the layout pack that ship with the program, and what is said when they are not whole."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import meeting_sample as sample
import pytest

from chibo_desktop.common.errors import DamagedError
from chibo_desktop.common.resources import resource
from chibo_desktop.papers.blocks import printable
from chibo_desktop.papers.fonts import has_glyph, load_faces, vietnamese_letters
from chibo_desktop.papers.layout import DEFAULT_PACK, default_layout, read_layout
from chibo_desktop.papers.minutes import render_minutes


@pytest.fixture
def faces(tmp_path):
    for file in resource("fonts").glob("LiberationSerif-*.ttf"):
        shutil.copy(file, tmp_path)
    return tmp_path


def test_shipped_faces_write_every_vietnamese_letter(faces):
    letters = vietnamese_letters()
    assert len(letters) == 2 * (12 * 6 + 21)
    assert all(has_glyph(letter) for letter in letters)
    assert len(load_faces(faces)) == 4


def test_missing_face_is_named(faces):
    (faces / "LiberationSerif-Italic.ttf").unlink()
    with pytest.raises(DamagedError, match=r"LiberationSerif-Italic\.ttf"):
        load_faces(faces)


@pytest.mark.parametrize("kept", [0, 3, 100, 3_000, 100_000])
def test_truncated_face_is_refused(faces, kept):
    face = faces / "LiberationSerif-Bold.ttf"
    face.write_bytes(face.read_bytes()[:kept])
    with pytest.raises(DamagedError, match=r"LiberationSerif-Bold\.ttf"):
        load_faces(faces)


def test_face_with_a_changed_byte_is_refused(faces):
    face = faces / "LiberationSerif-Regular.ttf"
    data = bytearray(face.read_bytes())
    data[len(data) // 2] ^= 1
    face.write_bytes(data)
    with pytest.raises(DamagedError, match=r"LiberationSerif-Regular\.ttf"):
        load_faces(faces)


def test_face_without_vietnamese_is_refused(faces):
    import reportlab

    latin = next(path for base in reportlab.__path__ for path in _files(base, "Vera.ttf"))
    shutil.copy(latin, faces / "LiberationSerif-Regular.ttf")
    with pytest.raises(DamagedError, match=r"thiếu [0-9]+ chữ tiếng Việt"):
        load_faces(faces)


def _files(base, name):
    from pathlib import Path

    return sorted(Path(base).rglob(name))


def test_printing_from_several_threads_gives_the_same_bytes():
    minutes = sample.minutes()
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda _: render_minutes(minutes), range(4)))
    assert len(set(pages)) == 1


def test_text_is_made_printable_without_losing_vietnamese():
    assert printable("Đ/c  Vừ\tA Lử\n") == "Đ/c Vừ A Lử"
    assert printable("a\u00ad\u200bb\ufe0f") == "ab"
    assert printable("\U0001f600\U0001f601x") == "[?]x"
    assert printable("\ud800") == "\ufffd" if has_glyph("\ufffd") else "[?]"


def test_layout_has_the_margins_of_section_8():
    layout = default_layout()
    page = layout.page
    assert (page.top, page.bottom, page.left, page.right) == (20, 20, 30, 15)
    assert (layout.sizes.body, layout.body.indent, layout.body.after) == (14, 10, 6)
    assert 18 <= layout.body.leading <= 20


def test_layout_changes_the_paper(tmp_path):
    pack = resource("rules", DEFAULT_PACK).read_text(encoding="utf-8")
    other = tmp_path / "layout.toml"
    other.write_text(pack.replace("leading = 19", "leading = 18"), encoding="utf-8")
    assert render_minutes(sample.minutes(), read_layout(other)) != render_minutes(sample.minutes())


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("leading = 19", "leading = 1900", "leading"),
        ("leading = 19", 'leading = "to"', "leading"),
        ("indent = 10", "", "indent"),
        ("[weight]", "[weight]\nextra = 1", "extra"),
        ("top = 20", "top = ", "Invalid value"),
    ],
)
def test_layout_pack_that_is_not_as_declared_is_refused(tmp_path, old, new, field):
    path = tmp_path / "layout-x.toml"
    pack = resource("rules", DEFAULT_PACK).read_text(encoding="utf-8")
    path.write_text(pack.replace(old, new), encoding="utf-8")
    with pytest.raises(DamagedError, match=field) as refusal:
        read_layout(path)
    assert "layout-x.toml" in refusal.value.title


def test_missing_layout_pack_is_refused(tmp_path):
    with pytest.raises(DamagedError):
        read_layout(tmp_path / "none.toml")
