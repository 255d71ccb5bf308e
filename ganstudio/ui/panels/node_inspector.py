"""One node of a graph: what is known of it, what is named, and where its links lead."""

import numpy as np
from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.instruments import NodesRead
from ganstudio.ui.class_chances import chance_bars
from ganstudio.ui.panels.scatter import class_look
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.theme import ROW, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.class_bars import ClassBars
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.row_list import ListRow, RowList

_MOST_BARS = 5
SIDE = 236  # px of its width where it stands beside the graph
BELOW = 218  # px of its height where it stands under it


class NodeInspector(QWidget):
    """`walked` carries the number of a neighbour that was chosen; `closed` is asked for."""

    walked = Signal(object)
    closed = Signal()

    def __init__(self, edge: int = 12) -> None:
        """Args: edge: px kept free at its sides."""
        super().__init__()
        self._edge = edge
        self.title = ElidedLabel("", "strong", "text")
        self.known, self.named = ElidedLabel("", "control"), ElidedLabel("", "control")
        self.bars = ClassBars(is_of_whole=True)
        self.caption = ElidedLabel("", "head", "text3")
        self.neighbours = RowList("Neighbours")
        self._close = IconButton("close", "Put this node away", size=24)
        self._close.clicked.connect(self.closed)
        self.neighbours.clicked.connect(self._walk)
        self.neighbours.activated.connect(self._walk)
        self._lay_out()
        theme().changed.connect(self._recolour)
        self._shown: tuple[NodesRead, int] | None = None
        follow_theme(self.restyle)

    def show_node(self, reading: NodesRead, node: int) -> None:
        self._shown = reading, node
        self.title.setText(f"Node {reading.nodes[node]}")
        self.known.setText(known_words(reading, node))
        self.named.setText(named_words(reading, node))
        self._recolour()
        linked = neighbours(reading, node)
        own = int((reading.named[linked] == reading.named[node]).sum())
        self.caption.setText(f"{len(linked):,} LINKED, {own:,} NAMED ALIKE")
        self.neighbours.set_rows([_row(reading, int(other)) for other in linked])
        self.neighbours.setCurrentIndex(QModelIndex())
        self.neighbours.setMinimumHeight(theme().px(ROW))  # it gives way before the graph does

    def stand(self, *, beside: bool) -> None:
        """Beside the graph, in one column, or under it, in two."""
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if beside else ways.LeftToRight)
        self._columns.setStretch(0, 0 if beside else 1)
        largest = 16_777_215
        self.setMaximumSize(
            theme().px(SIDE) if beside else largest, largest if beside else theme().px(BELOW)
        )
        self.setMinimumSize(theme().px(SIDE) if beside else 0, 0 if beside else theme().px(BELOW))

    def restyle(self) -> None:
        edge = theme().px(self._edge)
        self._whole.setContentsMargins(edge, theme().px(6), edge, theme().px(8))

    def _recolour(self) -> None:
        if self._shown is not None:
            reading, node = self._shown
            bars = chance_bars(reading.classes, reading.chances[node], _MOST_BARS, colour=_colour)
            self.bars.set_rows(bars)

    def _walk(self, index: QModelIndex) -> None:
        if index.isValid() and self._shown is not None:
            self.walked.emit(int(neighbours(*self._shown)[index.row()]))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._close)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(4)
        for widget in (self.known, self.named, self.bars):
            left.addWidget(widget)
        left.addStretch(1)
        right.addWidget(self.caption)
        right.addWidget(self.neighbours, 1)
        right.addStretch(0)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setSpacing(4)
        self._whole.addLayout(head)
        self._whole.addLayout(self._columns, 1)


def neighbours(reading: NodesRead, node: int) -> np.ndarray:
    """The rising numbers of the nodes that are linked to one."""
    edges = reading.edges
    linked = np.concatenate([edges[edges[:, 0] == node, 1], edges[edges[:, 1] == node, 0]])
    return np.sort(linked.astype(np.int64))


def known_words(reading: NodesRead, node: int) -> str:
    """What is known of its class, and whether the critic was told."""
    label = int(reading.labels[node])
    if label < 0:
        return "Class not known"
    shown = "label given" if reading.is_shown[node] else "label held back"
    return f"Is {reading.classes[label]}, {shown}"


def named_words(reading: NodesRead, node: int) -> str:
    """What is named, how surely, and whether it is right where that is known and was not told."""
    named = int(reading.named[node])
    said = f"Named {reading.classes[named]}, {percent(float(reading.chances[node, named]))}"
    if not reading.is_asked[node]:
        return said
    return f"{said}: {'wrong' if reading.is_wrong[node] else 'right'}"


def _colour(number: int) -> str:
    return theme().colour(class_look(number).colour).name()


def _row(reading: NodesRead, node: int) -> ListRow:
    label, named = int(reading.labels[node]), reading.classes[int(reading.named[node])]
    known = reading.classes[label] if label >= 0 else "not known"
    if reading.is_shown[node]:
        after = "given"
    elif reading.is_asked[node] and not reading.is_wrong[node]:
        after = "right"
    else:
        after = f"named {named}"
    return ListRow(str(node), f"{reading.nodes[node]}:  {known}", after=after)
