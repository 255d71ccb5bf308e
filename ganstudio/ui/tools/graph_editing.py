"""A graph that is edited: drag, link and label its nodes, and see what they are named then."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.capabilities import Classifies
from ganstudio.core.errors import InputError
from ganstudio.core.instruments import NodesRead
from ganstudio.data.graphs import NodeVectors
from ganstudio.edit.graph import EditGraph, Seen
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.panels.graph import node_key, node_marks
from ganstudio.ui.panels.graph_places import MOST_NODES
from ganstudio.ui.panels.mark_key import MarkKey
from ganstudio.ui.panels.node_inspector import known_words, named_words
from ganstudio.ui.panels.scatter import DIAMOND, Look, Marks, ScatterPlot, class_look
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.graph_editing_canvas import GraphEditingCanvas
from ganstudio.ui.tools.graph_editing_files import Found, GraphReader, preset_on, saved
from ganstudio.ui.tools.graph_editing_inspector import GraphEditingInspector
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.pages import Pages
from ganstudio.ui.widgets.panel import PanelFrame

_FAKE = Look("text", DIAMOND, is_hollow=True)
_READING = ("The graph is being read", "It comes from the data of the run.")


class GraphEditingTool(Tool):
    """The graph at the left, what the critic sees of its nodes at the right."""

    key = "graph"
    title = "Graph"
    icon = "fork"
    needs = Classifies
    shows = EditGraph
    lacks = (
        f"Graph edits the graph that a run has learned, of at most {MOST_NODES:,} nodes: choose a "
        "run of GraphSGAN, such as graphsgan-karate."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.node: int | None = None
        self._done: tuple[EditGraph, Rendering] | None = None
        self._shown: NodesRead | None = None
        self.reader = GraphReader(desk, self)
        self.canvas, self.key_line = GraphEditingCanvas(self._words_of), MarkKey()
        self.plot = ScatterPlot()
        self.plot.setAccessibleName("Features of the critic")
        self.empty = EmptyState("world", *_READING)
        self.pane = GraphEditingInspector()
        self.inspector = self.pane
        self._pages = Pages()
        self._lay_out()
        self._connect()
        theme().changed.connect(self._recolour)

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        size = chosen.model.spec.size or 0
        is_graph = isinstance(chosen.model.preset.data, NodeVectors) and size <= MOST_NODES
        return is_graph and isinstance(chosen.model.averaged, Classifies)

    def first_state(self, _chosen: Chosen) -> AnyRequest:
        """Empty; the run's graph takes its place as soon as it is read."""
        self.node, self._shown, self._done = None, None, None
        return EditGraph()  # which is shown, and the graph read for it

    def show_state(self, request: Request) -> None:
        if not isinstance(request, EditGraph):
            return
        self.pane.show_request(request)
        if request.graph is None:
            self.empty.set_words(*_READING)
            chosen = self.desk.chosen
            if chosen is not None:
                self.reader.read(chosen)
            self._pages.show_page(self.empty)
            self.pane.show_node(None, None)
            return
        self.ask(request)

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, EditGraph):
            self._done = told.request, told.rendering
            self._show(told.request, told.rendering)
            self.actions_changed.emit()

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("graph.save", "Save the graph as CSV…", self.ask_folder, menu="File",
                   where="Edit", kind="Run", icon="export", enabled=self._may_save),
            Action("graph.train", "Train on the edited graph", self.train, menu="Run",
                   where="Edit", kind="Run", icon="play", enabled=self._may_save),
            Action("graph.reset", "Take all edits of the graph back", self.reset, menu="Edit",
                   where="Edit", kind="Run", icon="reset", enabled=self._may_save),
        )  # fmt: skip

    # what others may call

    def show_node(self, node: object) -> None:
        """Look into a node by its number; None puts it away."""
        self.node = node if isinstance(node, int) else None
        self.canvas.set_row(self.node)
        self.pane.show_node(self._shown, self.node)
        self._ring()

    def ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder for the files of the graph")
        if folder:
            self.save_to(Path(folder))

    def save_to(self, folder: Path) -> None:
        try:
            paths = saved(self._request, folder)
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        names = ", ".join(path.name for path in paths if path is not None)
        self.desk.context.tell_saved(f"{names} saved in {folder.name}")

    def train(self) -> None:
        """Open Design with the run's system on the edited graph."""
        chosen = self.desk.chosen
        if chosen is None:
            return
        try:
            text = preset_on(self._request, chosen.model.preset, chosen.ref.run)
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        self.desk.context.open_preset(None, text)

    def reset(self) -> None:
        self.change(self._request.as_given(), "Take all edits back")

    # inside

    @property
    def _request(self) -> EditGraph:
        found = self.state
        return found if isinstance(found, EditGraph) else EditGraph()

    def _lay_out(self) -> None:
        sides = QWidget()
        row = QHBoxLayout(sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for title, widget, share in (
            ("Graph", self.canvas, 3), ("Features of the critic", self.plot, 2),
        ):  # fmt: skip
            frame = PanelFrame(title)
            frame.set_content(widget)
            row.addWidget(frame, share)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.key_line)
        column.addWidget(sides, 1)
        self._whole = whole
        self._pages.addWidget(self.empty)
        self._pages.addWidget(whole)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._pages)

    def _connect(self) -> None:
        self.reader.found.connect(self._on_found)
        self.reader.failed.connect(self._on_lost)
        self.canvas.picked.connect(self.show_node)
        self.canvas.put.connect(self._on_put)
        self.canvas.linked.connect(self._on_linked)
        self.canvas.labelled.connect(self._on_label)
        self.plot.clicked.connect(self._on_dot)
        pane = self.pane
        pane.node.walked.connect(self.show_node)
        pane.node.closed.connect(lambda: self.show_node(None))
        pane.label_changed.connect(self._on_label)
        pane.save_asked.connect(self.ask_folder)
        pane.train_asked.connect(self.train)
        pane.reset_asked.connect(self.reset)

    def _on_found(self, found: object) -> None:
        chosen = self.desk.chosen
        if isinstance(found, Found) and chosen is not None and chosen.ref.run == found.run:
            self.begin(EditGraph(graph=found.graph))

    def _on_lost(self, words: object) -> None:
        self.empty.set_words("The graph cannot be read", str(words))

    def _on_put(self, node: int, x: float, y: float) -> None:
        self.change(self._request.with_place(node, x, y), "Move a node")

    def _on_linked(self, one: int, other: int) -> None:
        request = self._request.with_link(one, other)
        before = len(self._request.edited().edges)
        try:
            after = len(request.edited().edges)
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        self.change(request, "Link two nodes" if after > before else "Part two nodes")

    def _on_label(self, label: object) -> None:
        shown = self._shown
        if shown is None or self.node is None or not isinstance(label, int):
            return
        if label < len(shown.classes):
            name = f"Label it {shown.classes[label]}" if label >= 0 else "Take a label away"
            self.change(self._request.with_label(self.node, label), name)

    def _on_dot(self, spot: object) -> None:
        if self._done is None or not isinstance(spot, QPointF):
            return
        seen: Seen | None = self._done[1].readings["seen"]
        row = self.plot.nearest(seen.nodes, spot) if seen is not None else None
        if row is not None:
            self.show_node(row)

    def _show(self, request: EditGraph, done: Rendering) -> None:
        graph, found = request.edited(), done.readings
        chosen = self.desk.chosen
        shown = NodesRead(
            chosen.ref.step if chosen is not None else 0,
            graph.nodes,
            graph.edges.astype(np.int32),
            graph.classes,
            graph.labels,
            request.is_shown(),
            found["chances"],
        )
        self._shown = shown
        if self.node is not None and self.node >= len(graph.nodes):
            self.node = None
        self._pages.show_page(self._whole)
        if not self.canvas.is_held:
            self.canvas.set_places(request.places(found["layout"]), graph.edges)
        self.canvas.set_marks(node_marks(shown, np.arange(len(graph.nodes))))
        self.key_line.set_items([*node_key(shown), ("fake", _FAKE)])
        changed = int((found["before"] != shown.named).sum())
        self.pane.show_found(shown, found["spread"], changed)
        self._show_seen(found["seen"], shown)
        self.show_node(self.node)

    def _show_seen(self, seen: Seen | None, shown: NodesRead) -> None:
        if seen is None:
            self.plot.clear()
            return
        named = shown.named
        marks = [Marks(seen.fakes, _FAKE)]
        marks += [Marks(seen.nodes[named == c], class_look(int(c))) for c in np.unique(named)]
        first, second = (f"{percent(share)} of variance" for share in seen.shares)
        self.plot.show_marks(marks, (first, second))

    def _ring(self) -> None:
        seen = self._done[1].readings["seen"] if self._done is not None else None
        place = None
        if seen is not None and self.node is not None:
            x, y = seen.nodes[self.node]
            place = float(x), float(y)
        self.plot.ring(place)

    def _words_of(self, row: int) -> str:
        shown = self._shown
        if shown is None or row >= len(shown.nodes):
            return ""
        return "\n".join((shown.nodes[row], known_words(shown, row), named_words(shown, row)))

    def _recolour(self) -> None:
        if self._done is not None and self._request.graph is not None:
            self._show(*self._done)

    def _may_save(self) -> bool | str:
        return self._request.graph is not None or "The graph is not read yet"
