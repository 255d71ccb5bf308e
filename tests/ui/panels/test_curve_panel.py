import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest

from ganstudio.core.events import PhaseChanged, RunFinished, ScalarsRecorded, SettingChanged
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.curve_panel import Reference
from ganstudio.ui.panels.gradients import GradientsPanel
from ganstudio.ui.panels.losses import LossesPanel
from ganstudio.ui.panels.wasserstein import WassersteinPanel
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.run_axis import round_end
from ganstudio.ui.smoothing import Average, Median
from ganstudio.ui.widgets.axes import value_ticks
from ganstudio.ui.widgets.plot_frame import Span
from ganstudio.ui.widgets.plot_scale import SYMLOG
from tests.ui.panels import feed


@pytest.fixture
def make(qtbot):
    def made(kind, steps=500, names=None):
        panel, store = kind(), CurveStore()
        curves = feed.curves(0, steps)
        store.add(curve for curve in curves if names is None or curve.name in names)
        qtbot.addWidget(panel)
        panel.bind(store)
        panel.resize(540, 220)
        panel.show()
        panel.set_total(1_000)
        panel.refresh()
        return panel

    return made


def grow(panel, first, last):
    panel.store.add(feed.curves(first, last))
    panel.receive([ScalarsRecorded(last, 1.0, ())])
    panel.refresh()


def scale_of(panel):
    (chosen,) = [action.data() for action in panel._scales.actions() if action.isChecked()]
    return chosen


def choose_scale(panel, key):
    next(action for action in panel._scales.actions() if action.data() == key).trigger()


def labels(panel):
    return [trace.label for trace in panel.traces()]


def test_losses_show_the_total_of_every_player_in_its_look(make):
    traces = make(LossesPanel).traces()
    assert [(t.label, t.colour, t.dash) for t in traces] == [
        ("Critic", "critic", "solid"),
        ("Generator", "generator", "dash"),
    ]


def test_terms_are_offered_and_drawn_on_demand(make):
    panel = make(LossesPanel)
    assert panel.terms() == ["critic/adversarial", "critic/gradient_penalty"]
    panel.show_term("critic/gradient_penalty")
    panel.refresh()
    assert labels(panel) == ["Critic", "Generator", "Gradient penalty"]
    assert "critic/gradient_penalty" in panel.plot.values_at(100)
    panel.show_term("critic/gradient_penalty", False)
    panel.refresh()
    assert "critic/gradient_penalty" not in panel.plot.values_at(100)


def test_drawn_curve_is_the_smoothed_history(make):
    panel = make(LossesPanel)
    _, smooth = panel.store.smoothed("critic/loss", panel.smoothing)
    assert panel.plot.values_at(300)["critic/loss"] == pytest.approx(smooth[300])
    panel.set_weight(0.0)
    panel.refresh()
    raw = panel.store.view("critic/loss").raw
    assert panel.plot.values_at(300)["critic/loss"] == pytest.approx(raw[300])


def test_a_plot_takes_the_smoothing_of_all_until_the_user_smooths_it_himself(make):
    panel = make(LossesPanel)
    slider = panel._smoothing_row.slider
    panel.set_smoothing(0.5)
    panel.refresh()
    _, smooth = panel.store.smoothed("critic/loss", Average(0.5))
    assert panel.plot.values_at(300)["critic/loss"] == pytest.approx(smooth[300])
    assert slider.value == 0.5
    slider.changed.emit(0.2)
    panel.set_smoothing(0.7)
    assert panel.weight == 0.2
    slider.changed.emit(0.7)  # a double click: back to what all plots have
    panel.set_smoothing(0.8)
    assert panel.weight == slider.value == 0.8


