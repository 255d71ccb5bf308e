"""The rows of a list that says the same few things of each: a combo box, a list of families."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Row = Mapping[int, object]  # role: what is said under it
_NO_INDEX = QModelIndex()


class RowModel(QAbstractListModel):
    """Rows by role, all replaced at once.

    Not a QStandardItemModel: each of its items has a Python half of its own, and taking many of
    them down with their window now and then ends the program inside Shiboken (6.11).
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._refused: frozenset[int] = frozenset()

    def replace(self, rows: Sequence[Row], refused: Sequence[int] = ()) -> None:
        """Show `rows`; those numbered in `refused` are seen and cannot be chosen."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._refused = frozenset(refused)
        self.endResetModel()

    def row_of(self, role: int, value: object) -> int:
        """The first row that says `value` under `role`; -1 where none does."""
        found = (at for at, row in enumerate(self._rows) if row[role] == value)
        return next(found, -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._rows[index.row()].get(role) if index.isValid() else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if index.row() in self._refused else super().flags(index)
