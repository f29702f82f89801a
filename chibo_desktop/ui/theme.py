"""The look: warm paper, ink, one deep red; fonts, colours, icons and the stylesheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache

from PySide6.QtCore import QByteArray, QLocale, QRectF, QSize, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from chibo_desktop.common.resources import resource
from chibo_desktop.ui.fonts import load_font

FAMILY = "Be Vietnam Pro"
BODY_POINTS = 12.5
LARGE = 1.25
ROW = 44
"""height of a table row and a button, in pixels at the usual text size"""
GRID = 8

_FONT_FILES = (
    "BeVietnamPro_400Regular.ttf",
    "BeVietnamPro_400Regular_Italic.ttf",
    "BeVietnamPro_500Medium.ttf",
    "BeVietnamPro_600SemiBold.ttf",
    "BeVietnamPro_700Bold.ttf",
)
_ICON_SIZES = (20, 24, 32, 48, 64)
ICON_WIDE = 1.25
"""width of a button's icon to its height: the rest is the gap before the words"""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by what they are for; each is #rrggbb."""

    desk: str
    """what lies around the page"""
    rail: str
    page: str
    field: str
    line: str
    """rules between rows"""
    edge: str
    """borders of fields and buttons, at least 3 : 1 on the page"""
    ink: str
    faint: str
    """second text, still 4.5 : 1"""
    pen: str
    """what the person writes, and the ring around where they write"""
    red: str
    red_down: str
    on_red: str
    chosen: str
    hover: str
    info: str
    info_paper: str
    done: str
    done_paper: str
    due: str
    due_paper: str
    error: str
    error_paper: str


PAPER = Tokens(
    desk="#eee6d8",
    rail="#e6dcca",
    page="#fdfaf3",
    field="#fffefb",
    line="#e4dac8",
    edge="#8d8271",
    ink="#2a251f",
    faint="#5f5648",
    pen="#1c3463",
    red="#8e1b1f",
    red_down="#6f1216",
    on_red="#fffaf2",
    chosen="#f3e3d2",
    hover="#f6eee0",
    info="#27507a",
    info_paper="#e8eff5",
    done="#27622f",
    done_paper="#e6f0e2",
    due="#7d4e00",
    due_paper="#fbeecb",
    error="#8e1b1f",
    error_paper="#f9e4e0",
)

HIGH_CONTRAST = Tokens(
    desk="#ffffff",
    rail="#ffffff",
    page="#ffffff",
    field="#ffffff",
    line="#595959",
    edge="#000000",
    ink="#000000",
    faint="#262626",
    pen="#00008b",
    red="#7a0000",
    red_down="#4d0000",
    on_red="#ffffff",
    chosen="#ffe9a8",
    hover="#f0f0f0",
    info="#003366",
    info_paper="#ffffff",
    done="#004d00",
    done_paper="#ffffff",
    due="#5c3a00",
    due_paper="#ffffff",
    error="#7a0000",
    error_paper="#ffffff",
)


class _State:
    """What was applied last; the icons are drawn in its colours."""

    tokens: Tokens = PAPER
    scale: float = 1.0
    translator: QTranslator | None = None


def tokens() -> Tokens:
    """Return the colours in force."""
    return _State.tokens


def scaled(pixels: int) -> int:
    """Return a length of the usual text size in the size in force."""
    return round(pixels * _State.scale)


def body_font(factor: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the window's font, `factor` times its usual size."""
    font = QFont(FAMILY)
    font.setPointSizeF(BODY_POINTS * _State.scale * factor)
    font.setWeight(weight)
    return font


def apply_theme(app: QApplication, large: bool = False, high_contrast: bool = False) -> None:
    """Give the program its fonts, colours, stylesheet and Vietnamese words of Qt itself.

    Can be called again while windows are open.
    """
    _State.tokens = HIGH_CONTRAST if high_contrast else PAPER
    _State.scale = LARGE if large else 1.0
    _draw.cache_clear()
    icon.cache_clear()
    _load_fonts()
    _install_translation(app)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(_State.tokens))
    app.setFont(body_font())
    app.setStyleSheet(_stylesheet(_State.tokens, _State.scale, high_contrast))


