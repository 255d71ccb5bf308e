"""The one object that knows how the studio looks: colours, fonts, sizes and motion.

Painters read it when they paint; everything that keeps a colour re-reads it on `changed`.
"""

from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from ganstudio.ui.fonts import FontRole, load_fonts, make_font
from ganstudio.ui.palette import DARK, LIGHT, Palette
from ganstudio.ui.styles import stylesheet

Mode = Literal["system", "light", "dark"]

SMALLEST_SCALE, LARGEST_SCALE = 0.9, 1.5
ROW = 32
CONTROL = 28
SMALL_CONTROL = 24
LARGE_BUTTON = 36
PANEL_BAR = 32
PANE_HEAD = 48
HEADER = 40
STATUS_BAR = 24
RADIUS_CELL, RADIUS_BADGE, RADIUS_CONTROL, RADIUS_CARD, RADIUS_PALETTE = 3, 4, 6, 8, 10
STEPS = (4, 8, 12, 16, 20, 32)
HOVER_OUT, FOLD, FADE, SLIDE = 80, 120, 120, 160


class Theme(QObject):
    """The current look. `changed` fires after every change of mode, scale or edges."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode: Mode = "dark"
        self._scale = 1.0
        self._stronger_edges = False
        self._reduced_motion = False
        self._fonts: dict[FontRole, QFont] = {}
        self._colours: dict[str, QColor] = {}
        self._system_is_light = False
        self.palette = DARK

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def is_dark(self) -> bool:
        return self.palette.dark

    @property
    def scale(self) -> float:
        return self._scale

    @property
    def stronger_edges(self) -> bool:
        return self._stronger_edges

    @property
    def reduced_motion(self) -> bool:
        return self._reduced_motion

    def install(self, mode: Mode = "system") -> None:
        """Style the running QApplication and follow the system's colour scheme."""
        load_fonts()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system, Qt.ConnectionType.UniqueConnection)
        self._system_is_light = hints.colorScheme() == Qt.ColorScheme.Light
        QApplication.setStyle("Fusion")
        self._mode = mode
        self._apply()

    def set_mode(self, mode: Mode) -> None:
        if mode != self._mode:
            self._mode = mode
            self._apply()

    def set_scale(self, scale: float) -> None:
        """Multiply fonts and row heights; 0.9 to 1.5."""
        bounded = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)
        if bounded != self._scale:
            self._scale = bounded
            self._apply()

    def set_stronger_edges(self, *, on: bool) -> None:
        if on != self._stronger_edges:
            self._stronger_edges = on
            self._apply()

    def set_reduced_motion(self, *, on: bool) -> None:
        self._reduced_motion = on

    def px(self, length: float) -> int:
        """A length at 100 % in logical pixels at the user's scale."""
        return round(length * self._scale)

    def duration(self, milliseconds: int) -> int:
        """0 under reduced motion."""
        return 0 if self._reduced_motion else milliseconds

    def font(self, role: FontRole = "control") -> QFont:
        if role not in self._fonts:
            self._fonts[role] = make_font(role, self._scale)
        return QFont(self._fonts[role])

    def colour(self, token: str) -> QColor:
        """The colour of a palette token, or of any #RRGGBB text."""
        if token not in self._colours:
            self._colours[token] = QColor(getattr(self.palette, token, token))
        return QColor(self._colours[token])

    def series_colour(self, index: int) -> str:
        """The categorical colour of the index-th series; after eight they repeat."""
        return self.palette.categorical[index % len(self.palette.categorical)]

    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        self._system_is_light = scheme == Qt.ColorScheme.Light
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        light = self._mode == "light" or (self._mode == "system" and self._system_is_light)
        palette = LIGHT if light else DARK
        self.palette = palette.stronger() if self._stronger_edges else palette
        self._fonts.clear()
        self._colours.clear()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self._dress(application)
        self.changed.emit()

    def _dress(self, application: QApplication) -> None:
        application.setFont(self.font("control"))
        QToolTip.setFont(self.font("control"))
        application.setPalette(_qt_palette(self.palette))
        application.setStyleSheet(stylesheet(self.palette, self._scale))


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.panel,
        role.WindowText: palette.text,
        role.Base: palette.well,
        role.AlternateBase: palette.panel,
        role.Text: palette.text,
        role.PlaceholderText: palette.text3,
        role.Button: palette.raised,
        role.ButtonText: palette.text,
        role.BrightText: palette.error,
        role.Highlight: palette.accent_fill,
        role.HighlightedText: palette.on_accent,
        role.ToolTipBase: palette.text,
        role.ToolTipText: palette.window,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Accent: palette.accent,
        role.Light: palette.hover,
        role.Midlight: palette.hairline,
        role.Mid: palette.hairline,
        role.Dark: palette.edge,
        role.Shadow: palette.window,
    }
    made = QPalette()
    for key, colour in colours.items():
        made.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(palette.text4))
    return made


@cache
def theme() -> Theme:
    """The studio's one theme."""
    return Theme()
