"""The fixed latents' pictures: averaged weights, raw weights, and reals to compare with."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.events import Event, Pixels, RunStarted, SnapshotTaken
from ganstudio.engine.side_by_side import MADE, companions, side_by_side
from ganstudio.ui.colour_tables import diverging_table
from ganstudio.ui.images import to_qimage
from ganstudio.ui.panels.cell_film import CellFilm, FilmedPanel
from ganstudio.ui.panels.difference_chip import DifferenceChip
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.image_grid import ImageGrid
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.widgets.segmented import Segmented

_TOGETHER = "together"
_WORDS = {"averaged": "Averaged", "raw": "Raw", "real": "Real", _TOGETHER: "Side by side"}
_MOST_SEGMENTS = 6
_OF_NOISE = ("averaged", "raw", "real")
_NOTHING = np.empty(0, np.uint8)


class SamplesPanel(FilmedPanel):
    """`cell_selected` carries (row name, index, step) of the picture that was chosen."""

    key = "panel-samples"
    title = "Samples"
    listens = (RunStarted, SnapshotTaken)
    illustration = "grid"
    empty_title = "No samples yet"
    empty_text = "The run shows its first pictures at its first snapshot."
    empty_button = "Take one now"

    cell_selected = Signal(object)
    cell_opened = Signal(object)
    picture_asked = Signal(object)  # a QImage to save
    latents_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.grid = ImageGrid()
        self.grid.setAccessibleName("Samples")
        self.film = CellFilm()
        self.film.hide()
        self.film.closed.connect(self._put_away)
        self.film.row.chosen.connect(self.playhead_moved)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._note = ElidedLabel("", "tick", "text2")
        self._note.hide()
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 12, 4)
        line.addWidget(self._note, 1)
        column.addWidget(self.grid, 1)
        column.addLayout(line)
        column.addWidget(self.film)
        self.set_body(body)
        self._names: tuple[str, ...] = _OF_NOISE
        self._row = "averaged"
        self._is_chosen = False
        self._shown: tuple[object, ...] | None = None
        self._film_of: tuple[object, ...] = ()
        self._choice: Segmented | Combo = self._make_choice(self._names)
        self._make_buttons()
        self.grid.selected.connect(self._tell_selected)
        self.grid.opened.connect(self._tell_opened)

    @property
    def row(self) -> str:
        """The shown row of pictures: averaged, raw, real, together, or a system's own name."""
        return self._row

    def clear(self) -> None:
        super().clear()
        self._shown = None
        self._put_away()

    def set_playhead(self, step: int | None) -> None:
        if self._link.isChecked():
            super().set_playhead(step)

    def set_other(self, step: int | None) -> None:
        """The step that differences are taken from; None for none."""
        self._difference.set_other(step)
        self.mark_dirty()

    def show_film(self, row: str, index: int, pictures: dict[int, Pixels]) -> None:
        """Pictures of a sample along the run, by step, where it is still the chosen one."""
        if (row, index) == (self._row, self.grid.selection):
            self.film.row.set_pictures(pictures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.mark_dirty()  # there is room for more or fewer pictures of one sample

    def show_row(self, row: str) -> None:
        self._row = row
        self._is_chosen = True
        self._shown = None
        self.mark_dirty()

    def is_empty(self) -> bool:
        shown = self._snapshot()
        return shown is None and self.grid.count == 0

    def redraw(self) -> None:
        shown = self._snapshot()
        if shown is None:
            return
        rows = picture_rows(shown)
        self._offer(tuple(rows))
        self._dice.setVisible(_TOGETHER not in rows)  # what is given images has no latents
        pictures = rows.get(self._row)
        if pictures is None:
            return
        before = self._compared()
        key = (shown.step, self._row, None if before is None else before.step, theme().mode)
        if self._shown != key:
            self._draw(shown, pictures, before)
            self._shown = key
        self._ask_film(pictures)
        self._note.setVisible(before is not None)
        if before is not None:
            since = f"Step {steps(shown.step)} less step {steps(before.step)}"
            scale = f"full colour at ±{self._range:.0f} of 255"
            self._note.setText(f"{since}: orange is brighter, blue is darker, {scale}")
        count, all_of = self.grid.shown_count, len(pictures)
        told = f"{count}" if count == all_of else f"{count} of {all_of}"
        self.set_qualifier(f"{told} {self._what(rows)}, step {steps(shown.step)}")

    def _draw(self, shown: SnapshotTaken, pictures: Pixels, before: SnapshotTaken | None) -> None:
        are_together = self._row == _TOGETHER
        if before is not None:
            earlier = picture_rows(before)[self._row]
            pictures, self._range = difference(pictures, earlier, dark=theme().is_dark)
        self.grid.set_images(pictures)
        self.grid.set_headings(_headings(shown.pictures) if are_together else ())

    def _compared(self) -> SnapshotTaken | None:
        """The snapshot that differences are taken from, where it shows the same pictures."""
        if self._difference.other is None or not self._difference.isChecked():
            return None
        now, before = self._snapshot(), self.snapshots.shown_at(self._difference.other)
        if now is None or before is None:
            return None
        shapes = [picture_rows(one).get(self._row, _NOTHING).shape for one in (now, before)]
        return before if shapes[0] == shapes[1] else None

    def _ask_film(self, pictures: Pixels) -> None:
        """The chosen sample along the run: as many steps as there is room for."""
        index = self.grid.selection
        self.film.setVisible(index >= 0)
        if index < 0:
            return
        height, width = pictures.shape[1:3]
        chosen = self.film.row.spread(self.snapshots.steps, width / height)
        self.film.row.set_playhead(self.playhead)
        if self._film_of != (self._row, index, chosen):
            if self._film_of[:2] != (self._row, index):
                self.film.row.forget()
            self._film_of = (self._row, index, chosen)
            name = "Real picture" if self._row == "real" else "Sample"
            same = "source" if self._row == _TOGETHER else "latent"
            self.film.set_words(f"{name} {index + 1}, the same {same} along the run")
            self.film.row.set_steps(chosen)
            self.film_asked.emit((self._row, index, chosen))

    def _put_away(self) -> None:
        self.grid.select(-1)
        self._film_of = ()
        self.film.hide()
        self.film.row.set_steps(())

    def _what(self, rows: Mapping[str, Pixels]) -> str:
        if _TOGETHER in rows:
            return "fixed sources"
        return "real pictures" if self._row == "real" else "fixed latents"

    def take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self._shown = None

    def _snapshot(self) -> SnapshotTaken | None:
        shown = self.snapshots.shown_at(self.playhead)
        return shown if shown is not None and shown.pictures else None

    def _offer(self, names: tuple[str, ...]) -> None:
        """A segment for every row that the system shows."""
        if names == self._names:
            return
        self._names = names
        if self._row not in names or not self._is_chosen:
            self._row = names[0]
        self._choice.hide()
        self._choice.deleteLater()
        self._choice = self._make_choice(names)
        self._choice.set_value(self._row)

    def _make_choice(self, names: Sequence[str]) -> Segmented | Combo:
        """Segments, or a list where they would make the panel wider than a window has room for."""
        options = list(zip(names, _words(names), strict=True))
        is_long = len(options) > _MOST_SEGMENTS
        choice = (
            Combo([(*option, "") for option in options], small=True)
            if is_long
            else Segmented(options, small=True)
        )
        choice.setAccessibleName("Weights")
        choice.changed.connect(self._choose_row)
        self.add_bar_widget(choice)
        return choice

    def _make_buttons(self) -> None:
        self._range = 0.0  # of the differences that are shown
        self._difference = DifferenceChip()
        self._difference.toggled.connect(self._redraw_now)
        self.add_bar_widget(self._difference)
        self._link = self.add_action_button("link", "Follow the playhead")
        self._link.setCheckable(True)
        self._link.setChecked(True)
        self._dice = self.add_action_button("dice", "Draw other latents in Explore")
        self._dice.clicked.connect(self.latents_asked)
        expand = self.add_action_button("expand", "Show this panel alone (F11)")
        expand.clicked.connect(self.maximise_requested)
        self.menu.addAction("Copy the pictures").triggered.connect(self._copy)
        self.menu.addAction("Save the pictures…").triggered.connect(self._ask_picture)

    def _choose_row(self, row: object) -> None:
        self.show_row(str(row))
        self.refresh()

    def _redraw_now(self, _state: object) -> None:
        self.mark_dirty()
        self.refresh()

    def _tell_selected(self, index: object) -> None:
        self._redraw_now(index)
        if self._shown is not None:
            self.cell_selected.emit((self._row, index, self._shown[0]))

    def _tell_opened(self, index: object) -> None:
        if self._shown is not None:
            self.cell_opened.emit((self._row, index, self._shown[0]))

    def _copy(self) -> None:
        shown = self._snapshot()
        if shown is not None:
            QGuiApplication.clipboard().setImage(to_qimage(sheet(picture_rows(shown)[self._row])))

    def _ask_picture(self) -> None:
        shown = self._snapshot()
        if shown is not None:
            self.picture_asked.emit(to_qimage(sheet(picture_rows(shown)[self._row])))


def _words(names: Sequence[str]) -> list[str]:
    return [_WORDS.get(name, name.replace("_", " ").capitalize()) for name in names]


def _headings(names: Collection[str]) -> list[str]:
    """Shorter than on the choice: a picture is narrow, and only averaged ones stand together."""
    return ["Made" if name == MADE else _words([name])[0] for name in companions(names)]


def difference(now: Pixels, before: Pixels, *, dark: bool) -> tuple[Pixels, float]:
    """Signed differences of the pictures' brightness as colours: more is orange, less is blue.

    Returns:
        (n, h, w, 3) pictures, and the difference in levels of 255 that has the full colour.
    """
    change = now.astype(np.float32).mean(axis=-1) - before.astype(np.float32).mean(axis=-1)
    most = max(float(np.abs(change).max()), 1.0)
    places = (127.5 + change * (127.5 / most)).round().astype(np.intp)
    return diverging_table(dark=dark)[places], most


def picture_rows(shown: SnapshotTaken) -> dict[str, Pixels]:
    """What can be shown of a snapshot, by name; all of a translation together at first."""
    joined = side_by_side(shown.pictures)
    return dict(shown.pictures) if joined is None else {_TOGETHER: joined, **shown.pictures}


def sheet(pictures: Pixels, columns: int = 8, gap: int = 2) -> Pixels:
    """(n, h, w, c) as one (H, W, c) picture with black gaps, at its own size."""
    count, height, width, channels = pictures.shape
    across = min(columns, count)
    down = -(-count // across)
    made = np.zeros((down * (height + gap) - gap, across * (width + gap) - gap, channels), np.uint8)
    for index, picture in enumerate(pictures):
        top, left = index // across * (height + gap), index % across * (width + gap)
        made[top : top + height, left : left + width] = picture
    return made
