import math
import time

import numpy as np
import pytest

from ganstudio.theory.divergences import NAMES, divergence
from ganstudio.ui.learning.dirac_paths import DIRAC_GAN
from ganstudio.ui.learning.distances import FOUR_DISTANCES
from ganstudio.ui.learning.divergence_bench import DIVERGENCE_BENCH
from ganstudio.ui.learning.one_gaussian import SEEKING_AND_COVERING
from ganstudio.ui.learning.packing import PACKING
from ganstudio.ui.learning.sandbox import figure
from ganstudio.ui.learning.slopes import VANISHING_GRADIENTS
from ganstudio.ui.learning.two_densities import OPTIMAL_DISCRIMINATOR, TWO_CRITICS

ALL = {
    "four distances": FOUR_DISTANCES,
    "discriminator": OPTIMAL_DISCRIMINATOR,
    "gradients": VANISHING_GRADIENTS,
    "critics": TWO_CRITICS,
    "bench": DIVERGENCE_BENCH,
    "modes": SEEKING_AND_COVERING,
    "dirac": DIRAC_GAN,
    "packing": PACKING,
}


def shown(sandbox, **values):
    return sandbox.show(sandbox.defaults() | values)


def readings(sandbox, **values):
    return dict(shown(sandbox, **values).readings)


def number_of(sandbox, reading, **values):
    return float(readings(sandbox, **values)[reading].replace("−", "-"))


def corners():
    for name, sandbox in ALL.items():
        ends = [{}]
        ends += [{knob.key: end} for knob in sandbox.knobs for end in (knob.low, knob.high)]
        ends += [{one.key: value} for one in sandbox.switches for value, _ in one.options]
        for values in ends:
            yield pytest.param(sandbox, values, id=f"{name} {values}")


@pytest.mark.parametrize(("sandbox", "values"), tuple(corners()))
def test_at_every_end_of_every_knob_something_finite_is_drawn(sandbox, values):
    first, found = shown(sandbox), shown(sandbox, **values)
    assert len(found.plots) == len(first.plots)
    assert len(found.readings) == len(first.readings)
    for plot in found.plots:
        for curve in plot.curves:
            assert np.isfinite(curve.y).all()
            assert plot.is_plane or (np.diff(curve.x) > 0).all()


@pytest.mark.parametrize("sandbox", [s for s in ALL.values() if not s.is_slow])
def test_those_that_follow_a_slider_are_quick(sandbox):
    sandbox.show(sandbox.defaults())
    taken = []
    for _ in range(5):
        start = time.thread_time()
        sandbox.show(sandbox.defaults())
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.016


def test_four_distances_reads_its_closed_forms():
    assert readings(FOUR_DISTANCES, theta=-0.25) == {
        "KL": "∞", "JS": "0.693147", "JS of the deck": "1.38629", "TV": "1", "W1": "0.25",
    }  # fmt: skip


def test_the_discriminators_readings_agree_with_each_other():
    found = readings(OPTIMAL_DISCRIMINATOR)
    assert found["V(D*, G)"] == found["2 JSD − log 4"] == figure(2 * 0.067595 - math.log(4), 6)


def test_the_bench_reads_closed_forms():
    assert number_of(DIVERGENCE_BENCH, "Divergence", row="kl") == pytest.approx(0.251766, abs=1e-5)
    steepness = 1 / 1.44 - 1 / 2  # of q² / p, which is a Gaussian again
    ratio = math.exp((0.6 / 1.44 + 0.5) ** 2 / (4 * steepness) + 0.125 - 0.09 / 1.44)
    exact = ratio * math.sqrt(0.5 / steepness) / 1.44 - 1
    found = number_of(DIVERGENCE_BENCH, "Divergence", row="neyman")
    assert found == pytest.approx(exact, abs=1e-4)
    assert readings(DIVERGENCE_BENCH, row="gan")["f(1)"] == "−1.3863"


def test_what_the_deck_prints_stands_beside_what_is_right():
    both = {row: readings(DIVERGENCE_BENCH, row=row) for row in ("pearson", "neyman", "kl")}
    assert both["pearson"]["As the deck prints it"] == both["neyman"]["Divergence"]
    assert both["neyman"]["As the deck prints it"] == both["pearson"]["Divergence"]
    assert both["kl"]["As the deck prints it"] == both["kl"]["Divergence"]
    twice = number_of(DIVERGENCE_BENCH, "Divergence", row="jensen_shannon")
    printed = number_of(DIVERGENCE_BENCH, "As the deck prints it", row="jensen_shannon")
    assert twice == pytest.approx(2 * printed, rel=1e-5)


@pytest.mark.parametrize("row", ["kl", "pearson", "total_variation", "jeffrey", "gan"])
def test_no_other_scale_of_the_critic_beats_the_best(row):
    bound = shown(DIVERGENCE_BENCH, row=row).plots[0]
    exact = bound.lines[0][1]
    assert bound.curves[0].y.max() <= exact + 1e-4


