import shutil
from pathlib import Path
from time import thread_time

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio.edit.artist import Artist
from ganstudio.edit.documents import Script, read
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed
from ganstudio.edit.timeline import Interpolate, Key
from ganstudio.engine.preset import loads
from ganstudio.engine.setup import build_system
from ganstudio.ui.editing.latent_mime import to_mime
from ganstudio.ui.tools.timeline_changes import (
    added,
    bounded,
    changed,
    copied,
    first_space,
    removed,
    snapped,
)
from ganstudio.ui.tools.timeline_frames import FrameBook
from ganstudio.ui.tools.timeline_pace import path_words
from tests.tiny import LABELLED, STYLED, train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drag, drop, opened, rest

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(STYLED, tmp_path_factory.mktemp("runs") / "styled")


@pytest.fixture
def explore(qtbot, context, trained, own_home):
    path = Path(shutil.copytree(trained, own_home / "runs/styled"))
    made = opened(qtbot, context, path, "timeline")
    yield made
    made.tool.player.stop()
    assert made.may_close()


@pytest.fixture
def tool(explore):
    return explore.tool


def key_place(tool, index: int) -> QPointF:
    return tool.view.layout_now().key_rect(index).center()


def test_every_frame_is_drawn_and_shown_as_ready(explore, tool):
    film, rendering = tool.exported()
    assert len(rendering.pictures) == film.frame_count == 144
    assert tool.book.ready_spans() == [(0, 144)]
    system = explore.desk.chosen.model.averaged
    assert np.array_equal(rendering.pictures[36], Artist(system).draw(film.keys[1].latent))


def test_the_playhead_follows_pointer_and_keys(tool):
    layout = tool.view.layout_now()
    ruler = layout.band("ruler").center().y()
    place = QPointF(layout.x(2.0), ruler).toPoint()
    QTest.mouseClick(tool.view, LEFT, NO_KEYS, place)
    assert tool.head.frame == 48
    for key, keys, frame in (
        (Qt.Key.Key_Right, NO_KEYS, 49),
        (Qt.Key.Key_Left, SHIFT, 39),
        (Qt.Key.Key_Home, NO_KEYS, 0),
        (Qt.Key.Key_Left, NO_KEYS, 0),
        (Qt.Key.Key_End, NO_KEYS, 143),
        (Qt.Key.Key_J, NO_KEYS, 108),
        (Qt.Key.Key_J, NO_KEYS, 72),
        (Qt.Key.Key_L, NO_KEYS, 108),
    ):
        QTest.keyClick(tool.view, key, keys)
        assert tool.head.frame == frame
    assert tool.view.selected == 3


