"""Icons: one-colour SVG files, tinted when they are drawn."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ganstudio.core.paths import assets_dir
from ganstudio.ui.theme import theme

_pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
_icons: dict[tuple[str, int, str], QIcon] = {}


@cache
def icon_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (assets_dir() / "icons").glob("*.svg")))


@cache
def _source(name: str) -> str:
    return (assets_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor | str) -> None:
    """Draw an icon sharply at the painter's own resolution."""
    ratio = painter.device().devicePixelRatio()
    drawn = pixmap(name, round(rect.width()), colour, ratio)
    painter.drawPixmap(rect.toRect().topLeft(), drawn)


def pixmap(name: str, size: int, colour: QColor | str, device_pixel_ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap.

    Args:
        name: file name in assets/icons without its suffix.
        size: logical pixels, square.
        colour: a colour, a palette token or #RRGGBB.
        device_pixel_ratio: of the device it is drawn on.
    """
    tint = theme().colour(colour) if isinstance(colour, str) else colour
    key = (name, size, tint.rgba(), device_pixel_ratio)
    if key not in _pixmaps:
        _pixmaps[key] = _render(name, size, tint, device_pixel_ratio)
    return _pixmaps[key]


def _render(name: str, size: int, tint: QColor, ratio: float) -> QPixmap:
    source = _source(name).replace("currentColor", tint.name())
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixels = round(size * ratio)
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(tint.alphaF())
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, size: int = 16, role: str = "text2") -> QIcon:
    """A QIcon for Qt's own menus and lists, with a disabled state.

    It keeps the colours of the theme it was made in: make it again on `theme().changed`.
    """
    _follow_theme()
    key = (name, size, role)
    if key not in _icons:
        made = QIcon()
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, size, role, ratio), QIcon.Mode.Normal)
            made.addPixmap(pixmap(name, size, "text4", ratio), QIcon.Mode.Disabled)
        _icons[key] = made
    return _icons[key]


def mark(size: int = 24, device_pixel_ratio: float = 1.0) -> QPixmap:
    """The studio's mark: two rings, generator and critic, interlocked."""
    return pixmap("mark", size, "text", device_pixel_ratio)


def mark_icon() -> QIcon:
    """The mark in the sizes that window managers ask for."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("mark", size, "text"))
    return made


def icon_size(size: int = 16) -> QSize:
    return QSize(theme().px(size), theme().px(size))


def _clear() -> None:
    _pixmaps.clear()
    _icons.clear()


@cache
def _follow_theme() -> None:
    theme().changed.connect(_clear)
