"""Sheets: a titled box over the dimmed window, for lists of keys, help, details and the log."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.ui.overlay import Overlay
from ganstudio.ui.theme import RADIUS_PALETTE, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme

WIDTH, MARGIN = 640, 56


class _Box(QFrame):
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        radius = theme().px(RADIUS_PALETTE)
        draw_box(painter, QRectF(self.rect()), radius, colour("panel"), colour("edge"))
        painter.end()


class Sheet(Overlay):
    """Title, close button, and a content that scrolls. It deletes itself when closed."""

    def __init__(self, title: str, qualifier: str, content: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._content = content
        self._box = _Box(self)
        self._area = QScrollArea(self._box)
        self._area.setWidget(content)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self._close = IconButton("close", "Close  Esc")
        self._close.clicked.connect(self.close_overlay)
        self._head = QHBoxLayout()
        self._head.addWidget(Label(title, "object", "text"))
        self._head.addWidget(Label(qualifier, "control", "text3"))
        self._head.addStretch(1)
        self._head.addWidget(self._close)
        self._column = QVBoxLayout(self._box)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(Divider())
        self._column.addWidget(self._area, 1)
        self.setAccessibleName(title)
        self.closed.connect(self.deleteLater)
        follow_theme(self._restyle)

    def open(self) -> None:
        super().open()
        self.fit()
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        key = Qt.Key(event.key())
        if key in steps:
            bar.setValue(bar.value() + steps[key])
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        px = theme().px
        self._head.setContentsMargins(px(20), px(12), px(12), px(12))
        self._head.setSpacing(px(8))
        self._column.setContentsMargins(1, 1, 1, px(8))
        self._area.verticalScrollBar().setSingleStep(px(32))
        self.fit()

    def fit(self) -> None:
        """Take the height that the content wants now, as far as the window has it."""
        px = theme().px
        width = min(px(WIDTH), self.width() - px(32))
        inside = self._content.heightForWidth(width - 2)
        wanted = inside if inside > 0 else self._content.sizeHint().height()
        height = min(wanted + px(64), self.height() - 2 * px(MARGIN))
        left, top = (self.width() - width) // 2, max(px(MARGIN), (self.height() - height) // 3)
        self._box.setGeometry(left, top, width, max(height, px(120)))


def column_of(rows: Iterable[QWidget | None]) -> QWidget:
    """Rows under each other for a sheet; None leaves a gap."""
    content = QWidget()
    px = theme().px
    column = QVBoxLayout(content)
    column.setContentsMargins(px(20), px(12), px(20), px(12))
    column.setSpacing(px(6))
    for row in rows:
        if row is None:
            column.addSpacing(px(8))
        else:
            column.addWidget(row)
    column.addStretch(1)
    return content
