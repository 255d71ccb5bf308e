"""What leaves a widget under the pointer: a latent for tools, a file for the desktop."""

import shutil
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest

from ganstudio.edit.artist import Artist
from ganstudio.edit.draw import Draw
from ganstudio.edit.mix import Mix
from ganstudio.edit.provenance import read_script
from ganstudio.ui.drop_overlay import dragged
from ganstudio.ui.editing import latent_drag
from ganstudio.ui.editing.latent_mime import from_mime, places_of
from ganstudio.ui.tools.mixing_layout import Axis, Cell, Head
from tests.tiny import STYLED, train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drop, opened, rest, send_move


class Hand:
    """In place of Qt's drag, whose loop waits for a pointer that tests do not have."""

    carried: ClassVar[list["Hand"]] = []

    def __init__(self, source):
        self.source = source

    def setMimeData(self, mime):
        self.mime = mime

    def setPixmap(self, pixmap):
        self.pixmap = pixmap

    def exec(self, *_actions):
        self.carried.append(self)


@pytest.fixture
def explore(qtbot, context, tmp_path_factory, own_home, monkeypatch):
    trained = train(STYLED, tmp_path_factory.mktemp("runs") / "styled")
    path = Path(shutil.copytree(trained, own_home / "runs/styled"))
    monkeypatch.setattr(latent_drag, "QDrag", Hand)
    Hand.carried.clear()
    made = opened(qtbot, context, path, "mixing")
    yield made
    assert made.may_close()


def pull(qtbot, widget, place: QPointF, to: QPointF):
    """Drag from a place to another; what is carried then."""
    before = len(Hand.carried)
    QTest.mousePress(widget, LEFT, NO_KEYS, place.toPoint())
    send_move(widget, to)
    qtbot.waitUntil(lambda: len(Hand.carried) > before, timeout=30_000)
    return Hand.carried[-1].mime


def test_pictures_of_the_mixing_grid_are_dragged_out_as_latents_and_files(qtbot, explore):
    tool, system = explore.tool, explore.desk.chosen.model.averaged
    artist, grid, layout = Artist(system), explore.tool.grid, explore.tool.grid.layout_now()
    mix, rendering = tool.exported()
    before = explore.desk.session

    cell = layout.cell_rect(Cell(1, 2)).center()
    mime = pull(qtbot, grid, cell, cell + QPointF(30, 20))
    latent, manner = from_mime(mime)
    shown = rendering.pictures[1 * len(mix.destinations) + 2]
    np.testing.assert_array_equal(artist.draw(latent, manner), shown)
    file = Path(mime.urls()[0].toLocalFile())
    np.testing.assert_array_equal(np.asarray(Image.open(file)), shown.squeeze())
    edit = read_script(file).edit
    assert edit == Mix(
        sources=mix.sources[1:2], destinations=mix.destinations[2:3], layers=mix.layers
    )
    np.testing.assert_array_equal(edit.run(system).sheet(), shown)
    assert mime.data("text/uri-list").data().startswith(b"file:///")
    assert dragged(mime) is None

    strip = tool.inspector.strip
    place = strip.rect_of(0).center()
    rest(qtbot, explore)
    mime = pull(qtbot, strip, place, place + QPointF(0, 30))
    np.testing.assert_array_equal(artist.draw(from_mime(mime)[0]), artist.draw(mix.destinations[2]))
    assert read_script(Path(mime.urls()[0].toLocalFile())).edit.layers == strip.ranges[0]
    assert explore.desk.session == before

    head = layout.head_rect(Head(Axis.SOURCE, 0)).center()
    mime = pull(qtbot, grid, head, QPointF(-40, head.y()))
    assert from_mime(mime) == (mix.sources[0], mix.manner)
    assert isinstance(read_script(Path(mime.urls()[0].toLocalFile())).edit, Draw)

    board = explore.board.grid
    drop(board, Hand.carried[0].mime, board.rect().center())
    assert latent in [item.latent for item in explore.desk.board.items]


def test_thumbnails_of_the_board_are_dragged_out_as_latents_and_files(qtbot, explore):
    board, desk = explore.board.grid, explore.desk
    rest(qtbot, explore)
    place = board.cell_rect(3).center()
    mime = pull(qtbot, board, place, place + QPointF(30, 0))
    item = desk.board.items[3]
    assert from_mime(mime) == (item.latent, item.manner)
    assert places_of(mime) == (3,)
    file = Path(mime.urls()[0].toLocalFile())
    assert file.name == "latent 4.png"
    picture = desk.pictures.pixels(item.latent, item.manner)
    np.testing.assert_array_equal(np.asarray(Image.open(file)), picture.squeeze())
    assert read_script(file).edit == Draw(items=(item,))
