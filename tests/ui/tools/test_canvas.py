"""What a hand does to a canvas, and that all of it is seen without painting everything anew."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ganstudio.ui.tools.canvas import Canvas
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, send_move

COLOURS = np.array([[0, 0, 0], [200, 40, 40], [40, 200, 40]], np.uint8)


class _Painted(QObject):
    """Collects what Qt asks a widget to paint anew."""

    def __init__(self, widget):
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint:
            self.region = self.region.united(event.region())
        return False


@pytest.fixture
def canvas(qtbot):
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(900, 460)
    made.set_classes(["one", "two", "three"], COLOURS)
    made.set_labels(np.zeros((64, 64), np.uint8))
    made.set_value(1)
    made.set_pen_size(5)
    made.show()
    qtbot.waitExposed(made)
    return made


def at(canvas, x, y, pane=0) -> QPointF:
    return canvas.viewport.to_widget((x, y), canvas.viewport.panes()[pane])


def pixels(canvas):
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()].copy()


@pytest.mark.parametrize("view", ["split", "blend", "wipe"])
@pytest.mark.parametrize("outlines", [False, True])
def test_all_that_a_stroke_changes_is_painted_anew_and_little_else(canvas, view, outlines):
    canvas.set_view(view)
    canvas.set_outlines(outlines)
    send_move(canvas, at(canvas, 10, 20))
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, 10, 20).toPoint())
    QCoreApplication.processEvents()
    watched = _Painted(canvas)
    for place in ((14, 22), (30, 25), (31, 40)):
        before = pixels(canvas)
        watched.region = QRegion()
        send_move(canvas, at(canvas, *place))
        QCoreApplication.processEvents()
        seen = watched.region
        rows, columns = np.nonzero(pixels(canvas) != before)
        assert len(rows)
        box = seen.boundingRect()
        assert columns.min() >= box.left()
        assert rows.min() >= box.top()
        assert columns.max() <= box.right()
        assert rows.max() <= box.bottom()
        assert all(one.height() < canvas.height() / 2 for one in seen)
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, 31, 40).toPoint())


def test_outlines_that_follow_strokes_are_those_of_the_whole_map(canvas):
    canvas.set_outlines(True)
    canvas.scene.dyed.edges(canvas.labels)
    random = np.random.default_rng(0)
    for _ in range(30):
        canvas.set_value(int(random.integers(3)))
        places = random.uniform(0, 63, (2, 2)).tolist()
        QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, *places[0]).toPoint())
        send_move(canvas, at(canvas, *places[1]))
        QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, *places[1]).toPoint())
    followed = canvas.scene.dyed.edges(canvas.labels).copy()
    colours = canvas.scene.dyed.image.copy()
    canvas.scene.dyed.show(canvas.labels)
    assert canvas.scene.dyed.edges(canvas.labels) == followed
    assert canvas.scene.dyed.image == colours


def test_a_press_is_told_once_and_escape_takes_it_back(canvas):
    told = []
    canvas.stroked.connect(told.append)
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, 10, 10).toPoint())
    send_move(canvas, at(canvas, 20, 10))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, 20, 10).toPoint())
    assert not told
    assert not canvas.labels.any()
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, 10, 10).toPoint())
    send_move(canvas, at(canvas, 20, 10))
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, 20, 10).toPoint())
    assert [one.title for one in told] == ["Brush, two"]
    assert (told[0].labels[10, 10:20] == 1).all()


def test_space_and_the_middle_button_move_the_view_and_draw_nothing(canvas):
    canvas.viewport.zoom_by(4, at(canvas, 32, 32))
    before = at(canvas, 32, 32)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    QTest.mousePress(canvas, LEFT, NO_KEYS, before.toPoint())
    send_move(canvas, before + QPointF(30, 10))
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, (before + QPointF(30, 10)).toPoint())
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    moved = at(canvas, 32, 32) - before
    assert abs(moved.x() - 30) <= 2
    assert abs(moved.y() - 10) <= 2
    assert not canvas.labels.any()
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_a_drag_with_alt_sizes_the_brush_and_a_click_picks(canvas):
    alt = Qt.KeyboardModifier.AltModifier
    before, start = canvas.labels.copy(), at(canvas, 20, 20)
    QTest.mousePress(canvas, LEFT, alt, start.toPoint())
    send_move(canvas, start + QPointF(6 * canvas.viewport.zoom, 0), alt)
    QTest.mouseRelease(canvas, LEFT, alt, start.toPoint())
    assert canvas.size_of_pen == 5 + 2 * 6
    assert canvas.value == 1, "what was dragged picked nothing"
    QTest.mouseClick(canvas, LEFT, alt, start.toPoint())
    assert canvas.value == 0
    assert (canvas.labels == before).all()


def test_the_eraser_leaves_a_class_or_with_alt_brings_back_what_was_there(canvas):
    origin = np.zeros((64, 64), np.uint8)
    origin[:, 32:] = 2
    canvas.set_labels(np.ones((64, 64), np.uint8), origin)
    canvas.erased = 0
    told = []
    canvas.stroked.connect(told.append)
    QTest.keyClick(canvas, Qt.Key.Key_E)
    canvas.set_pen_size(3)
    for keys in (NO_KEYS, Qt.KeyboardModifier.AltModifier):
        QTest.mouseClick(canvas, LEFT, keys, at(canvas, 40.5, 20.5).toPoint())
    first, second = (stroke.labels[20, 40] for stroke in told)
    assert (first, second) == (0, 2)
    assert [stroke.title for stroke in told] == ["Erase, one", "Restore"]


@pytest.mark.parametrize(("before", "takes"), [(QPushButton, True), (QLineEdit, False)])
def test_keys_are_the_canvas_s_under_the_pointer_unless_someone_types(qtbot, before, takes):
    window = QWidget()
    qtbot.addWidget(window)
    focused, canvas = before(window), Canvas()
    canvas.setParent(window)
    window.show()
    qtbot.waitExposed(window)
    focused.setFocus()
    place = QPointF(10, 10)
    QCoreApplication.sendEvent(canvas, QEnterEvent(place, place, place))
    assert (window.focusWidget() is canvas) is takes