@lru_cache(maxsize=1)
def _load_fonts() -> None:
    for name in _FONT_FILES:
        load_font(resource("fonts", name))


def _install_translation(app: QApplication) -> None:
    if _State.translator is not None:
        return
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    translator = QTranslator()
    if not translator.load(str(resource("qtbase_vi", "qtbase_vi.qm"))):
        raise FileNotFoundError("qtbase_vi.qm")
    app.installTranslator(translator)
    _State.translator = translator


def _palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, colours.desk),
        (role.WindowText, colours.ink),
        (role.Base, colours.field),
        (role.AlternateBase, colours.page),
        (role.Text, colours.ink),
        (role.PlaceholderText, colours.faint),
        (role.Button, colours.page),
        (role.ButtonText, colours.ink),
        (role.BrightText, colours.on_red),
        (role.Highlight, colours.pen),
        (role.HighlightedText, "#ffffff"),
        (role.ToolTipBase, colours.ink),
        (role.ToolTipText, colours.page),
        (role.Link, colours.info),
        (role.LinkVisited, colours.info),
        (role.Mid, colours.line),
        (role.Dark, colours.edge),
        (role.Light, colours.page),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.edge))
    return palette


def _stylesheet(colours: Tokens, scale: float, high_contrast: bool) -> str:
    values = {f.name: getattr(colours, f.name) for f in fields(colours)}
    values["border"] = "2px" if high_contrast else "1px"
    values["icons"] = resource("icons").as_posix()
    text = resource("style.qss").read_text(encoding="utf-8")

    def points(match: re.Match[str]) -> str:
        return f"{float(match[1]) * scale:g}pt"

    def pixels(match: re.Match[str]) -> str:
        return f"{round(float(match[1]) * scale)}px"

    text = re.sub(r"@pt\(([\d.]+)\)", points, text)
    text = re.sub(r"@px\(([\d.]+)\)", pixels, text)
    return re.sub(r"@(\w+)", lambda m: values[m[1]], text)


@lru_cache(maxsize=512)
def _draw(name: str, colour: str, size: int, wide: float = 1.0) -> QPixmap:
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixmap = QPixmap(round(size * wide), size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@lru_cache(maxsize=256)
def icon(name: str, colour: str | None = None) -> QIcon:
    """Return a line icon of `resources/icons` in ink, or in `colour` (#rrggbb or a token's name).

    On the red button and on a disabled one it takes the colour of their words.
    """
    colours = _State.tokens
    shown = getattr(colours, colour, colour) if colour else colours.ink
    result = QIcon()
    for size in _ICON_SIZES:
        result.addPixmap(_draw(name, shown, size, ICON_WIDE), QIcon.Mode.Normal)
        result.addPixmap(_draw(name, shown, size, ICON_WIDE), QIcon.Mode.Selected)
        result.addPixmap(_draw(name, colours.edge, size, ICON_WIDE), QIcon.Mode.Disabled)
    return result


def icon_pixmap(name: str, size: int, colour: str | None = None) -> QPixmap:
    """Return an icon for a label, `size` logical pixels wide, sharp on a scaled screen."""
    ratio = 1.0
    app = QApplication.instance()
    if isinstance(app, QApplication):
        ratio = app.devicePixelRatio()
    colours = _State.tokens
    shown = getattr(colours, colour, colour) if colour else colours.ink
    pixmap = QPixmap(_draw(name, shown, round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_size(height: int = 20) -> QSize:
    """Return the size a button's icon is set to, for its height at the usual text size."""
    return QSize(round(scaled(height) * ICON_WIDE), scaled(height))


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet asks for, and draw the widget anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
