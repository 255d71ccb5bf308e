"""The snapshots of the right pane of Runs: side by side, or two of one size in one place."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.core.events import Pixels
from ganstudio.ui.library.compare_parts import SidePictures
from ganstudio.ui.library.picture_comparison import WAYS, PictureComparison
from ganstudio.ui.library.run_reading import PICTURE, Side
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.segmented import Segmented

BESIDE = "beside"
_WORDS = ((BESIDE, "Side by side"), ("wipe", "Wipe"), ("difference", "Difference"),
          ("blink", "Blink"))  # fmt: skip


class PicturePanel(PanelFrame):
    """The way two pictures are compared stays until it is changed, or cannot be kept."""

    def __init__(self) -> None:
        super().__init__("Snapshots")
        self.beside = SidePictures()
        self.comparison = PictureComparison()
        self.ways = Segmented(_WORDS, small=True)
        self.ways.setAccessibleName("How the pictures are compared")
        self.ways.changed.connect(self._on_way)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.beside)
        column.addWidget(self.comparison)
        self.add_bar_widget(self.ways)
        self.set_content(content)

    def show_sides(self, sides: Sequence[Side]) -> None:
        self.setVisible(any(side.picture is not None for side in sides))
        self.beside.show_sides(sides)
        pair = _pair(sides)
        self.ways.setVisible(pair is not None)
        if pair is None:
            self._show_way(BESIDE)
            return
        self.comparison.show_pair(*pair)
        self._show_way(self.ways.value)

    def _on_way(self, way: object) -> None:
        self._show_way(way)
        if way != BESIDE:
            self.comparison.setFocus()

    def _show_way(self, chosen: object) -> None:
        way = next((way for way in WAYS if way == chosen), None)
        self.beside.setVisible(way is None)
        self.comparison.setVisible(way is not None)
        self.comparison.setFixedHeight(theme().px(round(0.85 * PICTURE[1])))
        if way is not None:
            self.comparison.set_way(way)


def _pair(sides: Sequence[Side]) -> tuple[Pixels, Pixels] | None:
    """Two pictures that can lie on each other; None for others, and for one run."""
    pictures = [side.picture for side in sides if side.picture is not None]
    if len(pictures) != 2 or pictures[0].shape != pictures[1].shape:
        return None
    return pictures[0], pictures[1]
