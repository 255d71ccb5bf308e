"""A thing is marked with the mouse on a DCGAN's samples, and the maps that draw it are dropped."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio import cli
from ganstudio.edit.artist import Artist
from ganstudio.edit.feature_maps import MapLayer
from ganstudio.edit.forget import Change
from ganstudio.edit.latents import Latent
from ganstudio.edit.provenance import read_script
from ganstudio.ui.editing.latent_mime import to_mime
from ganstudio.ui.tools.forgetting_boxes import BoxPlace
from ganstudio.ui.tools.forgetting_inspector import ForgettingInspector, captions
from tests.tiny import CAPTIONED, train
from tests.ui.tools.explore_bench import LEFT, drag, drop, opened, rest, send_move

CONVOLUTIONAL = """\
data: {kind: digits, size: 16}
system:
  system: latent
  conditioning: {kind: concat}
  generator: {kind: dcgan, channels: 8}
  critic: {kind: dcgan, channels: 4}
  prior: {size: 4}
schedule: {steps: 20, batch: 32}
"""
LAST, FIRST = (8, 8, 8), (4, 4, 16)  # height, width and maps of the layers


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(CONVOLUTIONAL, tmp_path_factory.mktemp("runs") / "dcgan")


@pytest.fixture
def explore(qtbot, context, trained, own_home):
    path = Path(shutil.copytree(trained, own_home / "runs/dcgan"))
    made = opened(qtbot, context, path, "forget")
    yield made
    assert made.may_close()


def state(workspace):
    return workspace.desk.state_of("forget") or workspace.tool._request


def at(tool, sample, across, down) -> QPointF:
    cell = tool.boxes.cell_rect(sample)
    return QPointF(cell.left() + across * cell.width(), cell.top() + down * cell.height())


def mark(tool, sample, box=(0.2, 0.1, 0.7, 0.5)) -> None:
    left, top, right, bottom = box
    drag(tool.boxes, at(tool, sample, left, top), at(tool, sample, right, bottom))


def boxes(workspace):
    return [len(one.boxes) for one in state(workspace).marked]


def rows(tool):
    found = tool.exported()[1].pictures
    return found.reshape(3, -1, *found.shape[1:])


def test_boxes_are_drawn_and_samples_shown_without_the_maps_in_them(qtbot, explore):
    tool = explore.tool
    assert tool.below.currentWidget() is tool.empty
    assert tool.exported() is None
    assert tool.pane.layer.count() == 2
    mark(tool, 0)
    mark(tool, 3)
    rest(qtbot, explore)
    (box,) = state(explore).marked[3].boxes
    drawn = (box.left, box.top, box.right, box.bottom)
    assert drawn == pytest.approx((0.2, 0.1, 0.7, 0.5), abs=0.01)
    assert tool.below.currentWidget() is tool.sheet
    request, done = tool.exported()
    plain, without, change = rows(tool)
    artist = Artist(explore.desk.chosen.model.averaged)
    for one, latent in zip(plain, request.shown, strict=True):
        assert (one == artist.draw(latent)).all()
    dropped, weights = done.readings["dropped"], done.readings["weights"]
    assert dropped == tuple(np.argsort(-weights)[: (weights > 0).sum()])
    assert dropped
    assert tool.pane.dropped.value.text() == f"{len(dropped)} of {LAST[2]}"
    assert [bar.is_marked for bar in tool.pane.bars.rows].count(True) == len(dropped)
    assert (plain != without).any() == change.any()
    assert "2 boxes on 2 samples" in tool.pane.head.more.text()


def test_each_box_is_a_step_and_a_click_and_delete_remove_one(qtbot, explore):
    tool = explore.tool
    mark(tool, 1)
    mark(tool, 1, (0.5, 0.5, 0.9, 0.9))
    mark(tool, 2, (0.9, 0.9, 0.9, 0.9))
    assert boxes(explore)[:3] == [0, 2, 0]
    explore.desk.undo()
    assert boxes(explore)[1] == 1
    explore.desk.redo()
    QTest.mouseClick(tool.boxes, LEFT, pos=at(tool, 1, 0.3, 0.2).toPoint())
    assert tool.boxes.chosen_box == BoxPlace(1, 0)
    kept = state(explore).marked[1].boxes[1]
    QTest.keyClick(tool.boxes, Qt.Key.Key_Delete)
    assert state(explore).marked[1].boxes == (kept,)
    assert tool.boxes.chosen_box is None
    explore.desk.undo()
    assert boxes(explore)[1] == 2
    QTest.mouseClick(tool.pane.clear, LEFT)
    assert sum(boxes(explore)) == 0
    explore.desk.undo()
    assert sum(boxes(explore)) == 2
    rest(qtbot, explore)


def test_a_drag_beyond_a_sample_ends_at_its_edge_and_escape_takes_it_back(qtbot, explore):
    tool = explore.tool
    drag(tool.boxes, at(tool, 0, 0.5, 0.5), at(tool, 1, 0.5, 1.4))
    (box,) = state(explore).marked[0].boxes
    assert (box.right, box.bottom) == (1.0, 1.0)
    QTest.mousePress(tool.boxes, LEFT, pos=at(tool, 2, 0.1, 0.1).toPoint())
    send_move(tool.boxes, at(tool, 2, 0.8, 0.8))
    QTest.keyClick(tool.boxes, Qt.Key.Key_Escape)
    QTest.mouseRelease(tool.boxes, LEFT, pos=at(tool, 2, 0.8, 0.8).toPoint())
    assert sum(boxes(explore)) == 1
    rest(qtbot, explore)


def test_a_drag_of_the_strength_is_one_step_and_none_leaves_all_as_it_is(qtbot, explore):
    tool = explore.tool
    mark(tool, 0)
    for share in (0.7, 0.3, 0.0):
        tool.pane.share.control.changed.emit(share)
    assert state(explore).share == 0
    rest(qtbot, explore)
    plain, without, _ = rows(tool)
    assert (plain == without).all()
    assert tool.pane.dropped.value.text() == f"0 of {LAST[2]}"
    assert tool.pane.notes["info"].isVisible()
    explore.desk.undo()
    assert state(explore).share == 1
    assert boxes(explore)[0] == 1
    rest(qtbot, explore)


def test_another_layer_has_maps_of_its_own(qtbot, explore):
    tool = explore.tool
    mark(tool, 0)
    tool.pane.layer.changed.emit(1)
    rest(qtbot, explore)
    assert len(tool.exported()[1].readings["weights"]) == FIRST[2]
    assert tool.pane.layer.currentText() == "4 × 4, 16 maps"


def test_boxes_over_everything_are_refused_in_a_sentence(qtbot, explore):
    tool = explore.tool
    mark(tool, 0, (0.0, 0.0, 1.0, 1.0))
    rest(qtbot, explore)
    assert "cover every place" in tool.pane.notes["warn"].accessibleName()
    assert tool.pane.notes["warn"].isVisible()
    assert tool.exported() is None
    explore.desk.undo()
    rest(qtbot, explore)
    assert not tool.pane.notes["warn"].isVisible()


def test_other_samples_come_where_no_box_is(qtbot, explore):
    tool = explore.tool
    mark(tool, 4)
    before = state(explore)
    QTest.mouseClick(tool.pane.others, LEFT)
    after = state(explore)
    same = [a == b for a, b in zip(before.marked, after.marked, strict=True)]
    assert [place for place, one in enumerate(same) if one] == [4]
    assert after.shown == before.shown
    QTest.keyClick(tool.boxes, Qt.Key.Key_R)
    assert state(explore).shown != before.shown
    labels = [one.latent.label for one in state(explore).marked]
    assert labels == [*range(10), 0, 1]
    tool.pane.kind.changed.emit(7)
    assert {one.label for one in state(explore).shown} == {7}
    assert [one.latent.label for one in state(explore).marked].count(7) == 11
    assert tool.pane.kind.value == 7
    rest(qtbot, explore)


def test_latents_come_by_drop_and_go_to_the_board(qtbot, explore):
    tool = explore.tool
    mark(tool, 0)
    drop(tool.boxes, to_mime(Latent(seed=77, label=3)), QPoint(200, 100))
    assert state(explore).marked[1].latent == Latent(seed=77, label=3)
    drop(tool.sheet, to_mime(Latent(seed=78, label=4)), QPoint(200, 100))
    assert state(explore).shown[0] == Latent(seed=78, label=4)
    rest(qtbot, explore)
    place = tool.sheet.cell_rect(8).center().toPoint()
    QTest.mouseClick(tool.sheet, LEFT, pos=place)
    QTest.mouseClick(tool.pane.board, LEFT)
    assert explore.desk.board.items[-1].latent == Latent(seed=78, label=4)
    rest(qtbot, explore)


def test_an_exported_sheet_is_replayed_by_the_command_line_and_comes_back(
    qtbot, explore, trained, tmp_path
):
    mark(explore.tool, 0)
    mark(explore.tool, 2)
    rest(qtbot, explore)
    request = state(explore)
    picture, again = tmp_path / "forgotten.png", tmp_path / "again.png"
    explore.export_to(picture)
    script = read_script(picture)
    assert script.edit == request
    assert cli.run(["edit", str(trained), str(picture), "-o", str(again)]) == 0
    assert (np.asarray(Image.open(again)) == np.asarray(Image.open(picture))).all()
    explore.tool.clear()
    assert state(explore) != request
    explore.open_file(picture)
    assert state(explore) == request
    rest(qtbot, explore)


def test_layers_of_one_size_are_numbered():
    sizes = [(8, 8, 4), (8, 8, 4), (4, 4, 1)]
    layers = [MapLayer(*size, frozenset({at})) for at, size in enumerate(sizes)]
    assert captions(layers) == ["8 × 8, 4 maps (1)", "8 × 8, 4 maps (2)", "4 × 4, 1 map"]


@pytest.mark.parametrize(
    ("accuracy", "weight", "tone", "words"),
    [
        (0.9, 1.0, "", ""),
        (0.55, 1.0, "warn", "hardly tell"),
        (None, 1.0, "info", "second sample"),
        (0.9, -1.0, "warn", "none is dropped"),
    ],
)
def test_readings_that_tell_little_say_so(qtbot, accuracy, weight, tone, words):
    pane = ForgettingInspector()
    qtbot.addWidget(pane)
    weights = np.array([weight, -0.5])
    dropped = (0,) if weight > 0 else ()
    pane.show_readings({
        "weights": weights, "dropped": dropped, "accuracy": accuracy, "change": Change(9.0, 1.0)
    })  # fmt: skip
    shown = {key: note.accessibleName() for key, note in pane.notes.items() if not note.isHidden()}
    assert set(shown) == ({tone} if tone else set())
    assert words in shown.get(tone, "")
    assert pane.inside.value.text() == "9.0 of 255"
    assert [bar.words for bar in pane.bars.rows][-1] in {"\N{MINUS SIGN}0.50", "\N{MINUS SIGN}1.00"}


@pytest.fixture
def depicting(qtbot, context, own_home):
    made = opened(qtbot, context, train(CAPTIONED, own_home / "runs/captions"), "forget")
    yield made
    assert made.may_close()


def test_a_model_of_captions_forgets_in_what_it_is_told_to_depict(qtbot, depicting):
    tool = depicting.tool
    mark(tool, 0)
    rest(qtbot, depicting)
    assert tool.exported() is not None
    tool.pane.caption.changed.emit("large red square")
    rest(qtbot, depicting)
    assert {one.caption for one in state(depicting).shown} == {"large red square"}
    written = [one.latent.caption for one in state(depicting).marked]
    assert written.count("large red square") == len(written) - 1
    assert tool.pane.caption.text() == "large red square"
    assert not tool.pane.kind_row.isVisible()
    depicting.desk.undo()
    assert tool.pane.caption.text() == written[0]
    rest(qtbot, depicting)
