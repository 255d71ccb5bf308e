"""The graph whose nodes are named: classes, given labels, mistakes, and one node looked into."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.capabilities import NAMES_NODES
from ganstudio.core.instruments import NodesRead
from ganstudio.ui.panels.graph_canvas import GraphCanvas, NodeMarks
from ganstudio.ui.panels.graph_places import GraphPlaces, Sight, is_drawn_whole
from ganstudio.ui.panels.instrument import InstrumentPanel
from ganstudio.ui.panels.mark_key import KeyItem, MarkKey
from ganstudio.ui.panels.node_inspector import BELOW, SIDE, NodeInspector, known_words, named_words
from ganstudio.ui.panels.scatter import SQUARE, Look, class_look
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Divider, ElidedLabel

_GIVEN, _WRONG = Look("text", is_hollow=True), Look("error", SQUARE, is_hollow=True)
_HEAD = 90  # px over the graph
_PREFERENCE = 40  # px that a node read beside the graph has to gain for it


class GraphPanel(InstrumentPanel):
    """Ding 2018 (arXiv:1809.00130), section 4: classes spread from few labels through clusters.

    Nodes have the colours of the classes that are named for them; those whose label was given are
    ringed, and those that are named wrong, of those that can be, framed.
    """

    key = "panel-graph"
    title = "Graph"
    reads = NodesRead
    kept = 64
    needs = NAMES_NODES
    lack = ("No graph to draw", "This run names no nodes of a graph of at most 20,000 nodes.")
    illustration = "world"
    empty_title = "No nodes named yet"
    empty_text = "The graph is drawn here soon after the start, with the class named for each node."

    node_changed = Signal(object)  # the number of the node that is looked into, or None

    def __init__(self) -> None:
        super().__init__()
        self.node: int | None = None
        self._sight: Sight | None = None
        self._places = GraphPlaces(self)
        self.canvas, self.key_line = GraphCanvas(self._words_of), MarkKey()
        self.words = ElidedLabel("", "tick", "text2")
        self.inspector = NodeInspector()
        self.inspector.hide()
        self._places.arrived.connect(self._redraw_if_shown)
        self.canvas.picked.connect(self._pick)
        self.inspector.walked.connect(self.show_node)
        self.inspector.closed.connect(lambda: self.show_node(None))
        self.set_body(self._body())

    def clear(self) -> None:
        super().clear()
        self._sight = None
        self.node = None
        self._line.hide()
        self.inspector.hide()
        self.canvas.set_graph(np.zeros((0, 2)), np.zeros((0, 2), np.int64))

    def finish(self) -> bool:
        """Wait for what is being laid out. Gives whether it ended."""
        return self._places.finish()

    def show_node(self, node: object) -> None:
        """Look into a node by its number; None puts it away."""
        self.node = node if isinstance(node, int) else None
        self.node_changed.emit(self.node)
        self._redraw_if_shown()

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, NodesRead):
            return
        if self.node is not None and self.node >= len(shown.nodes):
            self.node = None
        self.say_step()
        sight = self._places.get(shown, self._middle(shown))
        if sight is None:
            self.words.setText("The graph is being laid out")
        else:
            self._draw(shown, sight)
        self.inspector.setVisible(self.node is not None)
        self._line.setVisible(self.node is not None)
        if self.node is not None:
            self.inspector.show_node(shown, self.node)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _draw(self, shown: NodesRead, sight: Sight) -> None:
        if sight is not self._sight:
            is_same = self._sight is not None and np.array_equal(sight.places, self._sight.places)
            self._sight = sight
            if not is_same:
                self.canvas.set_graph(sight.places, sight.edges)
        self.canvas.set_marks(node_marks(shown, sight.nodes))
        row = None
        if self.node is not None and self.node in sight.nodes:
            row = int(np.searchsorted(sight.nodes, self.node))
        self.canvas.set_row(row)
        self.key_line.set_items(node_key(shown))
        self.words.setText(_words(shown, sight))

    def _middle(self, shown: NodesRead) -> int | None:
        """Whose neighbourhood is drawn: that of the node with the most links, at first."""
        if is_drawn_whole(shown):
            return None
        if self.node is not None:
            return self.node
        return int(np.bincount(shown.edges.ravel(), minlength=len(shown.nodes)).argmax())

    def _pick(self, row: object) -> None:
        if self._sight is not None:
            self.show_node(int(self._sight.nodes[row]) if isinstance(row, int) else None)

    def _words_of(self, row: int) -> str:
        shown = self.shown()
        if self._sight is None or not isinstance(shown, NodesRead):
            return ""
        node = int(self._sight.nodes[row])
        lines = (shown.nodes[node], known_words(shown, node), named_words(shown, node))
        return "\n".join(lines)

    def _redraw_if_shown(self) -> None:
        self.mark_dirty()
        self.refresh()

    def _body(self) -> QWidget:
        whole, line = QWidget(), QWidget()
        head = QVBoxLayout(line)
        head.setContentsMargins(0, 6, 0, 0)
        head.setSpacing(2)
        head.addWidget(self.key_line)
        said = QHBoxLayout()
        said.setContentsMargins(12, 0, 12, 0)
        said.addWidget(self.words)
        head.addLayout(said)
        self._line = Divider()
        self._line.hide()
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.canvas, 1)
        self._sides.addWidget(self._line)
        self._sides.addWidget(self.inspector)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(self._sides, 1)
        self._stand()
        return whole

    def _stand(self) -> None:
        """A node is read where the graph is left with the longer side."""
        width, height = self.width(), self.height() - theme().px(_HEAD)
        side = min(width - theme().px(SIDE), height)
        beside = side > min(width, height - theme().px(BELOW)) + theme().px(_PREFERENCE)
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._line.setVisible(self.node is not None and not beside)
        self.inspector.stand(beside=beside)


def node_marks(shown: NodesRead, nodes: np.ndarray) -> list[NodeMarks]:
    """By named class, then the rings of given labels and the frames of mistakes."""
    named = shown.named[nodes]
    found = [NodeMarks(np.flatnonzero(named == c), class_look(int(c))) for c in np.unique(named)]
    found.append(NodeMarks(np.flatnonzero(shown.is_shown[nodes]), _GIVEN))
    found.append(NodeMarks(np.flatnonzero(shown.is_wrong[nodes]), _WRONG))
    return found


def node_key(shown: NodesRead) -> list[KeyItem]:
    classes = [(name, class_look(number)) for number, name in enumerate(shown.classes)]
    marks = [("label given", _GIVEN)] if shown.is_shown.any() else []
    if shown.is_asked.any():
        marks.append(("named wrong", _WRONG))
    return [*marks, *classes]


def _words(shown: NodesRead, sight: Sight) -> str:
    said = ""
    if shown.is_asked.any():
        right = percent(1 - float(shown.is_wrong.sum() / shown.is_asked.sum()))
        said = f"{right} of {int(shown.is_asked.sum()):,} held back are named right"
    if sight.middle is None:
        return said
    part = (
        f"{len(shown.nodes):,} nodes are too many to draw whole: "
        f"{len(sight.nodes):,} around {shown.nodes[sight.middle]}"
    )
    return f"{part}. {said}" if said else part
