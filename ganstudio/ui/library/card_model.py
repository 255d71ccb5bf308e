"""The gallery's cards as a Qt model."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ganstudio.ui.library.entries import Entry

ENTRY = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class CardModel(QAbstractListModel):
    """Entries in the order they are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entry(self, index: Index) -> Entry | None:
        return self._entries[index.row()] if index.isValid() else None

    def row_of(self, path: Path) -> int:
        """The row of a preset's file, -1 where it is not shown."""
        return next((row for row, entry in enumerate(self._entries) if entry.card.path == path), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        card = entry.card
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (card.title, card.paper, card.shows, card.problem)))
            case Qt.ItemDataRole.ToolTipRole:
                return f"{card.path.name} {card.problem}" if card.problem else None
            case _ if role == ENTRY:
                return entry
        return None
