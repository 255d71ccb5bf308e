"""Old snapshots in the strip: worlds are drawn in the theme's colours, off the GUI thread."""

import numpy as np
import pytest
from PySide6.QtCore import QSize

from ganstudio.core.events import SnapshotTaken, WorldView
from ganstudio.engine import snapshots
from ganstudio.ui.panels.thumbnails import thumbnail
from ganstudio.ui.theme import theme
from ganstudio.ui.training.cell_pictures import CellPictures, CellPlace
from ganstudio.ui.training.strip_pictures import StripPictures, sheet_picture


@pytest.fixture
def folder(tmp_path):
    ring = np.stack([np.cos(np.arange(40.0)), np.sin(np.arange(40.0))], 1).astype(np.float32)
    surface = np.linspace(-1, 1, 400, dtype=np.float32).reshape(20, 20)
    arrows = np.empty((0, 4), np.float32)
    for step in (0, 50):
        world = WorldView(1.5, ring, ring * (0.5 + step / 100), ring, surface, arrows)
        snapshots.save(tmp_path, SnapshotTaken(step, world=world))
    return tmp_path


@pytest.fixture
def worlds(qapp):
    made = StripPictures()
    yield made
    assert made.finish()
    made.deleteLater()


@pytest.fixture
def restored_theme(qapp):
    theme().install("dark")
    yield
    theme().set_mode("dark")


def drawn(qtbot, worlds, folder, step, ratio=1.0):
    with qtbot.waitSignal(worlds.arrived, timeout=30_000):
        assert worlds.get(folder, step, ratio) is None
    return worlds.get(folder, step, ratio)


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_a_world_is_drawn_as_the_snapshot_in_memory_is(qtbot, worlds, folder, restored_theme, mode):
    theme().set_mode(mode)
    image = drawn(qtbot, worlds, folder, 50)
    assert image == thumbnail(snapshots.load(folder, 50), QSize(84, 56))


def test_another_theme_and_another_density_are_drawn_anew(qtbot, worlds, folder, restored_theme):
    dark = drawn(qtbot, worlds, folder, 0)
    theme().set_mode("light")
    light = drawn(qtbot, worlds, folder, 0)
    assert light.pixelColor(2, 2).lightness() > dark.pixelColor(2, 2).lightness() + 100
    assert drawn(qtbot, worlds, folder, 0, 2.0).size() == QSize(168, 112)


def test_what_cannot_be_read_stays_empty_and_is_not_asked_for_again(qtbot, worlds, folder):
    (folder / "50.npz").write_bytes(b"torn")
    assert drawn(qtbot, worlds, folder, 50).isNull()
    with qtbot.assertNotEmitted(worlds.arrived, wait=50):
        assert worlds.get(folder, 50, 1.0).isNull()


def test_of_a_sheet_of_samples_the_first_ones_are_shown(tmp_path):
    pictures = np.arange(32, dtype=np.uint8)[:, None, None, None] * np.ones((1, 4, 4, 1), np.uint8)
    snapshots.save(tmp_path, SnapshotTaken(10, {"fakes": pictures}))
    image = sheet_picture(tmp_path, 10)
    assert (image.width(), image.height()) == (12, 8)
    assert [image.pixelColor(x, y).red() for x, y in ((0, 0), (11, 0), (0, 7))] == [0, 2, 8]
    assert sheet_picture(tmp_path, 11) is None


def test_sheets_of_a_long_run_are_read_off_the_gui_thread_the_newest_first(qtbot, tmp_path):
    pictures = np.full((8, 4, 4, 1), 90, np.uint8)
    steps = range(0, 2_000, 10)
    snapshots.save(tmp_path, SnapshotTaken(0, {"fakes": pictures}))
    for step in steps[1:]:
        for ending in ("png", "npz"):
            (tmp_path / f"{step}.{ending}").hardlink_to(tmp_path / f"0.{ending}")
    made = StripPictures()
    for step in steps:
        assert made.get(tmp_path, step, 1.0, is_sheet=True) is None
        assert len(made._asked) <= 48
    qtbot.waitUntil(lambda: (tmp_path, steps[-1]) in made._images, timeout=30_000)
    assert len(made._images) < 40
    image = made.get(tmp_path, steps[-1], 1.0, is_sheet=True)
    assert (image.width(), image.pixelColor(0, 0).red()) == (12, 90)
    assert made.finish()
    made.deleteLater()


def test_one_sample_along_the_run_comes_a_few_pictures_at_a_time(qtbot, tmp_path):
    for step in range(0, 100, 10):
        rows = {"averaged": np.full((3, 2, 2, 1), step, np.uint8), "raw": np.zeros((3, 2, 2, 1))}
        snapshots.save(
            tmp_path, SnapshotTaken(step, {k: v.astype(np.uint8) for k, v in rows.items()})
        )
    (tmp_path / "50.npz").write_bytes(b"torn")
    made, came = CellPictures(), []
    made.arrived.connect(came.append)
    place = CellPlace(tmp_path, "averaged", 2)
    made.ask(place, tuple(range(0, 100, 10)))
    qtbot.waitUntil(lambda: len({s for _, found in came for s in found}) == 9, timeout=30_000)
    found = {step: picture for _, some in came for step, picture in some.items()}
    assert all(len(some) <= 4 for _, some in came)
    assert {step: int(picture[0, 0, 0]) for step, picture in found.items()} == {
        step: step for step in range(0, 100, 10) if step != 50
    }
    assert made.finish()
    made.deleteLater()
