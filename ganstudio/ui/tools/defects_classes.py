"""The kinds of surfaces that can be painted: colour, share of the picture, key and opacity."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.data.batches import Region
from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CONTROL, theme
from ganstudio.ui.widgets.badge import KeyCap
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.slider import SliderField

KEYS = 9


class KindRow(QWidget):
    """One kind. `chosen` carries it, `opacity_changed` it and a share, `released` ends a drag."""

    chosen = Signal(object)
    opacity_changed = Signal(object)
    released = Signal()

    def __init__(self, kind: int, name: str, colour: QColor | None) -> None:
        """Args: colour: of the paint; None for the sound kind, which takes defects off."""
        super().__init__()
        self.kind = kind
        self._is_active = False
        self._is_sound = colour is None
        self.setObjectName(f"kind {kind}")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.share = Label("", "tick", "text3")
        self.opacity = SliderField(0, 100, integer=True, unit="%")
        self.opacity.set_name(f"Opacity of {name}")
        self.opacity.set_default(100)
        self._lay_out(name, colour)
        self.opacity.changed.connect(self._on_opacity)
        self.opacity.committed.connect(self._on_release)

    def show_kind(self, opacity: float, share: float, *, is_active: bool) -> None:
        self.opacity.set_value(round(opacity * 100))
        self.share.setText(f"{share * 100:.1f}\N{THIN SPACE}%")
        self._is_active = is_active
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._is_active:
            painter = QPainter(self)
            draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, theme().colour("hover"))
            painter.end()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.chosen.emit(self.kind)

    def _lay_out(self, name: str, colour: QColor | None) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Swatch(colour))
        head.addWidget(ElidedLabel(name, "strong", "text"), 1)
        head.addWidget(self.share)
        if self.kind < KEYS:
            head.addWidget(KeyCap(str(self.kind + 1)))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addLayout(head)
        if self._is_sound:
            self.opacity.hide()
            return
        line = QHBoxLayout()
        line.setContentsMargins(26, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label("Opacity", "control", "text2"))
        line.addWidget(self.opacity, 1)
        column.addLayout(line)

    def _on_opacity(self, value: object) -> None:
        self.opacity_changed.emit((self.kind, float(str(value)) / 100))

    def _on_release(self, _value: object) -> None:
        self.released.emit()


class Swatch(QWidget):
    """18 px of paint; a dashed box for none."""

    def __init__(self, colour: QColor | None) -> None:
        super().__init__()
        self._paint = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(18), theme().px(18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._paint is not None:
            draw_box(painter, box, RADIUS_BADGE, self._paint)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().colour("text3"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box, RADIUS_BADGE, RADIUS_BADGE)
        painter.end()


class KindList(QWidget):
    """All kinds. Signals as those of a row."""

    chosen = Signal(object)
    opacity_changed = Signal(object)
    released = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[KindRow] = []
        self._names: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def list_kinds(self, names: Sequence[str], sound: int, colours: Sequence[QColor]) -> None:
        """Other kinds; nothing happens where they are the same."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for kind, name in enumerate(names):
            is_sound = kind == sound
            words = f"{name.capitalize()}, restores" if is_sound else name.capitalize()
            row = KindRow(kind, words, None if is_sound else colours[kind])
            row.chosen.connect(self.chosen)
            row.opacity_changed.connect(self.opacity_changed)
            row.released.connect(self.released)
            self._column.addWidget(row)
            self.rows.append(row)


def kind_colours(regions: Sequence[Region], count: int) -> list[QColor]:
    """A colour for each kind: the data's own where they have some, else those of curves."""
    if len(regions) == count:
        return [QColor(*region.colour) for region in regions]
    return [QColor(theme().series_colour(at)) for at in range(count)]
