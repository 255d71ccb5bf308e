"""The table of runs as a Qt model: rows are told apart by their folder."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ganstudio.ui.library.run_rows import RunRow

RUN, STATE, STEP, BEST, USED, MORE = range(6)
HEADS = ("Run", "State", "Step", "Best metric", "Last used", "")
ROW = Qt.ItemDataRole.UserRole + 1
MARK = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class RunModel(QAbstractTableModel):
    """Rows as they are shown, and which of them are A and B of a comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RunRow] = []
        self._places: dict[Path, int] = {}
        self._marks: dict[Path, str] = {}
        self._now = time.time()

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these rows; where they are the same runs in the same order, nothing is reset."""
        self._now = time.time()
        same = [row.path for row in rows] == [row.path for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.path: place for place, row in enumerate(self._rows)}
        if not same:
            self.endResetModel()
        elif self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, MORE))

    def set_marks(self, marks: Mapping[Path, str]) -> None:
        """The letters beside the names of compared runs."""
        changed = set(marks) | set(self._marks)
        self._marks = dict(marks)
        for path in changed:
            self.touch(path)

    def touch(self, path: Path) -> None:
        """A row's picture has arrived, or its letter changed."""
        place = self.place(path)
        if place >= 0:
            self.dataChanged.emit(self.index(place, RUN), self.index(place, RUN))

    def row(self, index: Index) -> RunRow | None:
        return self._rows[index.row()] if index.isValid() else None

    def place(self, path: Path) -> int:
        """The row's number, -1 where the run is not shown."""
        return self._places.get(path, -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section in (RUN, STATE) else _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._words(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return row.problem or row.info.message or None
            case _ if role == ROW:
                return row
            case _ if role == MARK:
                return self._marks.get(row.path, "")
        return None

    def _words(self, row: RunRow, column: int) -> str:
        match column:
            case 0:
                return row.name
            case 1:
                return row.state
            case 2:
                return row.steps
            case 3:
                return row.best
            case 4:
                return row.used(self._now)
        return ""
