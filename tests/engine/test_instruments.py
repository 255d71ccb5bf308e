"""Instruments: what they read of real systems, and that training does not notice them."""

from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from ganstudio.core.capabilities import offered
from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    Event,
    InstrumentsRead,
    NoticeGiven,
    RunFinished,
    RunPaused,
    RunStarted,
    ScalarsRecorded,
)
from ganstudio.core.instruments import (
    ClassesRead,
    FitRead,
    GradientsRead,
    NodesRead,
    PairDistancesRead,
    SlopesRead,
    SpectraRead,
    StripsRead,
    WeightsRead,
)
from ganstudio.engine.history import History
from ganstudio.engine.instruments import Instruments
from ganstudio.engine.labels_alone import LabelsAlone
from ganstudio.engine.naming import chances_of, is_shown
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.publication import Publication
from ganstudio.engine.setup import Setup
from ganstudio.engine.strips import STRENGTHS
from ganstudio.engine.worker import Job, train
from ganstudio.metrics.label_propagation import label_propagation

CPU = torch.device("cpu")
SMALL = {"kind": "mlp", "depth": 1, "width": 8}
SCHEDULE = {"steps": 12, "batch": 16, "snapshot_every": 4, "evaluate_every": 0}
RING = {"system": {"system": "latent", "generator": SMALL, "critic": SMALL}, "schedule": SCHEDULE}
CLIP = [{"kind": "weight_clip", "limit": 0.02}]
NODES = {
    "data": {"kind": "karate"},
    "system": {"system": "graphsgan", "labels": 2, "critic": {"widths": [8, 8]}},
    "schedule": SCHEDULE,
}

PAIRS = {"system": {"system": "veegan", "prior": {"size": 3}}, "schedule": SCHEDULE}


@pytest.fixture
def half_known(tmp_path):
    """A ring of 34 nodes in two halves; the classes of 8 of each are known."""
    edges = "".join(f"n{node},n{(node + 1) % 34}\n" for node in range(34))
    (tmp_path / "edges.csv").write_text(edges)
    halves = {"first": range(8), "last": range(20, 28)}
    told = "".join(f"n{node},{half}\n" for half, nodes in halves.items() for node in nodes)
    (tmp_path / "classes.csv").write_text(told)
    paths = {"edges": str(tmp_path / "edges.csv"), "labels": str(tmp_path / "classes.csv")}
    data = {"kind": "graph", "embedding": 2, **paths}

    def chosen(**system) -> Preset:
        return preset(NODES | {"data": data}, **system)

    return chosen


def preset(document: dict, **system) -> Preset:
    return from_document(document | {"system": document["system"] | system}, "test")


def read(chosen: Preset, steps: int = 2) -> tuple[Setup, dict[type, object], Instruments]:
    """Everything, after a few steps."""
    setup = Setup(chosen, CPU)
    for _ in range(steps):
        setup.advance()
    instruments = Instruments(setup)
    found = instruments.read_at_rest(60.0)
    assert found is not None
    assert found.step == steps
    return setup, {type(reading): reading for reading in found.readings}, instruments


def test_every_run_has_weights_spectra_gradients_slopes_and_distances():
    _, found, instruments = read(preset(RING))
    assert set(found) == {
        WeightsRead, SpectraRead, GradientsRead, SlopesRead, PairDistancesRead
    }  # fmt: skip
    instruments.read_at_rest(60.0)  # layers for which the first measurement had no time left
    last = instruments.read_at_rest(60.0)
    found |= {type(reading): reading for reading in last.readings}
    for kind in (WeightsRead, SpectraRead, GradientsRead):
        assert set(found[kind].players) == {"generator", "critic"}


def test_a_clipped_critic_shows_its_limit_and_follows_an_edit():
    setup, found, instruments = read(preset(RING, constraints=CLIP))
    assert found[WeightsRead].limits == {"critic": 0.02}
    assert found[WeightsRead].players["critic"][0].edges[-1] == pytest.approx(0.02)
    assert 0 < found[WeightsRead].players["critic"][0].near_limit <= 1
    assert found[WeightsRead].players["generator"][0].near_limit is None
    setup.apply(setup.preset.edited("system.constraints.0.limit", 0.5))
    again = instruments.read_at_rest(60.0)
    assert next(r for r in again.readings if isinstance(r, WeightsRead)).limits == {"critic": 0.5}


