"""The pictures that a tool was given: which of them are shown, and which go."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ganstudio.edit.given import Given, in_colour
from ganstudio.ui.images import to_qimage
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.row_model import RowModel

_NAME = Qt.ItemDataRole.DisplayRole
_PICTURE, _WORDS = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_WIDTH, _ROW, _THUMB = 200, 48, 36
_State = QStyle.StateFlag


class PictureList(Pane):
    """`shown_changed` carries the places of those that are shown, `removed` of those that go."""

    shown_changed = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__("panel", "right")
        self.rows = _Rows()
        self.others = IconButton("dice", "Take other examples of the data")
        self.add = IconButton("plus", "Add pictures…")
        self._count = Label("", "tick", "text3")
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 4)
        head.setSpacing(4)
        head.addWidget(Label("Pictures", "title", "text"))
        head.addStretch(1)
        head.addWidget(self._count)
        head.addSpacing(4)
        head.addWidget(self.others)
        head.addWidget(self.add)
        self._hint = Label(
            "Click shows one, Ctrl-click several. Drop adds, Delete takes away.",
            "tick",
            "text2",
            wrap=True,
        )
        self._hint.setContentsMargins(16, 8, 12, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.rows, 1)
        column.addWidget(self._hint)
        self.rows.chosen.connect(self.shown_changed)
        self.rows.removed.connect(self.removed)
        follow_theme(self._restyle)

    def show_pictures(self, given: Sequence[Given], shown: Sequence[int]) -> None:
        """All of them; those at `shown` are in the sheet."""
        self.rows.show_pictures(given, shown)
        self._count.setText(f"{len(shown)} of {len(given)}")

    def say(self, words: Sequence[str]) -> None:
        """A line below the name of each; what was not measured keeps what it had."""
        self.rows.say(words)

    def _restyle(self) -> None:
        self.setFixedWidth(theme().px(_WIDTH))


class _Rows(QListView):
    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows = RowModel(self)
        self._given: tuple[Given, ...] = ()
        self._images: tuple[QImage, ...] = ()
        self._words: tuple[str, ...] = ()
        self._is_shown = False  # by the state, not by a hand
        self.setModel(self._rows)
        self.setItemDelegate(_Line(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName("Pictures")
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().selectionChanged.connect(self._tell)
        follow_theme(self._restyle)

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(sorted(index.row() for index in self.selectionModel().selectedIndexes()))

    def show_pictures(self, given: Sequence[Given], shown: Sequence[int]) -> None:
        if tuple(given) != self._given:
            self._given = tuple(given)
            self._images = tuple(to_qimage(in_colour(one.picture.array())) for one in given)
            self._words = ("",) * len(given)
            self._fill()
        self._select(shown)

    def say(self, words: Sequence[str]) -> None:
        told = tuple(new or old for new, old in zip(words, self._words, strict=True))
        if told != self._words:
            shown, self._words = self.places, told
            self._fill()
            self._select(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.places:
            self.removed.emit(self.places)
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self._is_shown = True
        at = self.currentIndex().row()
        self._rows.replace(
            [
                {_NAME: one.name, _PICTURE: image, _WORDS: words}
                for one, image, words in zip(self._given, self._images, self._words, strict=True)
            ]
        )
        place = self._rows.index(min(max(at, 0), len(self._given) - 1))
        self.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._is_shown = False

    def _select(self, shown: Sequence[int]) -> None:
        if tuple(shown) == self.places:
            return
        wanted = QItemSelection()
        for place in shown:
            index = self._rows.index(place)
            wanted.select(index, index)
        self._is_shown = True
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_shown = False

    def _tell(self, _now: object, _before: object) -> None:
        if self._is_shown:
            return
        if self.places:
            self.chosen.emit(self.places)
        else:  # a sheet of none says nothing
            self._select((max(self.currentIndex().row(), 0),))

    def _restyle(self) -> None:
        self.scheduleDelayedItemsLayout()


class _Line(QStyledItemDelegate):
    """A small picture, its name, and what was measured of it."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, theme().px(_ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        px, colour = theme().px, theme().colour
        row = QRectF(option.rect).adjusted(px(8), 1, -px(8), -1)
        is_chosen = bool(option.state & _State.State_Selected)
        if is_chosen:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("hover"))
        elif option.state & _State.State_MouseOver:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("raised"))
        box = QRectF(row.left() + px(8), row.center().y() - px(_THUMB) / 2, px(_THUMB), px(_THUMB))
        image: QImage = index.data(_PICTURE)
        size = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRectF(0, 0, size.width(), size.height())
        frame.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame, image)
        words = str(index.data(_WORDS))
        lines = row.adjusted(px(_THUMB + 18), px(6), -px(8), -px(6))
        end = Qt.TextElideMode.ElideRight
        painter.setFont(theme().font("body"))
        painter.setPen(colour("text" if is_chosen else "text2"))
        name = painter.fontMetrics().elidedText(str(index.data()), end, int(lines.width()))
        left = Qt.AlignmentFlag.AlignLeft
        where = Qt.AlignmentFlag.AlignTop if words else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(lines, where | left, name)
        painter.setFont(theme().font("tick"))
        painter.setPen(colour("text2" if is_chosen else "text3"))
        painter.drawText(lines, Qt.AlignmentFlag.AlignBottom | left, words)
