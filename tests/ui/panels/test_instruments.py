"""Panels of instruments, fed with what real systems read."""

import numpy as np
import pytest
import torch

from ganstudio.core.capabilities import offered
from ganstudio.core.events import Curve, InstrumentsRead, RunStarted, ScalarsRecorded
from ganstudio.core.instruments import ClassesRead, PairDistancesRead, Strip, StripsRead
from ganstudio.engine.instruments import Instruments
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup
from ganstudio.ui.panels.accuracy import AccuracyPanel
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.confusion import ConfusionPanel
from ganstudio.ui.panels.fit import FitPanel
from ganstudio.ui.panels.layer_gradients import LayerGradientsPanel
from ganstudio.ui.panels.pair_distances import PairDistancesPanel
from ganstudio.ui.panels.slopes import SlopesPanel
from ganstudio.ui.panels.spaces import FeatureSpacePanel, LatentSpacePanel
from ganstudio.ui.panels.spectra import SpectraPanel
from ganstudio.ui.panels.strips import StripsPanel
from ganstudio.ui.panels.weights import WeightsPanel
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.training.panels import PANELS
from ganstudio.ui.widgets.layer_bars import LayerBar, LayerBars
from ganstudio.ui.widgets.matrix import MatrixView

KINDS = (WeightsPanel, SpectraPanel, SlopesPanel, LayerGradientsPanel, StripsPanel,
         AccuracyPanel, ConfusionPanel, FitPanel, LatentSpacePanel, FeatureSpacePanel,
         PairDistancesPanel)  # fmt: skip
SMALL = {"kind": "mlp", "depth": 2, "width": 8}
RING = {"system": {"system": "latent", "generator": SMALL, "critic": SMALL,
                   "constraints": [{"kind": "weight_clip", "limit": 0.02}]}}  # fmt: skip


def readings(document, steps=(1, 3)):
    """A start, and what instruments read after so many steps each."""
    setup = Setup(from_document(document, "test"), torch.device("cpu"))
    instruments, found = Instruments(setup), []
    for until in steps:
        while setup.step < until:
            setup.advance()
        found.append(instruments.read_at_rest(60.0))
        curves = tuple(instruments.take_curves())
        found.append(ScalarsRecorded(until, 1.0, curves))
    start = RunStarted("ring 01", "CPU", 0, 10, {}, offers=offered(setup.system))
    return [start, *found]


@pytest.fixture
def board(qtbot):
    made = PanelBoard()
    made.add([kind() for kind in KINDS])
    for panel in made.panels:
        qtbot.addWidget(panel)
        panel.resize(420, 300)
        panel.show()
        panel.expect(images=False)
    return made


def panel(board, kind):
    return next(one for one in board.panels if isinstance(one, kind))


def test_every_instrument_is_in_the_list_of_panels():
    assert set(KINDS) <= set(PANELS)


def test_before_the_first_reading_every_panel_says_what_will_be_there(board):
    board.refresh()
    for one in board.panels:
        assert one.is_empty()
        assert one.empty_title
        assert one.empty_text.endswith(".")


def test_what_a_run_does_not_offer_is_said_and_refused(board):
    board.receive(readings(RING))
    board.refresh()
    refused = {type(one): one.refusal for one in board.panels if one.refusal}
    assert refused == {
        StripsPanel: "This run learns points.",
        AccuracyPanel: "The critic of this run does not tell classes.",
        ConfusionPanel: "The critic of this run does not tell classes.",
        FitPanel: "This run was not trained on captions.",
        LatentSpacePanel: "This run has no network that finds latents of data.",
        FeatureSpacePanel: "The critic of this run does not tell classes.",
    }
    board.open_run()
    assert not panel(board, FitPanel).refusal