def test_norms_of_layers_add_up_to_the_recorded_norm():
    setup = Setup(preset(RING), CPU)
    scalars = setup.advance()
    found = Instruments(setup).read_at_rest(60.0)
    gradients = next(r for r in found.readings if isinstance(r, GradientsRead))
    for player, norms in gradients.players.items():
        whole = float(np.sqrt((norms.norms**2).sum()))
        assert whole == pytest.approx(float(scalars[f"{player}/gradient_norm"]), rel=1e-5)
        assert len(norms.layers) == len(set(norms.layers)) == len(norms.norms)


def test_slopes_of_a_linear_critic_are_its_weights_norm():
    setup = Setup(preset(RING), CPU)
    setup.system.judge = lambda samples, label=None: samples @ torch.tensor([3.0, 4.0])
    found = Instruments(setup).read_at_rest(60.0)
    slopes = next(r for r in found.readings if isinstance(r, SlopesRead))
    for side in (slopes.real, slopes.fake, slopes.between):
        assert side == pytest.approx(np.full(128, 5.0), rel=1e-6)


def test_first_singular_values_become_series_once():
    _, found, instruments = read(preset(RING))
    curves = {curve.name: curve for curve in instruments.take_curves()}
    for player, spectra in found[SpectraRead].players.items():
        for one in spectra:
            curve = curves[f"spectrum/{player}/{one.layer}"]
            assert curve.values[0] == one.values[0]
            assert curve.steps.tolist() == [2]
    assert instruments.take_curves() == []


def test_labels_that_were_shown_are_not_counted():
    setup, found, instruments = read(preset(NODES))
    classes = found[ClassesRead]
    shown = int(setup.system.memory.held)
    assert shown == 4
    nodes = setup.dataset.reference(setup.dataset.spec.size, 0).real.tolist()
    known = setup.system.memory.samples.tolist()
    assert classes.counts.sum() == sum(node not in known for node in nodes) < len(nodes)
    curves = {curve.name: curve.values for curve in instruments.take_curves()}
    assert curves["metric/accuracy"] == pytest.approx([classes.accuracy])


def test_beside_the_named_nodes_stand_those_that_label_propagation_names():
    setup, _, instruments = read(preset(NODES))
    graph = setup.dataset.graph
    known = setup.system.memory.samples.tolist()
    shown = np.array([node in known for node in setup.dataset.vectors.tolist()])
    believed = label_propagation(graph, np.flatnonzero(shown)).argmax(1)
    curves = {curve.name: curve.values for curve in instruments.take_curves()}
    expected = (believed == graph.labels)[~shown].mean()
    assert curves["metric/accuracy_propagated"] == pytest.approx([expected])


def test_beside_it_stands_what_the_same_critic_learns_of_the_labels_alone():
    setup, _, instruments = read(preset(NODES))
    instruments.take_curves()
    instruments.name_by_labels_alone()
    (curve,) = instruments.take_curves()
    assert (curve.name, curve.steps.tolist()) == ("metric/accuracy_alone", [setup.step])
    graph, twin = setup.dataset.graph, LabelsAlone().learned(setup).system
    unshown = ~is_shown(setup.system, setup.dataset.vectors).numpy()
    named = chances_of(twin, twin, setup.dataset.vectors).argmax(1)
    assert curve.values == pytest.approx([(named == graph.labels)[unshown].mean()])


def test_no_class_spreads_where_one_has_no_label_yet(half_known):
    setup, _, instruments = read(half_known(labels=2), steps=0)
    assert setup.system.memory.held == 0
    curves = {curve.name for curve in instruments.take_curves()}
    assert "metric/accuracy" in curves
    assert "metric/accuracy_propagated" not in curves


def test_nodes_of_unknown_class_are_not_counted(half_known):
    setup, found, _ = read(half_known(labels=2))
    shown = {tuple(one) for one in setup.system.memory.samples.tolist()}
    graph, vectors = setup.dataset.graph, setup.dataset.vectors.tolist()
    counted = [known and tuple(one) not in shown
               for known, one in zip(graph.is_known(), vectors, strict=True)]  # fmt: skip
    assert found[ClassesRead].counts.sum() == sum(counted) > 0


