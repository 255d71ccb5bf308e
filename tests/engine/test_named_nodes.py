"""The table of named nodes says what the network names, knows and was shown."""

import csv
from pathlib import Path

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.engine.export import export_run
from ganstudio.engine.naming import is_shown
from ganstudio.engine.preset import loads
from ganstudio.engine.preview import evaluating
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup
from ganstudio.engine.weights_alone import WeightsAlone, keep

CPU = torch.device("cpu")
GAME = """
system: {system: graphsgan, labels: LABELS, critic: {widths: [8, 8]}, prior: {size: 4},
  generator: {kind: mlp, depth: 1, width: 8}}
schedule: {batch: 16}
"""
FILES = """
data: {kind: graph, embedding: 2, edges: EDGES, labels: CLASSES}
"""
RING = """
system: {system: latent, generator: {kind: mlp, width: 8}, critic: {kind: mlp, width: 8},
  conditioning: {kind: auxiliary}}
data: DATA
schedule: {batch: 16}
"""


def trained(folder: Path, text: str, steps: int = 12) -> tuple[Setup, RunFolder]:
    setup = Setup(loads(text), CPU)
    for _ in range(steps):
        setup.advance()
    weights = {name: value.clone() for name, value in setup.capture().weights.items()}
    kept = WeightsAlone(setup.preset, "", weights, steps, ", of a test", setup.spec)
    return setup, keep(folder / "run", kept)


@pytest.fixture
def half_known(tmp_path: Path) -> str:
    """A ring of 20 nodes, of which n0 to n3 are of one class, n10 to n13 of another."""
    edges = "".join(f"n{node},n{(node + 1) % 20}\n" for node in range(20))
    (tmp_path / "edges.csv").write_text(edges)
    halves = {"left": range(4), "right": range(10, 14)}
    told = "".join(f"n{node},{half}\n" for half, nodes in halves.items() for node in nodes)
    (tmp_path / "classes.csv").write_text(told)
    files = FILES.replace("EDGES", str(tmp_path / "edges.csv"))
    return files.replace("CLASSES", str(tmp_path / "classes.csv")) + GAME


def rows_of(target: Path) -> list[dict[str, str]]:
    with target.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_node_has_a_line_with_what_the_averaged_network_names(
    tmp_path: Path, half_known: str
) -> None:
    setup, run = trained(tmp_path, half_known.replace("LABELS", "2"))
    exported = export_run(run, tmp_path / "run.nodes.csv")
    rows = rows_of(tmp_path / "run.nodes.csv")
    nodes, averaged = setup.dataset, setup.average.catch_up()
    with torch.no_grad(), evaluating(averaged):
        chances, ids = averaged.classify(nodes.vectors).max(1)
    classes = nodes.graph.classes
    assert [row["node"] for row in rows] == list(nodes.graph.nodes)
    assert [row["named class"] for row in rows] == [classes[i] for i in ids.tolist()]
    said = [float(row["probability"]) for row in rows]
    assert said == pytest.approx(chances.tolist(), abs=1e-5)
    shown = is_shown(setup.system, nodes.vectors).tolist()
    assert [row["shown as label"] == "yes" for row in rows] == shown
    assert sum(shown) == 4
    known = {row["node"]: row["known class"] for row in rows if row["known class"]}
    assert known == {f"n{i}": "left" if i < 10 else "right" for i in (0, 1, 2, 3, 10, 11, 12, 13)}
    counted = [row for row in rows if row["known class"] and row["shown as label"] == "no"]
    share = sum(row["known class"] == row["named class"] for row in counted) / 4
    assert exported.note == f"20 nodes; {share:.1%} of 4 known and not shown are named right."


def test_where_every_known_node_was_shown_no_share_is_told(tmp_path: Path, half_known: str) -> None:
    _, run = trained(tmp_path, half_known.replace("LABELS", "4"))
    note = export_run(run, tmp_path / "run.nodes.csv").note
    assert note == "20 nodes; every one of known class was shown, so nothing can be counted."


def test_any_system_that_names_the_classes_of_nodes_can_be_asked(tmp_path: Path) -> None:
    _, run = trained(tmp_path, RING.replace("DATA", "{kind: karate}"), 2)
    export_run(run, tmp_path / "run.nodes.csv")
    rows = rows_of(tmp_path / "run.nodes.csv")
    assert {row["shown as label"] for row in rows} == {"no"}
    assert len(rows) == 34


def test_a_graph_that_has_changed_is_refused(tmp_path: Path, half_known: str) -> None:
    _, run = trained(tmp_path, half_known.replace("LABELS", "2"))
    with (tmp_path / "edges.csv").open("a") as file:
        file.write("n0,new\n")
    with pytest.raises(InputError, match=r"graph of run has changed .*: bring its files back"):
        export_run(run, tmp_path / "run.nodes.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RING.replace("DATA", "{kind: ring, labelled: true}"), "are no graph, .*: choose a run on"),
        (RING.replace("auxiliary", "none").replace("DATA", "{kind: karate}"), "names no classes"),
    ],
)
def test_runs_without_nodes_to_name_are_refused_in_one_sentence(
    tmp_path: Path, text: str, said: str
) -> None:
    _, run = trained(tmp_path, text, 1)
    with pytest.raises(InputError, match=said) as refusal:
        export_run(run, tmp_path / "run.nodes.csv")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "run.nodes.csv").exists()
