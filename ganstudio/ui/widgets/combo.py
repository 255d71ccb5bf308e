"""A choice from a list that opens below; doubtful choices stay visible with their reason."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import CONTROL, RADIUS_BADGE, RADIUS_CONTROL, SMALL_CONTROL, theme
from ganstudio.ui.widgets.painting import Warmth, blend, draw_box, follow_theme
from ganstudio.ui.widgets.row_model import RowModel

Choice = tuple[object, str, str]
_TEXT, _HINT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
_REASON = Qt.ItemDataRole.UserRole + 1
_VALUE = Qt.ItemDataRole.UserRole + 2


class _Rows(QStyledItemDelegate):
    """28 px rows: a tick for the current one, the reason under a faint one."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo)
        self._combo = combo

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        reason = str(index.data(_REASON) or "")
        text = QFontMetrics(theme().font("control")).horizontalAdvance(str(index.data()))
        below = QFontMetrics(theme().font("tick")).horizontalAdvance(reason)
        return QSize(max(text, below) + theme().px(48), theme().px(44 if reason else 28))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        rect = QRect(option.rect)
        colour, px = theme().colour, theme().px
        reason = str(index.data(_REASON) or "")
        state = option.state
        if state & QStyle.StateFlag.State_Selected and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            draw_box(painter, QRectF(rect), px(RADIUS_BADGE), colour("hover"))
        if index.row() == self._combo.currentIndex():
            spot = QRectF(rect.left() + px(8), rect.top() + px(7), px(14), px(14))
            draw_icon(painter, "check", spot, colour("text"))
        line = QRect(rect.left() + px(28), rect.top(), rect.width() - px(32), px(28))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font("control"))
        painter.setPen(colour("text4" if reason else "text"))
        painter.drawText(line, middle, str(index.data()))
        if reason:
            painter.setFont(theme().font("tick"))
            painter.setPen(colour("text3"))
            painter.drawText(line.translated(0, px(16)), middle, reason)
        painter.restore()


class Combo(QComboBox):
    """`changed` carries the value, on the user's choice only."""

    changed = Signal(object)
    focus_radius = RADIUS_CONTROL

    def __init__(
        self,
        items: Sequence[Choice] = (),
        small: bool = False,
        refuses: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """A combo box.

        Args:
            items: (value, label, reason); a choice with a reason is drawn faint.
            small: 24 px high instead of 28.
            refuses: what has a reason cannot be chosen.
            parent: the owner.
        """
        super().__init__(parent)
        self._height = SMALL_CONTROL if small else CONTROL
        self._refuses = refuses
        self._doubtful = False
        self._warmth = Warmth(self)
        self._rows = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Rows(self))
        self.setMaxVisibleItems(14)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._emit)
        self.set_items(items)
        follow_theme(self.restyle)

    @property
    def value(self) -> object:
        return self.currentData(_VALUE)

    def set_items(self, items: Sequence[Choice]) -> None:
        """Replace the choices and keep the chosen value where it still exists."""
        kept = self.value
        rows = [
            {_TEXT: label, _VALUE: value, _REASON: reason, _HINT: reason}
            for value, label, reason in items
        ]
        refused = [at for at, (_, _, reason) in enumerate(items) if reason and self._refuses]
        self._rows.replace(rows, refused)
        found = self._rows.row_of(_VALUE, kept)
        self.setCurrentIndex(0 if found < 0 and rows else found)
        self.updateGeometry()

    def set_value(self, value: object) -> None:
        """Show a choice without emitting `changed`; an unknown value shows nothing."""
        self.setCurrentIndex(self._rows.row_of(_VALUE, value))

    def set_doubtful(self, doubtful: bool) -> None:
        """A warning border, for a choice that a note below questions."""
        self._doubtful = doubtful
        self.update()

    def restyle(self) -> None:
        self.setFont(theme().font("control"))
        self.setFixedHeight(theme().px(self._height))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("control"))
        widths = [metrics.horizontalAdvance(self.itemText(row)) for row in range(self.count())]
        return QSize(max(widths, default=40) + theme().px(42), theme().px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(64), theme().px(self._height))

    def showPopup(self) -> None:
        widest = max((self._row_width(row) for row in range(self.count())), default=0)
        self.view().setMinimumWidth(max(widest + theme().px(10), self.width()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
            self._emit()
        else:
            event.ignore()

    def enterEvent(self, event: object) -> None:
        self._warmth.warm()
        super().enterEvent(event)  # type: ignore[arg-type]

    def leaveEvent(self, event: object) -> None:
        self._warmth.cool()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px = theme().px
        fill, border, ink = self._colours()
        draw_box(painter, QRectF(self.rect()), px(RADIUS_CONTROL), fill, border)
        side = px(14)
        left, top = self.width() - px(8) - side, (self.height() - side) // 2
        quiet = theme().colour("text3" if self.isEnabled() else "text4")
        draw_icon(painter, "chevron-down", QRectF(left, top, side, side), quiet)
        room = QRect(px(8), 0, left - px(12), self.height())
        metrics = QFontMetrics(theme().font("control"))
        mode = Qt.TextElideMode.ElideRight
        text = metrics.elidedText(self.currentText(), mode, room.width())
        painter.setFont(theme().font("control"))
        painter.setPen(ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        colour = theme().colour
        if not self.isEnabled():
            return colour("panel"), colour("hairline"), colour("text4")
        fill = blend(colour("raised"), colour("hover"), self._warmth.value)
        return fill, colour("warn" if self._doubtful else "edge"), colour("text")

    def _row_width(self, row: int) -> int:
        delegate = self.itemDelegate()
        return delegate.sizeHint(QStyleOptionViewItem(), self._rows.index(row)).width()

    def _emit(self) -> None:
        self.changed.emit(self.value)
