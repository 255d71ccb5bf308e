"""Strips of pictures of what a generator can be asked: neighbours, classes, mixing, truncation."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.core.instruments import Strip, StripsRead
from ganstudio.ui.panels.instrument import InstrumentPanel
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.image_grid import ImageGrid
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.widgets.painting import follow_theme


class StripsPanel(InstrumentPanel):
    """One strip at a time; the capabilities of the generator decide which there are."""

    key = "panel-strips"
    title = "Strips"
    reads = StripsRead
    needs = "Generates"
    lack = ("No strips here", "This run draws nothing from latents.")
    needs_images = True
    kept = 24
    illustration = "mix"
    empty_title = "No strips yet"
    empty_text = "Pictures of what the generator can be asked appear here while a run trains."

    def __init__(self) -> None:
        super().__init__()
        self.choice = Combo((), small=True)
        self.choice.setAccessibleName("Strip")
        self.choice.changed.connect(self._redraw_now)
        self.grid = ImageGrid()
        self.grid.setAccessibleName("Strip of pictures")
        self._head = _Headings(self.grid)
        self._note = ElidedLabel("", "tick", "text3")
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 12, 4)
        line.setSpacing(8)
        line.addWidget(self.choice)
        line.addWidget(self._note, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._head)
        column.addWidget(self.grid, 1)
        self.set_body(body)
        self._drawn: tuple[int, str] | None = None

    def clear(self) -> None:
        super().clear()
        self._drawn = None

    def is_empty(self) -> bool:
        shown = self.shown()
        return not isinstance(shown, StripsRead) or not shown.strips

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, StripsRead):
            return
        strips = {strip.key: strip for strip in shown.strips}
        if [self.choice.itemText(row) for row in range(self.choice.count())] != [
            strip.title for strip in shown.strips
        ]:
            self.choice.set_items([(strip.key, strip.title, "") for strip in shown.strips])
        strip = strips.get(str(self.choice.value), shown.strips[0])
        if self._drawn != (shown.step, strip.key):
            self._drawn = (shown.step, strip.key)
            self._draw(strip)
        self.say_step()

    def _draw(self, strip: Strip) -> None:
        _, columns = strip.pictures.shape[:2]
        self.grid.set_columns(columns)
        self.grid.set_images(strip.pictures.reshape(-1, *strip.pictures.shape[2:]))
        self._head.set_words(strip.columns)
        self._note.setText(strip.note)
        self._note.setToolTip(strip.note)

    def _redraw_now(self, _key: object) -> None:
        self.mark_dirty()
        self.refresh()


class _Headings(QWidget):
    """A word over every column of a grid below."""

    def __init__(self, grid: ImageGrid) -> None:
        super().__init__()
        self._grid = grid
        self._words: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_words(self, words: tuple[str, ...]) -> None:
        self._words = words
        self.setVisible(bool(words))
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, theme().px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        font = theme().font("tick")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme().colour("text2"))
        for index, word in enumerate(self._words):
            cell = self._grid.cell_rect(index)
            place = QRectF(cell.left(), 0, cell.width(), self.height())
            short = metrics.elidedText(word, Qt.TextElideMode.ElideRight, round(cell.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, short)
