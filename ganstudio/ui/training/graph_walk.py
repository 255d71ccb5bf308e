"""One node of a graph is looked into at a time, whichever panel it was picked in."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.graph import GraphPanel
from ganstudio.ui.panels.spaces import FeatureSpacePanel
from ganstudio.ui.training.docks import DockArea


class GraphWalk(QObject):
    """A dot among the features opens its node in the graph, whose node is ringed there."""

    def __init__(self, panels: Mapping[str, Panel], docks: DockArea, parent: QObject) -> None:
        super().__init__(parent)
        graph, features = panels[GraphPanel.key], panels[FeatureSpacePanel.key]
        assert isinstance(graph, GraphPanel)
        assert isinstance(features, FeatureSpacePanel)
        self._graph, self._docks = graph, docks
        features.node_picked.connect(self._show)
        graph.node_changed.connect(features.set_node)

    def finish(self) -> bool:
        """Wait for what is being laid out. Gives whether it ended."""
        return self._graph.finish()

    def _show(self, node: object) -> None:
        self._graph.show_node(node)
        self._docks.docks[GraphPanel.key].reveal()
