import io
import math
import time

import numpy as np
import pytest

from ganstudio.core.events import Curve
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.smoothing import Average, Median


def store_of(values, start=0, name="critic/loss"):
    store = CurveStore()
    values = np.asarray(values, np.float64)
    store.append(name, np.arange(start, start + len(values)), values)
    return store


def naive_average(values, weight):
    smooth, average, count = [], 0.0, 0
    for value in values:
        if not math.isfinite(value):
            smooth.append(math.nan)
            continue
        count += 1
        average = weight * average + (1 - weight) * value
        smooth.append(average / (1 - weight**count))
    return np.array(smooth)


def test_short_history_is_viewed_exactly():
    x, y, _ = store_of([3.0, 1.0, 2.0]).view("critic/loss")
    assert x.tolist() == [0, 1, 2]
    assert y.tolist() == [3, 1, 2]


def test_unknown_name_gives_nothing():
    x, y, _ = CurveStore().view("critic/loss")
    assert len(x) == len(y) == 0


def test_view_keeps_every_extreme():
    values = np.zeros(100_003)
    values[54_321], values[100_001] = 7.0, -9.0
    _, y, _ = store_of(values).view("critic/loss", buckets=200)
    assert len(y) <= 2 * 200 + 2 * 3 * 10
    assert y.max() == 7.0
    assert y.min() == -9.0


def test_view_ends_at_the_newest_point():
    values = np.arange(10_007, dtype=float)
    x, y, _ = store_of(values).view("critic/loss", buckets=100)
    assert x[-1] == 10_006
    assert y[-1] == 10_006
    assert (np.diff(x) > 0).all()


def test_blocks_give_the_same_view_as_one_piece():
    values = np.random.default_rng(3).normal(size=9_999)
    whole = store_of(values)
    pieces = CurveStore()
    for start in range(0, len(values), 37):
        block = values[start : start + 37]
        pieces.append("critic/loss", np.arange(start, start + len(block)), block)
    for weight in (0.0, 0.9):
        for ours, theirs in zip(
            pieces.view("critic/loss", 500, 8_000, 64, Average(weight)),
            whole.view("critic/loss", 500, 8_000, 64, Average(weight)),
            strict=True,
        ):
            np.testing.assert_allclose(ours, theirs, rtol=1e-10)


def test_monotone_curve_stays_monotone_in_the_view():
    _, y, _ = store_of(np.exp(-np.linspace(0, 5, 50_000))).view("critic/loss", buckets=300)
    assert (np.diff(y) <= 0).all()


def test_range_reaches_one_point_beyond_either_end():
    x, _, _ = store_of(np.zeros(100)).view("critic/loss", 40, 50)
    assert x[0] == 39
    assert x[-1] == 51


@pytest.mark.parametrize("weight", [0.5, 0.9, 0.99, 0.999])
def test_smoothing_is_the_debiased_average(weight):
    values = np.random.default_rng(0).normal(size=1_000)
    values[[3, 500, 501]] = [math.nan, math.inf, -math.inf]
    store = CurveStore()
    for start in range(0, 1_000, 93):
        block = values[start : start + 93]
        store.append("critic/loss", np.arange(start, start + len(block)), block)
        store.smoothed("critic/loss", Average(weight))
    _, smooth = store.smoothed("critic/loss", Average(weight))
    np.testing.assert_allclose(smooth, naive_average(values, weight), rtol=1e-9)


def test_an_average_is_the_same_wherever_it_is_looked_at():
    values = np.random.default_rng(5).normal(size=5_000)
    values[[0, 700, 4_999]] = math.nan
    store = store_of(values)
    naive = naive_average(values, 0.95)
    x, _, smooth = store.view("critic/loss", 300, 4_700, 40, Average(0.95))
    known = ~np.isnan(smooth)
    np.testing.assert_allclose(smooth[known], naive[x.astype(int)][known], rtol=1e-9)
    for step in (0, 1, 127, 128, 129, 700, 701, 3_000, 4_998, 4_999):
        found = store.at("critic/loss", step, Average(0.95))
        assert found.value == pytest.approx(naive[step], rel=1e-9, nan_ok=True)
    assert math.isnan(store_of([math.nan, 1.0]).at("critic/loss", 0, Average(0.9)).value)


def test_constant_curve_is_its_own_average_from_the_first_point():
    _, smooth = store_of(np.full(300, 4.0)).smoothed("critic/loss", Average(0.99))
    np.testing.assert_allclose(smooth, 4.0, rtol=1e-12)


def test_what_is_not_finite_is_a_gap_at_any_distance():
    values = np.zeros(50_000)
    values[20_000] = math.nan
    values[30_000] = math.inf
    store = store_of(values)
    _, y, smooth = store.view("critic/loss", buckets=64, smoothing=Average(0.9))
    assert (np.isnan(y) == np.isnan(smooth)).all()
    assert np.isnan(y).any()
    assert np.isfinite(y).any()
    assert not np.isinf(y).any()
    assert store.gaps("critic/loss").tolist() == [20_000, 30_000]


def test_truncated_history_goes_on_as_if_it_had_never_been_longer():
    values = np.random.default_rng(1).normal(size=2_000)
    store = store_of(values)
    store.smoothed("critic/loss", Average(0.9))
    store.truncate(999)
    assert store.last_step == 999
    store.append("critic/loss", np.arange(1_000, 1_500), values[1_000:1_500])
    straight = store_of(values[:1_500])
    for weight in (0.0, 0.9):
        ours = store.view("critic/loss", buckets=50, smoothing=Average(weight))
        theirs = straight.view("critic/loss", buckets=50, smoothing=Average(weight))
        np.testing.assert_allclose(ours, theirs)