def test_a_record_that_does_not_tell_what_its_system_offered_says_what_a_panel_is_for(board):
    started, *_ = readings(RING, steps=(1,))
    for heard, words in (((), FitPanel.empty_text), ((started,), FitPanel.lack[1])):
        board.open_run()
        board.receive(heard)
        for one in board.panels:
            one.rest()
        assert panel(board, FitPanel).empty_words()[1] == words
        assert panel(board, WeightsPanel).empty_words() == WeightsPanel.unrecorded
    assert panel(board, SlopesPanel).empty_words() == SlopesPanel.unrecorded


def test_weights_stand_between_their_limits_with_the_share_that_is_held(board):
    told = readings(RING)
    board.receive(told)
    board.refresh()
    one = panel(board, WeightsPanel)
    read = one.shown()
    share = read.players["critic"][0].near_limit
    assert one.choice.player == "critic"
    assert [x for x, _ in one.plot._lines] == [-0.02, 0.02]
    assert one.choice._words.text().startswith(f"{100 * share:.1f}")
    one.choice.set_player("generator")
    one.choice.changed.emit()
    assert one.plot._lines == ()
    assert one.choice._words.text().startswith("all within ±")
    layer = read.players["generator"][1].layer
    one.choice.set_layer(layer)
    one.choice.changed.emit()
    assert np.array_equal(one.plot._series["weights"].heights, read.players["generator"][1].shares)


def test_spectra_are_drawn_now_and_over_time(board):
    board.receive(readings(RING))
    board.refresh()
    one = panel(board, SpectraPanel)
    layers = [s.layer for s in one.shown().players["critic"]]
    assert set(one.now._curves) == set(layers)
    one.mode.set_value("time")
    one.mode.changed.emit("time")
    assert set(one.over_time._curves) == {f"spectrum/critic/{layer}" for layer in layers}
    assert one.over_time._curves[f"spectrum/critic/{layers[0]}"].x.tolist() == [1, 3]
    one.choice.set_layer(layers[1])
    one.choice.changed.emit()
    assert {f"{layers[1]} σ₁", f"{layers[1]} σ₂"} <= set(one.over_time._curves)


def test_a_recorded_run_shows_its_first_values_over_time(board):
    curve = Curve("spectrum/critic/body.1", np.array([5, 9]), np.array([1.0, 2.0]))
    board.receive([ScalarsRecorded(9, 1.0, (curve,))])
    board.refresh()
    one = panel(board, SpectraPanel)
    one.mark_dirty()
    one.refresh()
    assert one._plots.currentWidget() is one.over_time
    assert one.choice._words.text() == "σ₀ 2.00"


def test_readings_follow_the_playhead_and_a_rewind(board):
    board.receive(readings(RING, steps=(1, 3, 6)))
    one = panel(board, SlopesPanel)
    assert one.shown().step == 6
    board.set_playhead(2)
    assert one.shown().step in (1, 3)
    board.set_playhead(None)
    board.receive([RunStarted("ring 01", "CPU", 3, 10, {}, resumed=True)])
    assert one.shown().step == 3


def test_pairwise_distances_say_how_many_fakes_are_nearer_than_hardly_any_reals(board):
    board.receive(readings(RING))
    board.refresh()
    one = panel(board, PairDistancesPanel)
    read = one.shown()
    assert np.array_equal(one.plot._series["Fakes"].heights, read.fake)
    assert np.array_equal(one.plot._series["Reals"].heights, read.real)
    ((place, words),) = one.plot._lines
    assert place == read.near
    assert words.startswith(percent(read.near_fakes))


def test_pairwise_distances_of_pictures_are_in_grey_levels(board):
    edges, shares = np.linspace(0, 120, 4), np.array([0.2, 0.3, 0.5])
    read = PairDistancesRead(4, edges, shares, shares, (85.0, 12.25), 30.0, 0.9, True)
    board.receive([InstrumentsRead(4, (read,))])
    board.refresh()
    values = [entry[3] for entry in panel(board, PairDistancesPanel).bar.legend._items]
    assert values == ["85.0 grey levels", "12.2 grey levels"]