def test_where_every_known_label_was_shown_no_accuracy_is_recorded(half_known):
    setup, found, instruments = read(half_known(labels=8), steps=12)
    assert setup.system.memory.is_full
    assert not found[ClassesRead].counts.any()
    assert "metric/accuracy" not in {curve.name for curve in instruments.take_curves()}


def test_an_auxiliary_classifier_names_data_and_the_fakes_that_were_asked_of_it():
    document = RING | {"data": {"kind": "ring", "labelled": True}}
    setup, found, instruments = read(preset(document, conditioning={"kind": "auxiliary"}))
    classes = found[ClassesRead]
    assert classes.fakes is not None
    assert classes.fakes.sum() == classes.counts.sum() == 500
    assert classes.fakes.sum(1).tolist() == classes.counts.sum(1).tolist()
    critic = setup.system.players["critic"].network
    real = instruments._labelled
    with torch.no_grad():
        named = critic(real.real).classes.argmax(1)
    assert np.trace(classes.counts) == int((named == real.label).sum())
    curves = {curve.name for curve in instruments.take_curves()}
    assert {"metric/accuracy", "metric/accuracy_fakes"} <= curves
    assert "Classifies" in offered(setup.system)


def test_a_critic_that_sees_the_label_names_no_classes():
    document = RING | {"data": {"kind": "ring", "labelled": True}}
    setup, found, _ = read(preset(document, conditioning={"kind": "projection"}))
    assert ClassesRead not in found
    assert "Classifies" not in offered(setup.system)


def test_a_scheduled_measurement_has_the_accuracy_without_anybody_watching(tmp_path: Path):
    chosen = preset(NODES).edited("schedule.evaluate_every", 5)
    events = []
    assert train(Job(tmp_path / "run", chosen), events.append, RunControl())
    told = [c for e in events if isinstance(e, ScalarsRecorded) for c in e.curves]
    steps = [int(s) for c in told if c.name == "metric/accuracy" for s in c.steps]
    assert steps == [5, 10, 12]
    assert not [e for e in events if isinstance(e, InstrumentsRead)]


@pytest.mark.parametrize("name", ["conditional/gan-cls-shapes", "growing/stylegan-digits",
                                  "growing/lapgan-digits", "conditional/cgan-digits",
                                  "representations/bigan-digits"])  # fmt: skip
def test_strips_follow_from_what_a_generator_offers(name: str):
    path = Path(__file__).parents[2] / "presets" / f"{name}.yaml"
    chosen = from_document(_document(path), name).edited("schedule.batch", 16)
    _, found, _ = read(chosen, steps=1)
    strips = {strip.key: strip for strip in found[StripsRead].strips}
    wanted = {
        "gan-cls-shapes": {"nearest", "classes"},
        "stylegan-digits": {"nearest", "mixing", "truncation", "noise"},
        "lapgan-digits": {"nearest", "chain", "details", "redrawn"},
        "cgan-digits": {"nearest", "classes"},
        "bigan-digits": {"nearest", "again"},
    }[name.partition("/")[2]]
    assert set(strips) == wanted
    for strip in strips.values():
        assert strip.pictures.ndim == 5
        assert strip.columns == () or len(strip.columns) == strip.pictures.shape[1]
    assert (FitRead in found) == (name == "conditional/gan-cls-shapes")
    if "truncation" in strips:
        last = strips["truncation"].pictures[:, STRENGTHS.index(0.0)]
        assert np.abs(last[0].astype(int) - last[1].astype(int)).max() <= 1


def _document(path: Path) -> dict:

    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_dear_instruments_wait_longer_but_not_in_proportion():
    instruments = Instruments(Setup(preset(RING), CPU))
    cheap, dear, *rest = instruments._clocks
    cheap.cost, dear.cost = 0.01, 1.0
    for clock in rest:
        clock.cost = 0.0
    pauses = [instruments._pause(clock) for clock in (cheap, dear)]
    assert pauses[1] == pytest.approx(10 * pauses[0])
    assert cheap.cost / pauses[0] + dear.cost / pauses[1] == pytest.approx(0.005)
    assert instruments._pause(rest[0]) == 1.0