def test_a_plot_is_smoothed_by_the_median_that_is_chosen(make):
    panel = make(LossesPanel)
    row = panel._smoothing_row
    row.kind._choose(1)
    assert panel.smoothing == Median(101)
    assert (row.slider.isHidden(), row.median.isHidden()) == (True, False)
    row.median.changed.emit(30)
    assert panel.smoothing == Median(31)
    assert row._value.text() == "31 steps"
    _, smooth = panel.store.smoothed("critic/loss", Median(31))
    assert panel.plot.values_at(300)["critic/loss"] == pytest.approx(smooth[300])
    panel.set_smoothing(0.5)
    assert (panel.smoothing, panel.weight) == (Median(31), 0.5)
    row.kind._choose(0)
    assert panel.smoothing == Average(0.5)
    assert row.median.isHidden()


def test_whole_planned_run_is_in_sight(make):
    panel = make(LossesPanel)
    assert panel.plot.x_range() == pytest.approx((0, 1_000))


def test_zoomed_panel_shows_more_of_what_is_there(make):
    panel = make(LossesPanel, steps=20_000)
    panel.plot.set_x_home(5_000, 5_100)
    assert panel.has_moved()
    panel.refresh()
    raw = panel.store.view("critic/adversarial", 5_050, 5_050).raw
    panel.set_weight(0.0)
    panel.show_term("critic/adversarial")
    panel.plot.set_x_home(5_000, 5_100)
    panel.refresh()
    assert panel.plot.values_at(5_050)["critic/adversarial"] == pytest.approx(raw[1])


def test_paused_panel_holds_still_and_counts(make):
    panel = make(LossesPanel)
    panel.set_paused(True)
    before = panel.plot.values_at(498)
    grow(panel, 500, 800)
    assert panel.plot.values_at(498) == before
    assert math.isnan(panel.plot.values_at(700)["critic/loss"])
    assert panel._missed.text == "+300 while paused"
    panel.set_paused(False)
    panel.refresh()
    assert math.isfinite(panel.plot.values_at(700)["critic/loss"])


def test_legend_says_the_value_at_the_playhead(make):
    panel = make(WassersteinPanel)
    panel.set_playhead(150)
    panel.refresh()
    exact = 1.9 * np.exp(-4 * 100 / 3_400) + 0.15
    words = panel.bar.legend.accessibleName()
    assert f"Exact W₁ {exact:.2f}" in words
    assert panel.plot.playhead == 150


def test_settings_and_stages_leave_marks(make):
    panel = make(LossesPanel)
    panel.receive(
        [
            SettingChanged(120, "system.critic_lr", 1e-4, 3e-4),
            SettingChanged(130, "system.critic_lr", 1e-4, -1.0, refused="The rate is negative."),
            PhaseChanged(200, "8 px to 16 px"),
        ]
    )
    assert panel._marks == {120: "Step 120: critic lr 1e-4 to 3e-4", 200: "Step 200: 8 px to 16 px"}


def test_slope_is_drawn_against_its_target_on_a_plain_scale(make):
    panel = make(GradientsPanel)
    assert labels(panel) == ["Critic, interpolates", "Generator"]
    assert set(panel._references) == {"lipschitz"}
    assert scale_of(panel) == "linear"


def test_norms_alone_are_drawn_on_a_logarithmic_scale(make):
    panel = make(GradientsPanel, names=("critic/gradient_norm", "generator/gradient_norm"))
    assert labels(panel) == ["Critic", "Generator"]
    assert not panel._references
    assert scale_of(panel) == "log"


def test_scale_that_was_chosen_is_kept(make):
    panel = make(GradientsPanel)
    choose_scale(panel, "symlog")
    grow(panel, 500, 600)
    assert scale_of(panel) == "symlog"


def test_references_are_replaced(make):
    panel = make(LossesPanel)
    panel.set_references([Reference("critic", 1.386, "equilibrium 1.386")])
    panel.set_references([Reference("generator", 0.693, "0.693")])
    assert panel.plot.references == {"generator": 0.693}


def test_dragged_playhead_is_a_step_of_the_run(make, qtbot):
    panel = make(LossesPanel)
    with qtbot.waitSignal(panel.playhead_moved) as moved:
        panel.plot.playhead_moved.emit(900.3)
    assert moved.args == [499]


