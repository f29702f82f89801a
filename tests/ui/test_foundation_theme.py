"""The look holds what it promises: contrast, room for marks, sizes, Vietnamese words of Qt itself."""

import re
import struct
import unicodedata
from itertools import chain

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from chibo_desktop.common.resources import resource
from chibo_desktop.ui.fields import Choice, DateField, LineEdit
from chibo_desktop.ui.fonts import roomier
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import (
    FAMILY,
    HIGH_CONTRAST,
    PAPER,
    apply_theme,
    body_font,
    icon,
    icon_size,
    scaled,
    tokens,
)

STACKED = "ẪỬỢ ẨỖỠ ỂỄ ỘỰ ŨỸ"


def luminance(colour):
    parts = [channel / 255 for channel in QColor(colour).getRgb()[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_pairs(c):
    papers = [c.desk, c.rail, c.page, c.field, c.chosen, c.hover]
    yield from ((ink, paper) for ink in (c.ink, c.faint) for paper in papers)
    yield from ((c.pen, paper) for paper in (c.field, c.page))
    yield from ((c.red, paper) for paper in (c.page, c.rail, c.field))
    yield from ((c.on_red, paper) for paper in (c.red, c.red_down))
    for tone in ("info", "done", "due", "error"):
        own = getattr(c, tone)
        yield from ((own, paper) for paper in (getattr(c, f"{tone}_paper"), c.page, c.field, c.chosen))
        yield c.ink, getattr(c, f"{tone}_paper")


@pytest.mark.parametrize(("colours", "least"), [(PAPER, 4.5), (HIGH_CONTRAST, 7.0)], ids=["paper", "high"])
def test_words_stand_out_from_their_paper(colours, least):
    weak = [(a, b, round(contrast(a, b), 2)) for a, b in text_pairs(colours) if contrast(a, b) < least]
    assert weak == []


@pytest.mark.parametrize("colours", [PAPER, HIGH_CONTRAST], ids=["paper", "high"])
def test_borders_and_the_focus_ring_can_be_seen(colours):
    for paper in (colours.page, colours.field, colours.desk):
        assert contrast(colours.edge, paper) >= 3
        assert contrast(colours.pen, paper) >= 3
    assert contrast(colours.on_red, colours.red) >= 3


def test_the_shipped_font_is_used_at_a_size_old_eyes_can_read(themed):
    assert QFontInfo(themed.font()).family() == FAMILY
    assert themed.font().pointSizeF() == 12.5
    sizes = [float(found) for found in re.findall(r"@pt\(([\d.]+)\)", resource("style.qss").read_text("utf-8"))]
    assert min(sizes) >= 11


@pytest.mark.parametrize("factor", [1.0, 1.25, 1.6])
def test_stacked_marks_stay_inside_their_line(themed, factor):
    metrics = QFontMetricsF(body_font(factor))
    bounds = metrics.tightBoundingRect(STACKED + "gỵọp")
    assert -bounds.top() <= metrics.ascent()
    assert bounds.bottom() <= metrics.descent()


def test_roomier_font_keeps_valid_checksums():
    data = roomier(resource("fonts", "BeVietnamPro_400Regular.ttf").read_bytes())
    whole = data + b"\0" * (-len(data) % 4)
    assert sum(struct.unpack(f">{len(whole) // 4}I", whole)) & 0xFFFFFFFF == 0xB1B0AFBA


def ink_rows(widget):
    """Return first and last pixel row in which the text's colour appears."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    paper = image.pixelColor(image.width() // 2, 4)
    rows = [
        y
        for y in range(3, image.height() - 3)
        if any(contrast(image.pixelColor(x, y), paper) > 3 for x in range(8, min(image.width() - 8, 160)))
    ]
    return rows[0], rows[-1], image.height()


@pytest.mark.parametrize("make", [lambda: QPushButton(STACKED), lambda: QLineEdit(STACKED)])
def test_buttons_and_inputs_do_not_clip_marks(themed, qtbot, make):
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(QSize(320, 0)))
    first, last, height = ink_rows(widget)
    needed = QFontMetricsF(widget.font()).tightBoundingRect(STACKED).height()
    assert last - first + 1 >= needed - 2
    assert first > 3
    assert last < height - 4


@pytest.mark.parametrize("large", [False, True])
def test_everything_to_press_or_fill_is_forty_pixels_high(themed, qtbot, large):
    apply_theme(themed, large)
    try:
        made = [
            button("Gửi"),
            button("Gửi", role="primary"),
            button("Xóa", role="danger"),
            button("Sửa", role="flat"),
            LineEdit(),
            DateField(),
            Choice([(1, "Một")]),
        ]
        for widget in made:
            qtbot.addWidget(widget)
            widget.ensurePolished()
            assert widget.sizeHint().height() >= (48 if large else 40), widget
    finally:
        apply_theme(themed)


def test_large_text_is_a_quarter_larger(themed):
    apply_theme(themed, large=True)
    try:
        assert themed.font().pointSizeF() == pytest.approx(12.5 * 1.25)
        assert scaled(40) == 50
    finally:
        apply_theme(themed)


def test_every_token_of_the_stylesheet_is_known(themed):
    assert "@" not in themed.styleSheet()
    assert tokens() is PAPER
    apply_theme(themed, high_contrast=True)
    assert tokens() is HIGH_CONTRAST
    apply_theme(themed)


def test_every_icon_is_drawn_and_takes_a_colour(themed):
    names = sorted(path.stem for path in resource("icons").glob("*.svg"))
    assert len(names) >= 40
    for name in names:
        image = icon(name, "red").pixmap(icon_size(32)).toImage()
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert PAPER.red in seen, name


def test_labels_show_markup_as_it_was_typed(themed, qtbot):
    label = text("<b>Lò</b> & con")
    qtbot.addWidget(label)
    plain = QFontMetricsF(label.font()).horizontalAdvance("<b>Lò</b> & con")
    assert label.sizeHint().width() >= plain * 0.5
    assert label.textFormat().name == "PlainText"
    pressed = button("Chú ý & ghi")
    qtbot.addWidget(pressed)
    assert pressed.shortcut().isEmpty()


def words_of(widget):
    for child in chain([widget], widget.findChildren(QWidget)):
        if isinstance(child, QLabel | QPushButton):
            yield child.text()
        if isinstance(child, QToolButton):
            yield child.toolTip()
        if isinstance(child, QComboBox):
            yield from (child.itemText(number) for number in range(child.count()))
        yield child.windowTitle()


ENGLISH = re.compile(
    r"\b(look|files?|name|type|open|save|cancel|close|back|forward|parent|create|new|folder|list|detail|"
    r"computer|directory|choose|undo|redo|cut|copy|paste|delete|select|all|yes|no|ok|help|apply|reset|discard|"
    r"ignore|retry|abort|restore|step|up|down|size|date|modified|show|hidden|rename)\b",
    re.IGNORECASE,
)


def english(words):
    return [w for w in words if ENGLISH.search(unicodedata.normalize("NFC", w.replace("&", "")))]


def test_standard_buttons_speak_vietnamese(themed, qtbot):
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    for standard in QDialogButtonBox.StandardButton:
        if standard not in {
            QDialogButtonBox.StandardButton.NoButton,
            QDialogButtonBox.StandardButton.FirstButton,
            QDialogButtonBox.StandardButton.LastButton,
        }:
            box.addButton(standard)
    words = [made.text() for made in box.buttons()]
    assert len(words) >= 16
    assert english(words) == []


@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_file_dialog_speaks_vietnamese(themed, qtbot, tmp_path, mode):
    dialog = QFileDialog(None, "Chọn nơi ghi", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    dialog.show()
    words = [w for w in words_of(dialog) if w and str(tmp_path) not in w and not w.startswith("/")]
    assert any("Thôi" in w for w in words)
    assert english(words) == []
    model = dialog.findChild(QWidget, "treeView").model()
    headings = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert english(headings) == []


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_context_menu_of_a_field_speaks_vietnamese(themed, qtbot, make):
    field = make()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert len(words) >= 7
    assert english(words) == []


def test_qt_finds_no_system_font_for_vietnamese(themed):
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setFont(body_font())
    assert painter.fontInfo().family() == FAMILY
    missing = [c for c in STACKED + "đĐăâêôơư" if not painter.fontMetrics().inFontUcs4(ord(c))]
    painter.end()
    assert missing == []
