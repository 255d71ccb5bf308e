"""The gallery: cards in a grid, or rows, with the keyboard all over it."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from ganstudio.ui.library.card_delegate import GAP, NARROWEST, CardDelegate
from ganstudio.ui.library.card_model import CardModel
from ganstudio.ui.library.entries import Entry
from ganstudio.ui.library.pictures import CardPictures
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

_MARGIN = 20


class Gallery(QListView):
    """`chosen` carries the Entry that is selected, `opened` the one to go to work on."""

    chosen = Signal(object)
    opened = Signal(object)
    menu_asked = Signal(object, object)  # Entry, global QPoint

    def __init__(self, model: CardModel, pictures: CardPictures) -> None:
        super().__init__()
        self._cards = model
        self._delegate = CardDelegate(pictures, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Presets")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_opened)
        self.selectionModel().currentChanged.connect(self._on_current)
        pictures.changed.connect(self.viewport().update)
        self.set_rows(False)
        follow_theme(self.restyle)

    @property
    def current(self) -> Entry | None:
        return self._cards.entry(self.currentIndex())

    def set_rows(self, as_rows: bool) -> None:
        """Rows under each other instead of a grid of cards."""
        self._delegate.as_rows = as_rows
        self.setViewMode(QListView.ViewMode.ListMode if as_rows else QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setWrapping(not as_rows)
        self.scheduleDelayedItemsLayout()

    def select(self, path: Path | None) -> bool:
        """Choose a preset's card, or the first one. Gives whether it is shown."""
        row = self._cards.row_of(path) if path is not None else 0
        index = self._cards.index(row, 0)
        if not index.isValid():
            return False
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)
        return True

    def restyle(self) -> None:
        margin = theme().px(_MARGIN)
        self.setViewportMargins(margin, 0, 0, 0)
        self.verticalScrollBar().setSingleStep(theme().px(48))
        self._fit_columns()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif event.key() == Qt.Key.Key_Menu and self.current is not None:
            place = self.visualRect(self.currentIndex()).center()
            self.menu_asked.emit(self.current, self.viewport().mapToGlobal(place))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(600))

    def _fit_columns(self) -> None:
        """As many columns as fit, and tiles as wide as these leave room for."""
        px = theme().px
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - px(_MARGIN) - bar - 1
        columns = max(room // px(NARROWEST + GAP), 1)
        self._delegate.width = max(room // columns - px(GAP), px(NARROWEST))
        self.scheduleDelayedItemsLayout()

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        entry = self._cards.entry(index)
        if entry is not None:
            self.chosen.emit(entry)

    def _on_opened(self, index: QModelIndex) -> None:
        entry = self._cards.entry(index)
        if entry is not None:
            self.opened.emit(entry)

    def _on_menu(self, place: QPoint) -> None:
        entry = self._cards.entry(self.indexAt(place))
        if entry is not None:
            self.menu_asked.emit(entry, self.viewport().mapToGlobal(place))