@pytest.mark.parametrize("row", NAMES)
def test_the_functions_of_every_row_are_drawn_with_their_borders(row):
    conjugate, activation = shown(DIVERGENCE_BENCH, row=row, view="functions").plots
    found = divergence(row, alpha=2, pi=0.3)
    borders = {place for place, _ in conjugate.marks}
    assert borders == {end for end in found.reach if math.isfinite(end)}
    f_star = conjugate.curves[0]
    assert f_star.x[-1] < found.reach[1]
    np.testing.assert_allclose(f_star.y, found.conjugate(f_star.x))
    assert activation.curves[0].y.max() <= found.reach[1]
    assert ("threshold", found.slope_at_one) in [line[:2] for line in activation.lines]


def test_the_best_critic_crosses_the_threshold_where_the_densities_cross():
    both, critic = shown(DIVERGENCE_BENCH, row="kl", view="critic").plots
    p, q = (curve.y for curve in both.curves)
    above = critic.curves[0].y > critic.lines[0][1]
    np.testing.assert_array_equal(above, p > q)
    np.testing.assert_allclose(
        critic.curves[0].y, np.clip(1 + np.log(p) - np.log(q), -8, 8), atol=1e-9
    )


@pytest.mark.parametrize("hole", [0.0, 1.0])
def test_alpha_beside_its_holes_is_the_divergence_of_its_limit(hole):
    found = number_of(DIVERGENCE_BENCH, "Divergence", row="alpha", alpha=hole)
    limit = number_of(DIVERGENCE_BENCH, "Divergence", row="kl" if hole else "reverse_kl")
    assert found == pytest.approx(limit, rel=0.02)


def test_a_trained_critic_comes_near_the_divergence_from_below():
    values = DIVERGENCE_BENCH.defaults() | {"row": "squared_hellinger"}
    found = DIVERGENCE_BENCH.training.work(values, lambda _overlay: None)
    reached = float(found.readings[0][1])
    exact = number_of(DIVERGENCE_BENCH, "Divergence", row="squared_hellinger")
    assert 0.9 * exact < reached <= exact + 1e-4
    assert {title for title, _ in found.curves} == {"The bound", "Best critic"}


def test_far_fakes_leave_the_discriminator_flat_and_the_critic_steep():
    assert abs(number_of(TWO_CRITICS, "Slope of D* at the fakes")) < 1e-3
    assert number_of(TWO_CRITICS, "Slope of the critic there") == pytest.approx(1, abs=0.02)
    assert number_of(TWO_CRITICS, "W1") == pytest.approx(6, abs=1e-3)


def test_on_the_axis_of_d_the_minimax_slope_does_not_vanish():
    over_d = shown(VANISHING_GRADIENTS, axis="d").plots[1].curves[0]
    over_logit = shown(VANISHING_GRADIENTS, axis="logit").plots[1].curves[0]
    assert over_d.y[0] == pytest.approx(-1, abs=0.01)
    assert over_logit.y[0] == pytest.approx(0, abs=1e-3)


def test_kl_covers_and_reverse_kl_seeks():
    assert number_of(SEEKING_AND_COVERING, "Width", row="kl") > 1.5
    assert number_of(SEEKING_AND_COVERING, "Width", row="reverse_kl") < 0.6


def test_what_one_divergence_fits_is_measured_by_all_others():
    table = shown(SEEKING_AND_COVERING, row="reverse_kl").table
    assert table.qualifier == "Reverse KL is drawn"
    assert len(table.figures) == len(table.rows) == len(table.columns) == 5
    by_row = dict(zip(table.rows, table.figures, strict=True))
    assert by_row["Reverse KL"][4] == "> 1000"  # Pearson of a fit that leaves a mode out
    assert float(by_row["KL"][0]) < float(by_row["Reverse KL"][0])
    assert float(by_row["Reverse KL"][1]) < float(by_row["KL"][1])
    assert (0, 0) in table.strong


def test_the_dirac_page_says_who_comes_to_rest():
    assert "finds the rest point" in shown(DIRAC_GAN, game="r1").words
    assert "finds the rest point" not in shown(DIRAC_GAN, game="gan").words
    assert readings(DIRAC_GAN, game="gan")["Eigenvalues at 0"] == "0 ± 0.5 i"


def test_packs_tell_what_one_sample_does_not():
    one, two = (readings(PACKING, pack=pack) for pack in (1, 2))
    assert one["With a hole"] == one["Nothing lost or invented"] == "0.25 to 0.25"
    assert two["All pairs"].endswith(figure(1 - 0.75**2, 3))
    least, at_all = (float(two[kind].split(" to ")[0]) for kind in ("With a hole", "All pairs"))
    assert least > at_all + 0.03
    assert at_all == 0.25


def test_a_hole_that_does_not_fit_is_told():
    found = shown(PACKING, tau=0.1, delta=0.5)
    assert dict(found.readings)["With a hole"] == "none"
    assert "No pair" in found.words