def test_gradients_have_a_bar_a_layer(board):
    board.receive(readings(RING))
    board.refresh()
    one = panel(board, LayerGradientsPanel)
    found = one.shown().players["critic"]
    assert [row.name for row in one.bars.rows] == list(found.layers)
    assert [row.value for row in one.bars.rows] == pytest.approx(list(found.norms))


def test_bars_have_logarithmic_lengths(qtbot):
    bars = LayerBars()
    qtbot.addWidget(bars)
    bars.set_rows([LayerBar("a", 1.0, "1"), LayerBar("b", 0.01, "0.01"), LayerBar("c", 0, "0")], "")
    assert [bars.length(row.value) for row in bars.rows] == pytest.approx([1, 0.5, 0])
    assert bars.length(float("nan")) == 0


def test_confusion_counts_and_says_how_many_are_right(board, qtbot):
    counts = np.array([[8, 2], [1, 9]])
    board.receive([InstrumentsRead(4, (ClassesRead(4, ("cat", "dog"), counts),))])
    board.refresh()
    one = panel(board, ConfusionPanel)
    assert one._words.text().startswith("85.0\N{THIN SPACE}% of 20 named right")
    assert one.matrix.accessibleName() == "Named classes: 17 of 20 right"
    assert one.matrix._words_at(one.matrix.cell(1, 0).center()) == "1 of dog named cat"


def test_confusion_says_where_nothing_is_left_to_count(board, qtbot):
    counts = np.zeros((2, 2), np.int64)
    board.receive([InstrumentsRead(4, (ClassesRead(4, ("cat", "dog"), counts),))])
    board.refresh()
    words = panel(board, ConfusionPanel)._words.text()
    assert words == "Nothing to count: every sample of known class was shown with its label"


def test_confusion_shows_fakes_where_the_generator_is_asked_for_classes(board, qtbot):
    data, fakes = np.array([[8, 2], [1, 9]]), np.array([[5, 5], [0, 10]])
    one = panel(board, ConfusionPanel)
    board.receive([InstrumentsRead(4, (ClassesRead(4, ("cat", "dog"), data),))])
    board.refresh()
    assert one.subject.isHidden()
    board.receive([InstrumentsRead(5, (ClassesRead(5, ("cat", "dog"), data, fakes),))])
    board.refresh()
    assert not one.subject.isHidden()
    assert one.matrix.accessibleName() == "Named classes: 17 of 20 right"
    one.subject.set_value("fakes")
    one.redraw()
    assert one.matrix.accessibleName() == "Named classes: 15 of 20 right"
    assert "wanted classes down" in one._words.text()


def test_a_matrix_is_painted_at_any_size(qtbot):
    view = MatrixView()
    qtbot.addWidget(view)
    view.set_counts([f"class number {n}" for n in range(40)], np.eye(40, dtype=np.int64))
    for size in (80, 600):
        view.resize(size, size)
        assert not view.grab().isNull()


def strips():
    pictures = np.zeros((2, 3, 8, 8, 1), np.uint8)
    first = Strip("chain", "Coarse to fine", ("2 px", "4 px", "8 px"), pictures, "Grows")
    second = Strip("nearest", "Nearest real", (), pictures[:, :2])
    return InstrumentsRead(4, (StripsRead(4, (first, second)),))


def test_one_strip_is_shown_and_another_can_be_chosen(board):
    one = panel(board, StripsPanel)
    board.receive([strips()])
    board.refresh()
    assert one.grid.count == 6
    assert one._head._words == ("2 px", "4 px", "8 px")
    one.choice.set_value("nearest")
    one.choice.changed.emit("nearest")
    assert one.grid.count == 4
    assert one._head.isHidden()
    board.receive([strips()])
    board.refresh()
    assert one.choice.value == "nearest"


def test_a_run_at_rest_says_that_it_has_no_readings(board):
    one = panel(board, WeightsPanel)
    one.rest()
    assert one._vacant._title.text() == "Not in the record"
    one.clear()
    assert one._vacant._title.text() == "No weights read yet"