def test_export_names_what_is_drawn(make, qtbot):
    panel = make(WassersteinPanel)
    with qtbot.waitSignal(panel.csv_asked) as asked:
        panel._ask_csv()
    assert asked.args == [("critic/w1_estimate", "metric/exact_w1", "metric/sliced_w1")]


def test_zoom_is_kept_while_the_run_goes_on(make):
    panel = make(LossesPanel)
    panel.plot.set_x_home(100, 200)
    panel.refresh()
    panel.set_total(4_000)
    grow(panel, 500, 600)
    assert panel.plot.x_range() == pytest.approx((100, 200))
    panel._go_home()
    panel.refresh()
    assert panel.plot.x_range() == pytest.approx((0, 4_000))


def test_last_steps_are_followed(make):
    panel = make(LossesPanel, steps=2_500)
    panel._follow.setChecked(True)
    panel.refresh()
    assert panel.plot.x_range() == pytest.approx((1_499, 2_499))
    grow(panel, 2_500, 2_600)
    assert panel.plot.x_range() == pytest.approx((1_599, 2_599))


@pytest.mark.parametrize(("step", "end"), [(1, 1), (999, 1_000), (1_001, 1_200), (3_412, 4_000)])
def test_open_end_of_a_run_is_a_round_step(step, end):
    assert round_end(step) == end


def test_curves_are_drawn_well_once_the_run_rests(make):
    panel = make(LossesPanel)
    grow(panel, 500, 600)
    assert panel.plot.is_live
    panel.receive([RunFinished(600, "finished")])
    panel.refresh()
    assert not panel.plot.is_live


def test_pointing_at_a_plot_reads_every_plot_at_that_step(make, qtbot):
    losses, norms = make(LossesPanel), make(GradientsPanel)
    board = PanelBoard()
    board.curves = losses.store
    board.add([losses, norms])
    for panel in (losses, norms):
        panel.bind(losses.store)
        panel.refresh()
    newest = [item[3] for item in norms.bar.legend._items]
    canvas = losses.plot._canvas
    frame = canvas.frame()
    spot = QPoint(round(frame.column(100)), round(frame.rect.center().y()))
    QTest.mouseMove(canvas, spot)
    step = round(frame.data_x(spot.x()))
    qtbot.waitUntil(lambda: norms.plot._crosshair == step)
    names = [trace.name for trace in norms.traces()]
    at_step = [reading(norms.store.at(name, step, Average(0.95)).value) for name in names]
    assert [item[3] for item in norms.bar.legend._items] == at_step
    assert at_step != newest
    table = losses.plot.words_at(frame, spot.x())
    assert "smoothed" in table
    assert f"{step:,}" in table
    canvas.leaveEvent(QEvent(QEvent.Type.Leave))
    assert norms.plot._crosshair is None


def test_signed_values_stand_on_a_symmetric_logarithm(make):
    panel = make(WassersteinPanel)
    choose_scale(panel, "symlog")
    for value in (-250.0, -0.003, 0.0, 0.003, 250.0):
        assert math.isclose(SYMLOG.inverse(SYMLOG.place(value)), value, abs_tol=1e-12)
    ticks = value_ticks(Span(SYMLOG.place(-200), SYMLOG.place(200)), 300, SYMLOG)
    assert "0" in [tick.text for tick in ticks]
    assert len(ticks) >= 3
    narrow = value_ticks(Span(SYMLOG.place(3.1), SYMLOG.place(3.9)), 300, SYMLOG)
    assert len(narrow) >= 2


def test_a_plot_is_written_as_lines_and_words(make, tmp_path):
    panel = make(LossesPanel)
    panel.plot.write_svg(tmp_path / "plot.svg")
    text = (tmp_path / "plot.svg").read_text()
    assert "<polyline" in text or "<path" in text
    assert [word for word in ("600", "1,000") if f">{word}" in text]
    assert "<image" not in text