def test_k_adds_a_key_where_the_film_is_and_del_takes_it_away(qtbot, explore, tool):
    before = tool.book.picture(50)
    film = tool._film
    QTest.keyClick(tool.view, Qt.Key.Key_Home)
    for _ in range(5):
        QTest.keyClick(tool.view, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(tool.view, Qt.Key.Key_K)
    rest(qtbot, explore)
    assert len(tool.state.keys) == 5
    added_key = tool.state.keys[tool.view.selected]
    assert added_key.time == pytest.approx(50 / 24, abs=1e-3)
    assert np.abs(tool.book.picture(50).astype(int) - before.astype(int)).max() <= 1
    QTest.keyClick(tool.view, Qt.Key.Key_Delete)
    assert tool.state == film


def test_a_dragged_key_snaps_to_frames_and_is_one_step_of_undo(explore, tool):
    first = tool._film
    layout = tool.view.layout_now()
    start = key_place(tool, 1)
    drag(tool.view, start, start + QPointF(layout.x(0.51) - layout.x(0), 0))
    time = tool.state.keys[1].time
    assert time * 24 == pytest.approx(round(time * 24), abs=0.03)
    assert time == pytest.approx(2.0, abs=0.05)
    assert len(explore.desk.history.titles) == 1
    explore.desk.undo()
    assert explore.desk.state_of("timeline") in (None, first)


def test_alt_does_not_snap_and_control_copies(tool):
    start = key_place(tool, 1)
    drag(tool.view, start, start + QPointF(37.3, 0), ALT)
    time = tool.state.keys[1].time
    assert abs(time * 24 - round(time * 24)) > 0.01
    start = key_place(tool, 2)
    drag(tool.view, start, start + QPointF(60, 0), CONTROL)
    assert len(tool.state.keys) == 5
    assert tool.state.keys[2].latent == tool.state.keys[3].latent


def test_a_key_that_passes_another_stays_selected(tool):
    carried = tool._film.keys[1].latent
    layout = tool.view.layout_now()
    start = key_place(tool, 1)
    drag(tool.view, start, start + QPointF(layout.x(2.0) - layout.x(0), 0))
    assert tool.state.keys[2].latent == carried
    assert tool.view.selected == 2


def test_a_badge_goes_through_the_easings(tool):
    layout = tool.view.layout_now()
    place = layout.badge_rect(0).center().toPoint()
    for easing in ("hold", "linear", "smooth"):
        QTest.mouseClick(tool.view, LEFT, NO_KEYS, place)
        assert tool.state.keys[0].easing == easing


def test_a_diamond_is_dragged_to_another_truncation(qtbot, explore, tool):
    layout = tool.view.layout_now()
    start = layout.truncation_point(2)
    drag(tool.view, start, QPointF(start.x(), layout.truncation_y(0.0)))
    assert tool.state.keys[2].truncation == pytest.approx(0, abs=0.1)
    rest(qtbot, explore)
    assert tool.book.ready_count == 144


def test_latents_of_the_board_become_keys(tool):
    layout = tool.view.layout_now()
    band = layout.band("keys")
    drop(tool.view, to_mime(Latent(seed=77)), QPointF(layout.x(2.25), band.center().y()).toPoint())
    assert [key.latent.seed for key in tool.state.keys][2] == 77
    assert tool.state.keys[2].time == pytest.approx(2.25, abs=0.05)
    drop(tool.view, to_mime(Latent(seed=88)), key_place(tool, 0).toPoint())
    assert tool.state.keys[0].latent.seed == 88
    assert len(tool.state.keys) == 5


def test_a_latent_of_many_styles_takes_the_film_to_w_plus(explore, tool):
    styles = Artist(explore.desk.chosen.model.averaged).styles(Latent(seed=1))[0].clone()
    styles[0] += 1
    latent = Latent(styles=Packed.of(styles))
    drop(tool.view, to_mime(latent), key_place(tool, 0).toPoint())
    assert tool.state.space == "w+"


def test_space_plays_and_pauses(qtbot, tool):
    QTest.keyClick(tool.view, Qt.Key.Key_Home)
    QTest.keyClick(tool.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tool.head.frame > 2, timeout=30_000)
    QTest.keyClick(tool.view, Qt.Key.Key_Space)
    assert not tool.player.is_playing


def test_a_key_changed_in_one_place_keeps_the_other_frames(qtbot, explore, tool):
    kept = [tool.book.picture(at) for at in (80, 100)]
    tool.view.chosen.emit(1)
    tool.inspector.replace_asked.emit()
    assert tool.book.is_ready(80)
    assert not tool.book.is_ready(36)
    assert all(tool.book.picture(at) is one for at, one in zip((80, 100), kept, strict=True))
    rest(qtbot, explore)
    assert tool.book.ready_count == 144


def test_the_inspector_edits_the_selected_key_and_the_film(qtbot, explore, tool):
    QTest.mouseClick(tool.view, LEFT, NO_KEYS, key_place(tool, 2).toPoint())
    tool.inspector.truncation.changed.emit(0.5)
    tool.inspector.easing.changed.emit("hold")
    tool.inspector.noise.changed.emit("random")
    tool.inspector.seed.changed.emit(9)
    tool.inspector.pace.changed.emit(10)
    tool.inspector.length.changed.emit(5.0)
    key = tool.state.keys[2]
    assert (key.truncation, key.easing, key.noise_seed) == (0.5, "hold", 9)
    assert (tool.state.noise, tool.state.frame_count) == ("random", 50)
    rest(qtbot, explore)
    assert tool.book.ready_count == 50


def test_the_pace_is_evened_out(qtbot, explore, tool):
    layout = tool.view.layout_now()
    start = key_place(tool, 1)
    drag(tool.view, start, start - QPointF(layout.x(1.2) - layout.x(0), 0))
    rest(qtbot, explore)
    tool._show_progress()
    assert not tool.inspector.note.isHidden()
    before = path_words(tool._film, tool.book.steps())
    tool.inspector.even_asked.emit()
    rest(qtbot, explore)
    assert "fastest" in " ".join(before.lengths)
    times = [key.time for key in tool.state.keys]
    assert times[1] > 0.4
    assert times == sorted(times)


def test_a_film_is_written_with_its_script(qtbot, tool, context, tmp_path):
    tool.inspector.length_changed.emit(2.0)
    tool.export.write("apng", tmp_path / "film.png")
    qtbot.waitUntil((tmp_path / "film.edit.yaml").exists, timeout=30_000)
    qtbot.waitUntil(lambda: not context.tasks.tasks(), timeout=30_000)
    assert read(tmp_path / "film.edit.yaml", Script).edit == tool.state
    with Image.open(tmp_path / "film.png") as film:
        lasts = []
        for at in range(film.n_frames):
            film.seek(at)
            lasts.append(film.info["duration"])
    assert sum(lasts) == pytest.approx(2000, rel=0.01)


def test_a_film_goes_straight_through_a_uniform_prior_and_around_through_others():
    spaces = {}
    for prior in ("gaussian", "uniform", "sphere"):
        through = f"latent\n  prior: {{distribution: {prior}}}\n"
        system = build_system(loads(LABELLED.replace("latent\n", through)), torch.device("cpu"))
        spaces[prior] = first_space(system)
    assert spaces == {"gaussian": "z-slerp", "uniform": "z-lerp", "sphere": "z-slerp"}


def test_a_model_without_styles_offers_z_alone(qtbot, context, own_home):
    path = train(LABELLED, own_home / "runs/labelled")
    made = opened(qtbot, context, path, "timeline")
    assert made.tool.exported()[0].space == "z-slerp"
    assert made.tool.bar.with_styles.isHidden()
    assert not made.tool.inspector.classes.isHidden()
    assert not made.tool.inspector.truncation.isEnabled()
    made.tool.inspector.class_changed.emit(7)
    rest(qtbot, made)
    assert made.tool.state.keys[0].latent.label == 7
    assert made.may_close()


def test_a_change_takes_less_than_a_frame_of_the_interfaces_thread(tool):
    taken = []
    for at in range(20):
        began = thread_time()
        tool.inspector.truncation.changed.emit(0.2 + at / 50)
        taken.append(thread_time() - began)
    assert sorted(taken)[10] < 0.016


def test_what_has_not_changed_is_not_painted_again(tool):
    sheets = tool.view.sheets
    tool.view.grab()
    before = sheets.painted
    QTest.keyClick(tool.view, Qt.Key.Key_Right)
    tool.view.grab()
    assert sheets.painted == before
    tool.inspector.seed.changed.emit(5)
    tool.view.grab()
    assert sheets.painted == before
    tool.inspector.easing.changed.emit("hold")
    tool.view.grab()
    assert before < sheets.painted <= before + 4


def film(*times: float, **fields: object) -> Interpolate:
    keys = tuple(Key(time=time, latent=Latent(seed=at)) for at, time in enumerate(times))
    return Interpolate.model_validate({"keys": keys, "frames_per_second": 10} | fields)


def test_a_new_key_takes_the_truncation_that_the_film_has_there():
    keys = (
        Key(time=0, latent=Latent(seed=1), truncation=1.0, easing="hold"),
        Key(time=2, latent=Latent(seed=2), truncation=0.0, easing="linear"),
        Key(time=4, latent=Latent(seed=3), truncation=1.0),
    )
    made = added(film(keys=keys), 3, Latent(seed=9))
    assert made.keys[2].truncation == pytest.approx(0.5)
    assert made.keys[2].easing == "linear"


def test_keys_stay_in_order_and_within_the_film():
    made = film(0, 1, 2, seconds=3)
    assert [key.latent.seed for key in changed(made, 0, time=1.5).keys] == [1, 0, 2]
    assert changed(made, 2, time=99).keys[-1].time == 3
    assert bounded(made, -1) == 0
    assert len(copied(made, 1, 2.5).keys) == 4
    assert removed(removed(removed(made, 0), 0), 0).keys == made.keys[2:]


def test_times_snap_to_the_playhead_before_frames():
    assert snapped(film(0), 1.04, 1.0333, 0.02) == 1.0333
    assert snapped(film(0), 1.07, 1.0333, 0.02) == pytest.approx(1.1)


def test_distances_are_of_grey_levels_and_missing_ones_are_none():
    book, made = FrameBook(), film(0, 1, seconds=0.3)
    book.show_film(made)
    for at, level in enumerate((0, 30)):
        book.take(made, at, np.full((4, 4, 1), level, np.uint8))
    steps = book.steps()
    assert steps[0] == 30
    assert np.isnan(steps[1])
    assert book.ready_spans() == [(0, 2)]
    assert book.wanted(0) == (2,)


def test_the_fastest_stretch_is_named():
    made = film(0, 1, seconds=2.0, is_loop=True)
    words = path_words(made, np.array([4.0] * 10 + [1.0] * 9))
    assert words.lengths == ["length 40, fastest", "length 9"]
    assert "after key 1 runs 4.0 times as fast as that after key 2" in words.note
    assert path_words(made, np.ones(19)).note == ""
