"""The left pane of Presets: search, families with their counts, filters, a new preset."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ganstudio.ui.library.entries import Choice
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.theme import RADIUS_CONTROL, ROW, theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.chip import Chip
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.row_model import RowModel

_TITLE = Qt.ItemDataRole.DisplayRole
_KEY = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
_State = QStyle.StateFlag


class _FamilyRow(QStyledItemDelegate):
    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, theme().px(ROW + 2))  # the list widens it to its own width

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        px, colour = theme().px, theme().colour
        row = QRectF(option.rect).adjusted(0, 1, 0, -1)
        chosen = bool(option.state & _State.State_Selected)
        if chosen:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("hover"))
        elif option.state & _State.State_MouseOver:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("raised"))
        font = theme().font("body")
        font.setWeight(QFont.Weight(500 if chosen else 400))
        painter.setFont(font)
        painter.setPen(colour("text" if chosen else "text2"))
        inner = row.adjusted(px(10), 0, -px(10), 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.setFont(theme().font("tick"))
        painter.setPen(colour("text3"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, right, f"{index.data(_COUNT):,}")


class FamilyList(QListView):
    """`changed` carries the family's key."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_FamilyRow(self))
        self.setAccessibleName("Family")
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._tell)
        follow_theme(self.restyle)

    def set_families(self, families: Sequence[tuple[str, str, int]]) -> None:
        """Rows of key, title and count; the chosen one stays where it still exists."""
        kept = self.currentIndex().data(_KEY) or ""
        self.blockSignals(True)
        self._rows.replace(
            [{_TITLE: title, _KEY: key, _COUNT: count} for key, title, count in families]
        )
        self.setCurrentIndex(self._rows.index(max(0, self._rows.row_of(_KEY, kept))))
        self.blockSignals(False)
        self.restyle()

    def choose(self, key: str) -> None:
        row = self._rows.row_of(_KEY, key)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))

    def restyle(self) -> None:
        rows = max(1, self._rows.rowCount())
        self.setMinimumHeight(theme().px(ROW + 2) * min(rows, 4))
        self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        rows = max(1, self._rows.rowCount())
        return QSize(theme().px(184), theme().px(ROW + 2) * rows + 2)

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.changed.emit(index.data(_KEY))


class ChoicePane(Pane):
    """What is shown. `changed` carries a Choice, its order left as it was."""

    changed = Signal(object)
    new_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__("panel", "right")
        self.choice = Choice()
        self.search = SearchField("Search presets")
        self.families = FamilyList()
        self.works = Chip("Works on this machine")
        self.short = Chip("Under 5 minutes")
        self.trained = Chip("Trained and ready")
        self.mine = Chip("Mine")
        self.new = SecondaryButton("New preset", "plus")
        self.load = SecondaryButton("Import…", "folder")
        self._lay_out()
        self.search.changed.connect(self._tell)
        self.families.changed.connect(self._tell_family)
        for chip in self._chips():
            chip.toggled.connect(self._tell)
        self.new.clicked.connect(self.new_asked)
        self.load.clicked.connect(self.import_asked)

    def clear(self) -> None:
        """Show everything again."""
        for chip in self._chips():
            chip.setChecked(False)
        self.families.choose("")
        self.search.clear()

    def _chips(self) -> tuple[Chip, ...]:
        return (self.works, self.short, self.trained, self.mine)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 13, 12)
        column.setSpacing(0)
        column.addWidget(self.search)
        column.addSpacing(16)
        column.addWidget(_head("Family"))
        column.addSpacing(6)
        column.addWidget(self.families)
        column.addSpacing(20)
        column.addWidget(_head("Show only"))
        column.addSpacing(10)
        for chip in self._chips():
            column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
            column.addSpacing(6)
        column.addStretch(1)
        for button in (self.load, self.new):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            column.addSpacing(8)
            column.addWidget(button)

    def _tell_family(self, key: object) -> None:
        self.choice = replace(self.choice, family=str(key))
        self.changed.emit(self.choice)

    def _tell(self, _value: object = None) -> None:
        self.choice = replace(
            self.choice,
            words=self.search.text().strip(),
            works=self.works.isChecked(),
            short=self.short.isChecked(),
            trained=self.trained.isChecked(),
            mine=self.mine.isChecked(),
        )
        self.changed.emit(self.choice)


def _head(text: str) -> Label:
    label = Label(text, "head", "text3")
    label.setContentsMargins(6, 0, 0, 0)
    return label
