"""The graph of a run is read, an edited one is written, and trained on."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from ganstudio.core.errors import InputError
from ganstudio.core.paths import home
from ganstudio.data.graph_files import GraphPaths, write_graph
from ganstudio.data.graphs import Graph, NodeVectors
from ganstudio.edit.given_graph import GivenGraph
from ganstudio.edit.graph import EditGraph
from ganstudio.engine.named_nodes import opened_nodes
from ganstudio.engine.naming import is_shown
from ganstudio.engine.preset import Preset, dumps
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.tasks import Report
from ganstudio.ui.tools.lone_task import LoneTask


class Found(NamedTuple):
    """The graph of a run."""

    run: str
    graph: GivenGraph


class GraphReader(LoneTask):
    """`found` carries a Found; a graph that is gone is told, with `failed`, in a sentence."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent)
        self._run = ""

    def read(self, chosen: Chosen) -> None:
        """Of the model that is chosen; of one that is being read already nothing more."""
        if self.is_busy and self._run == chosen.ref.run:
            return
        self._run = chosen.ref.run
        model, run = chosen.model, chosen.ref.run

        def work(_report: Report) -> Found:
            nodes = opened_nodes(model, run)
            shown = is_shown(model.trained, nodes.vectors).cpu().numpy()
            data = model.preset.data
            assert isinstance(data, NodeVectors)  # or it could not be opened as nodes
            given = GivenGraph.of(nodes.graph, shown, data.smoothing, data.embedding)
            given.layout()  # remembered, so that the first picture need not wait for it
            return Found(run, given)

        self.start(f"Read the graph of {run}", work, self._take)

    def take_failure(self, error: Exception) -> None:
        super().take_failure(error)
        self.failed.emit(str(error))

    def end(self) -> None:
        self.changed.emit()

    def _take(self, found: Found) -> None:
        self.found.emit(found)


def saved(request: EditGraph, folder: Path) -> GraphPaths:
    """Write the edited graph into a folder. Raises InputError."""
    graph = request.edited()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return write_graph(folder, graph)
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written: {error.strerror or error}. Choose another folder."
        ) from error


def preset_on(request: EditGraph, preset: Preset, run: str) -> str:
    """A preset, as YAML, of the run's system on the edited graph, which is written for it.

    Raises InputError.
    """
    assert request.graph is not None  # what is saved was read
    folder = _free(home() / "graphs", run)
    paths = saved(request, folder)
    data = {
        "kind": "graph",
        "edges": str(paths.edges),
        "labels": str(paths.labels),
        "features": str(paths.features or ""),
        "largest": bool(_parts(request.edited())),
        "smoothing": request.graph.smoothing,
        "embedding": request.graph.embedding,
    }
    edited = preset.edited("data", data)
    return dumps(edited.model_copy(update={"title": f"{preset.title}, edited"}))


def _parts(graph: Graph) -> int:
    """How many parts the graph falls into beside the largest."""
    return int(graph.parts().max())


def _free(folder: Path, run: str) -> Path:
    number = 1
    while (folder / f"{run}-{number}").exists():
        number += 1
    return folder / f"{run}-{number}"