def test_block_that_begins_earlier_replaces_what_was_there():
    store = store_of([1.0, 2.0, 3.0, 4.0])
    store.smoothed("critic/loss", Average(0.5))
    store.append("critic/loss", np.array([2, 3]), np.array([30.0, 40.0]))
    assert store.view("critic/loss")[1].tolist() == [1, 2, 30, 40]
    _, smooth = store.smoothed("critic/loss", Average(0.5))
    np.testing.assert_allclose(smooth, naive_average([1, 2, 30, 40], 0.5))


def test_reading_is_the_last_one_before_the_playhead():
    store = CurveStore()
    store.add([Curve("metric/exact_w1", np.array([10, 20]), np.array([0.5, 0.25]))])
    assert store.at("metric/exact_w1", 19) == (10, 0.5)
    assert store.at("metric/exact_w1") == (20, 0.25)
    assert store.at("metric/exact_w1", 3) == (10, 0.5)
    assert store.at("metric/fid") is None


def test_csv_is_wide_and_reads_back_exactly():
    store = store_of([0.1, 1 / 3])
    store.append("metric/exact_w1", np.array([1, 5]), np.array([math.nan, 2e-17]))
    stream = io.StringIO()
    store.write_csv(stream)
    rows = [row.split(",") for row in stream.getvalue().splitlines()]
    assert rows[0] == ["step", "critic/loss", "metric/exact_w1"]
    assert [row[0] for row in rows[1:]] == ["0", "1", "5"]
    assert float(rows[2][1]) == 1 / 3
    assert rows[1][2] == rows[3][1] == ""
    assert float(rows[3][2]) == 2e-17


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="2 steps and 3 values"):
        CurveStore().append("critic/loss", np.arange(2), np.zeros(3))


def cost_of_views(store, count):
    """Processor seconds of a view of all and of one of a part, smoothed."""
    began = time.thread_time()
    store.view("critic/loss", buckets=1024)
    store.view("critic/loss", count // 8, 5 * count // 8, 1024, Average(0.9))
    return time.thread_time() - began


def test_what_a_view_costs_does_not_grow_with_the_history():
    random = np.random.default_rng(2)
    stores = {count: store_of(random.normal(size=count)) for count in (20_000, 1_000_000)}
    for store in stores.values():
        store.view("critic/loss", smoothing=Average(0.9))
    costs = {
        count: min(cost_of_views(store, count) for _ in range(9)) for count, store in stores.items()
    }
    assert costs[1_000_000] < 5 * costs[20_000]


def test_arrays_that_are_given_are_never_written_into():
    store = CurveStore()
    steps, values = np.arange(10), np.arange(10.0)
    steps.setflags(write=False)
    values.setflags(write=False)
    store.append("x", steps, values)
    assert store.view("x").raw.tolist() == values.tolist()
    store.append("x", np.array([5, 6]), np.array([50.0, 60.0]))
    store.append("x", np.array([7]), np.array([np.nan]))
    assert store.view("x").x.tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert store.view("x").raw[:7].tolist() == [0, 1, 2, 3, 4, 50, 60]
    assert store.gaps("x").tolist() == [7]
    assert values.tolist() == list(range(10))


def test_small_blocks_that_wait_are_all_there_when_looked_at():
    store = CurveStore()
    for step in range(1_000):
        store.append("x", np.array([step]), np.array([float(step)]))
    assert store.at("x").value == 999
    assert store.view("x", 100, 110).x.tolist() == list(range(99, 112))
    assert store.last_step == 999


@pytest.mark.parametrize("window", [3, 101])
def test_a_running_median_is_that_of_all_values_within_its_window(window):
    values = np.random.default_rng(2).normal(size=6_000)
    values[[0, 40, 5_999]] = math.nan
    store, half = store_of(values), window // 2
    naive = [np.nanmedian(values[max(i - half, 0) : i + half + 1]) for i in range(6_000)]
    naive = np.where(np.isnan(values), np.nan, naive)
    _, smooth = store.smoothed("critic/loss", Median(window))
    np.testing.assert_array_equal(smooth, naive)
    x, raw, shown = store.view("critic/loss", 1_000, 5_000, 60, Median(window))
    assert len(x) < 200
    np.testing.assert_array_equal(shown, np.where(np.isnan(raw), np.nan, naive[x.astype(int)]))
    assert store.at("critic/loss", 3_000, Median(window)).value == naive[3_000]


def test_a_median_ignores_what_an_average_is_dragged_along_by():
    values = np.zeros(500)
    values[200:220] = 1e6
    _, smooth = store_of(values).smoothed("critic/loss", Median())
    assert not smooth.any()


def test_a_median_of_a_history_that_was_cut_or_replaced_forgets_it():
    store = store_of(np.full(300, 5.0))
    store.smoothed("critic/loss", Median())
    store.append("critic/loss", np.arange(100, 300), np.full(200, 7.0))
    assert store.at("critic/loss", 250, Median()).value == 7
    store.truncate(99)
    assert store.at("critic/loss", smoothing=Median()).value == 5
