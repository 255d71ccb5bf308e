"""The table of runs: virtual rows of 56 px, chosen in the order of clicks."""

from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ganstudio.ui.library.run_delegate import HEIGHT, PICTURE, RunDelegate
from ganstudio.ui.library.run_model import BEST, MORE, RUN, STATE, STEP, USED, RunModel
from ganstudio.ui.library.run_rows import RunRow, newest_snapshot
from ganstudio.ui.library.thumbnails import Thumbnails
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

WIDTHS = {STATE: 84, STEP: 112, BEST: 116, USED: 80, MORE: 36}
NARROW = 620  # below this the best metric gives way


class RunTable(QTableView):
    """`chosen` carries the selected RunRows in the order they were chosen."""

    chosen = Signal(object)
    opened = Signal(object)
    menu_asked = Signal(object, object)  # RunRow, global QPoint
    trash_asked = Signal(object)  # RunRows

    def __init__(self, model: RunModel) -> None:
        super().__init__()
        self._runs = model
        self._order: list[Path] = []
        self.pictures = Thumbnails(newest_snapshot, PICTURE * 2, self)
        self.pictures.arrived.connect(model.touch)
        self.setModel(model)
        self.setItemDelegate(RunDelegate(self.pictures, self))
        self.setAccessibleName("Runs")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setSectionsClickable(False)
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(24)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionResizeMode(RUN, QHeaderView.ResizeMode.Stretch)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_opened)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        follow_theme(self.restyle)

    @property
    def selected(self) -> list[RunRow]:
        """Chosen rows that are shown, in the order they were chosen."""
        places = ((path, self._runs.place(path)) for path in self._order)
        rows = (self._runs.row(self._runs.index(place, RUN)) for _, place in places if place >= 0)
        return [row for row in rows if row is not None]

    def select(self, paths: list[Path]) -> None:
        """Choose runs, the first one as A."""
        self._order = [path for path in paths if self._runs.place(path) >= 0]
        flags = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        selection = QItemSelection()
        for path in self._order:
            place = self._runs.place(path)
            selection.select(self._runs.index(place, RUN), self._runs.index(place, MORE))
        model.select(selection, flags.ClearAndSelect)
        if self._order:
            last = self._runs.index(self._runs.place(self._order[-1]), RUN)
            model.setCurrentIndex(last, flags.NoUpdate)
        self.chosen.emit(self.selected)

    def swap(self) -> None:
        """A becomes B."""
        self._order[:2] = reversed(self._order[:2])
        self.chosen.emit(self.selected)

    def restyle(self) -> None:
        px = theme().px
        self.verticalHeader().setDefaultSectionSize(px(HEIGHT))
        heads = self.horizontalHeader()
        heads.setFixedHeight(px(28))
        heads.setFont(theme().font("tick"))
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, px(width))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._runs.row(self.currentIndex())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Delete and self.selected:
            self.trash_asked.emit(self.selected)
        elif event.key() == Qt.Key.Key_Escape:
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == MORE and event.button() == Qt.MouseButton.LeftButton:
            row = self._runs.row(index)
            if row is not None:
                self.menu_asked.emit(row, event.globalPosition().toPoint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(BEST, self.width() < theme().px(NARROW))

    def _on_selection(self, _added: QItemSelection, _removed: QItemSelection) -> None:
        """Keep the order of choosing; rows chosen at once come from top to bottom."""
        indexes = self.selectionModel().selectedRows(RUN)
        rows = [self._runs.row(index) for index in sorted(indexes, key=lambda one: one.row())]
        now = [row.path for row in rows if row is not None]
        kept = [path for path in self._order if path in now]
        order = kept + [path for path in now if path not in kept]
        if order != self._order:
            self._order = order
            self.chosen.emit(self.selected)

    def _on_opened(self, index: QModelIndex) -> None:
        row = self._runs.row(index)
        if row is not None and index.column() != MORE:
            self.opened.emit(row)

    def _on_menu(self, place: QPoint) -> None:
        row = self._runs.row(self.indexAt(place))
        if row is not None:
            self.menu_asked.emit(row, self.viewport().mapToGlobal(place))