def test_reading_stops_when_its_time_is_over():
    setup = Setup(preset(RING), CPU)
    setup.advance()
    instruments = Instruments(setup)
    first = instruments.read(0.0)
    assert len(first.readings) == 1
    second = instruments.read(0.0)
    assert [type(r) for r in second.readings] != [type(r) for r in first.readings]


def _no_slopes(*_: object) -> torch.Tensor:
    raise ValueError("no slope here")


def test_an_instrument_that_breaks_is_told_of_once_and_rests_while_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("ganstudio.engine.instruments.slopes", _no_slopes)
    setup, found, instruments = read(preset(RING))
    assert set(found) == {WeightsRead, SpectraRead, GradientsRead, PairDistancesRead}
    (notice,) = instruments.take_notices()
    assert (notice.step, notice.tone) == (2, "warning")
    assert "slopes" in notice.text
    assert "no slope here" in notice.text
    assert "the run goes on" in notice.text
    setup.advance()
    again = instruments.read_at_rest(60.0)
    assert [reading.step for reading in again.readings] == [3, 3, 3, 3]
    instruments.forget()
    instruments.read_at_rest(60.0)
    assert instruments.take_notices() == []


def test_a_run_with_a_broken_instrument_goes_on_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ganstudio.engine.instruments.slopes", _no_slopes)
    events = []
    job = Job(tmp_path / "run", preset(RING))
    assert train(job, events.append, RunControl(), publication=Publication())
    assert isinstance(events[-1], RunFinished)
    assert sum(isinstance(event, NoticeGiven) for event in events) == 1
    history = History(tmp_path / "run" / "history.sqlite", writable=False)
    (kept,) = history.events(("NoticeGiven",))
    assert "slopes" in kept.body["text"]
    history.close()


@pytest.mark.parametrize("document", [RING, NODES, PAIRS])
def test_training_does_not_notice_that_it_is_read(document: dict):
    read_between, undisturbed = (Setup(preset(document), CPU) for _ in range(2))
    instruments = Instruments(read_between)
    for _ in range(4):
        read_between.advance()
        assert instruments.read_at_rest(60.0) is not None
        undisturbed.advance()
    wanted = undisturbed.capture()
    found = read_between.capture()
    for key, weight in wanted.weights.items():
        assert torch.equal(weight, found.weights[key]), key
    for name, state in wanted.random.items():
        assert torch.equal(state, found.random[name]), name


def test_a_watched_run_tells_of_its_instruments_and_keeps_their_series(tmp_path: Path):
    control, events = RunControl(paused=True), []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, RunPaused):
            control.stop()

    job = Job(tmp_path / "run", preset(RING))
    assert train(job, emit, control, publication=Publication())
    told = [event for event in events if isinstance(event, InstrumentsRead)]
    assert {type(reading) for reading in told[-1].readings} >= {WeightsRead, SpectraRead}
    history = History(tmp_path / "run" / "history.sqlite", writable=False)
    assert any(one.startswith("spectrum/critic/") for one in history.names())
    history.close()


def test_a_watched_run_on_a_graph_keeps_its_nodes_at_snapshots_and_at_its_end(tmp_path: Path):
    chosen = preset(NODES).edited("schedule.snapshot_every", 5)
    events = []
    assert train(
        Job(tmp_path / "run", chosen), events.append, RunControl(), publication=Publication()
    )
    history = History(tmp_path / "run" / "history.sqlite", writable=False)
    kept = [one for event in history.readings() for one in getattr(event, "readings", ())]
    history.close()
    steps = [one.step for one in kept if isinstance(one, NodesRead)]
    assert steps[0] == 0
    assert steps[-1] == 12


def test_nodes_are_not_read_out_of_turn_where_that_takes_too_long():
    instruments = Instruments(Setup(preset(NODES), CPU))
    assert instruments.read_nodes() is not None
    clock = next(one for one in instruments._clocks if one.name == "nodes")
    clock.cost = 1.0
    assert instruments.read_nodes() is None
    assert Instruments(Setup(preset(RING), CPU)).read_nodes() is None


def test_a_run_says_at_its_start_what_it_offers(tmp_path: Path):
    events = []
    train(Job(tmp_path / "run", preset(NODES)), events.append, RunControl())
    started = next(e for e in events if isinstance(e, RunStarted))
    assert {"Generates", "Judges", "Classifies"} <= set(started.offers)
