"""Two lanes of snapshots over one axis, with one playhead."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.panels.snapshot_strip import SnapshotStrip
from ganstudio.ui.panels.thumbnails import Thumbnails
from ganstudio.ui.panels.travel import Travel
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.run_axis import RunAxis
from ganstudio.ui.theme import SMALL_CONTROL, theme
from ganstudio.ui.training.twins_pair import LETTERS
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.dashes import Dash, dashed_pen
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.panel import PanelFrame

DASHES: dict[str, Dash] = {"a": "solid", "b": "dash"}
_NAME = 44


class TwinName(QWidget):
    """A short line as the twin's curves have it, and its letter."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter = letter
        self.setAccessibleName(f"Twin {letter.upper()}")

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_NAME), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        colour = QColor(theme().series_colour(LETTERS.index(self._letter)))
        painter.setPen(dashed_pen(colour, 2, DASHES[self._letter]))
        left = theme().px(4)
        painter.drawLine(QPointF(left, middle), QPointF(left + theme().px(16), middle))
        painter.setPen(theme().colour("text"))
        font = QFont(theme().font("title"))
        painter.setFont(font)
        room = QRectF(left + theme().px(22), 0, self.width(), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._letter.upper())


class Lane(SnapshotStrip):
    """The pictures of a twin; the lower one carries the axis, whose equal stretch is green."""

    picture_height = 40

    def __init__(self, thumbnails: Thumbnails, *, has_axis: bool) -> None:
        self._has_axis = has_axis
        self.parts_at = 0
        super().__init__(thumbnails)

    def restyle(self) -> None:
        super().restyle()
        if not self._has_axis:
            self.setFixedHeight(theme().px(self.picture_height) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._has_axis:
            super().paintEvent(event)
            self._paint_equal(QPainter(self))
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for cell in self.cells():
            self._paint_cell(painter, cell)

    def _paint_equal(self, painter: QPainter) -> None:
        y = self._axis_y()
        painter.setPen(QPen(theme().colour("ok"), 3))
        painter.drawLine(QPointF(self.x_of(0), y), QPointF(self.x_of(self.parts_at), y))


class TwinStrip(PanelFrame):
    """`moved` carries a step, or None for live."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__("Snapshots", "one playhead for both")
        self.lanes = tuple(Lane(Thumbnails(), has_axis=letter == "b") for letter in LETTERS)
        self._place = Label("", "title", "accent")
        self._part = SecondaryButton("Go to the parting", size="small")
        self._live = SecondaryButton("Go to the end", size="small", keys="End")
        self.travel = Travel(self)
        self.travel.book = self.lanes[0].book
        self._play = IconButton("play", "Play both (Shift+Space)", True, SMALL_CONTROL)
        viewing = Label("Viewing", "control", "text2")
        for widget in (self._play, viewing, self._place, self._part, self._live):
            self.add_bar_widget(widget)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 4, 0, 0)
        column.setSpacing(0)
        for letter, lane in zip(LETTERS, self.lanes, strict=True):
            row = QHBoxLayout()
            row.setSpacing(0)
            name = TwinName(letter)
            name.setFixedHeight(theme().px(lane.picture_height) + 8)
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(lane, 1)
            column.addLayout(row)
            lane.chosen.connect(self.moved)
            lane.play_asked.connect(self.travel.toggle_play)
        self.set_content(body)
        self.travel.asked.connect(self.moved)
        self.travel.changed.connect(self._show_playing)
        self._play.clicked.connect(self.travel.toggle_play)
        self._part.clicked.connect(self._go_parting)
        self._live.clicked.connect(self.travel.go_live)
        follow_theme(self._fit)

    def set_parting(self, step: int) -> None:
        for lane in self.lanes:
            lane.parts_at = step
            lane.marks = {step: f"Step {steps(step)}: the twins part"}
        self._part.set_label(f"Go to {steps(step)}")

    def set_total(self, total: int) -> None:
        for lane in self.lanes:
            lane.total_steps = total

    def set_axis(self, axis: RunAxis) -> None:
        """Along what both lanes are drawn."""
        for lane in self.lanes:
            lane.axis = axis
            lane.update()

    def set_playhead(self, step: int | None) -> None:
        self.travel.playhead = step
        for lane in self.lanes:
            lane.playhead = step
            lane.update()
        newest = max(lane.live_step for lane in self.lanes)
        self._place.setText(f"step {steps(newest if step is None else step)}")

    def _go_parting(self) -> None:
        self.moved.emit(self.lanes[0].parts_at)

    def _show_playing(self) -> None:
        playing = self.travel.is_playing
        self._play.setChecked(playing)
        self._play.set_icon("pause" if playing else "play")

    def _fit(self) -> None:
        heights = sum(lane.height() for lane in self.lanes)
        self.setFixedHeight(heights + theme().px(40))
