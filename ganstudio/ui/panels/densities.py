"""How the density of a world's fakes came to that of the data: Metz 2017, figure 1."""

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from scipy.ndimage import zoom

from ganstudio.core.events import Event, Pixels, RunStarted, SnapshotTaken, WorldView
from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.panels.cell_film import FilmedPanel, FilmRow
from ganstudio.ui.panels.world_fields import Points, density

DENSITY = "density"  # the row of pictures that is asked for
_FINER = 3  # pixels a cell of the grid: larger than it is shown
_HIGH = 72  # px of a picture


class DensitiesPanel(FilmedPanel):
    """Heat maps of the fakes at some steps, as many as there is room for, and of the data last."""

    key = "panel-densities"
    title = "Densities"
    listens = (RunStarted, SnapshotTaken)
    needs_points = True
    illustration = "world"
    empty_title = "No densities yet"
    empty_text = "Heat maps of the fakes along the run are drawn here, beside that of the data."

    def __init__(self) -> None:
        super().__init__("fakes along the run, the data last")
        self.row = FilmRow("Densities along the run", _HIGH)
        self.row.chosen.connect(self.playhead_moved)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 0, 8)
        column.addStretch(1)
        column.addWidget(self.row)
        column.addStretch(1)
        self.set_body(body)
        expand = self.add_action_button("expand", "Show this panel alone (F11)")
        expand.clicked.connect(self.maximise_requested)
        self._asked: tuple[int, ...] = ()

    def clear(self) -> None:
        super().clear()
        self._forget()

    def take(self, event: Event) -> None:
        """A run that starts again, or another one, has other fakes at the same steps."""
        if isinstance(event, RunStarted):
            self._forget()

    def is_empty(self) -> bool:
        latest = self.snapshots.latest
        return latest is None or latest.world is None or not self.snapshots.steps

    def redraw(self) -> None:
        latest = self.snapshots.latest
        if latest is None or latest.world is None:
            return
        if not self.row.has_end:
            self.row.set_end("data", density_picture(latest.world.real, latest.world))
        steps = self.row.spread(self.snapshots.steps, 1.0)
        self.row.set_playhead(self.playhead)
        if steps != self._asked:
            self._asked = steps
            self.row.set_steps(steps)
            self.film_asked.emit((DENSITY, 0, steps))

    def show_film(self, row: str, _index: int, pictures: dict[int, Pixels]) -> None:
        if row == DENSITY:
            self.row.set_pictures(pictures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.mark_dirty()  # there is room for more or fewer

    def _forget(self) -> None:
        self._asked = ()
        self.row.set_steps(())
        self.row.forget()


def density_picture(points: Points, world: WorldView) -> Pixels:
    """(h, w, 3) heat map of points (n, 2) on the world's square, brightest where it is highest."""
    found = density(points, world)
    shares = zoom(found / max(float(found.max()), 1e-12), _FINER, order=1)[::-1]
    return np.ascontiguousarray(sequential_table()[(shares.clip(0, 1) * 255).astype(np.uint8)])
