"""The tracks of a film under one time axis: ruler, keys, truncation, noise, path."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ganstudio.edit.easing import EASINGS
from ganstudio.edit.latents import Latent
from ganstudio.edit.timeline import Interpolate, Key
from ganstudio.ui.editing.latent_mime import from_mime
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.timeline_changes import changed, copied, snapped
from ganstudio.ui.tools.timeline_layout import TimelineLayout, Under
from ganstudio.ui.tools.timeline_painting import TracksPainter
from ganstudio.ui.tools.timeline_sheets import TrackSheets
from ganstudio.ui.widgets.painting import follow_theme

_SNAP = 6  # px
_PRESSES = count()


@dataclass(frozen=True, slots=True)
class FilmEdit:
    """What the pointer did to the film; edits of one press are one step of undo."""

    film: Interpolate
    title: str
    press: str
    selected: int


@dataclass(frozen=True, slots=True)
class KeyDropped:
    """A latent that was dropped at a time, or on a key (-1 for none)."""

    time: float
    index: int
    latent: Latent


@dataclass(frozen=True, slots=True)
class _Grip:
    """A press that may become a drag."""

    under: Under
    place: QPointF
    film: Interpolate
    press: str


class TimelineView(QWidget):
    """It shows a film, and tells what is wanted of it; it changes nothing."""

    scrubbed = Signal(object)  # seconds
    chosen = Signal(object)  # index of a key
    edited = Signal(object)  # FilmEdit
    add_asked = Signal(object)  # seconds
    dropped = Signal(object)  # KeyDropped
    path_toggled = Signal()
    focus_ring = False

    def __init__(self, image_of: Callable[[Latent, float], QImage | None]) -> None:
        """Args: image_of: the picture of a key by latent and truncation, where it is there."""
        super().__init__()
        self._image_of = image_of
        self.film: Interpolate | None = None
        self.playhead = 0.0
        self.selected = 0
        self.can_truncate = True
        self._spans: Sequence[tuple[int, int]] = ()
        self._path: tuple[NDArray[np.float64], str, str] = (np.zeros(0), "", "")
        self._path_number = 0  # rises with each other path
        self._lengths: list[str] = []
        self.sheets = TrackSheets()
        self._grip: _Grip | None = None
        self._is_dragging = False
        self._target: float | None = None
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        follow_theme(self.restyle)

    def show_film(self, film: Interpolate, selected: int) -> None:
        shown = film, min(max(selected, 0), len(film.keys) - 1)
        is_first = self.film is None
        if shown[0] is self.film and shown[1] == self.selected:
            return
        self.film, self.selected = shown
        if is_first:
            self.restyle()
        self.update()

    def set_playhead(self, time: float) -> None:
        if time == self.playhead:
            return
        before, self.playhead = self.playhead, time
        layout = self.layout_now()
        if layout is not None:
            for place in (before, time):
                self.update(layout.playhead_rect(place).toAlignedRect())

    def set_ready(self, spans: Sequence[tuple[int, int]]) -> None:
        layout = self.layout_now()
        if spans != self._spans and layout is not None:
            self._spans = spans
            self.update(layout.band("ruler").toAlignedRect())

    def set_path(
        self, values: NDArray[np.float64], title: str, unit: str, lengths: list[str]
    ) -> None:
        """The curve under the tracks, one value a frame, and the words of each stretch."""
        layout, before = self.layout_now(), self._path
        is_same = (title, unit) == before[1:] and np.array_equal(values, before[0], equal_nan=True)
        if layout is None or (is_same and lengths == self._lengths):
            return
        self._lengths = lengths
        if not is_same:
            self._path = (values, title, unit)
            self._path_number += 1
        self.update(layout.band("path").toAlignedRect())

    def restyle(self) -> None:
        self.sheets.clear()
        layout = self.layout_now()
        if layout is not None:
            self.setFixedHeight(layout.height)
        self.update()

    def layout_now(self) -> TimelineLayout | None:
        return TimelineLayout(self.film, self.width(), theme().scale) if self.film else None

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(270))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("well"))
        layout = self.layout_now()
        if layout is None:
            return
        self._draw_tracks(painter, layout)
        tracks = TracksPainter(painter, layout)
        tracks.lengths(self._lengths)
        if self._target is not None:
            tracks.target(self._target)
        tracks.playhead(self.playhead)

    def _draw_tracks(self, painter: QPainter, layout: TimelineLayout) -> None:
        """Each of them is kept as a picture while all that it shows stays the same."""
        draw, film, selected = (
            partial(self.sheets.draw, painter, layout),
            layout.film,
            self.selected,
        )
        images = [self._image_of(key.latent, key.truncation) for key in film.keys]
        numbers = tuple(image.cacheKey() if image is not None else 0 for image in images)
        times = tuple(key.time for key in film.keys)
        eases = tuple(key.easing for key in film.keys)
        way = times, eases, film.is_loop, selected
        spans = tuple(self._spans)
        draw("ruler", (spans, film.frames_per_second), lambda to: to.ruler(spans))
        draw("keys", (way, film.space, numbers), lambda to: to.keys(images, selected))
        strengths = tuple(key.truncation for key in film.keys)
        draw("truncation", (way, strengths), lambda to: to.truncation(selected))
        seeds = tuple(key.noise_seed for key in film.keys) if film.noise == "random" else ()
        draw("noise", (film.noise, seeds, times if seeds else ()), TracksPainter.noise)
        path = self._path
        draw("path", (self._path_number, film.frames_per_second), lambda to: to.path(*path))

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layout = self.layout_now()
        if event.button() != Qt.MouseButton.LeftButton or layout is None or self.film is None:
            return
        under = layout.under(event.position())
        self._grip = _Grip(under, event.position(), self.film, f"pointer {next(_PRESSES)}")
        self._is_dragging = False
        if under.what in ("key", "truncation"):
            self.chosen.emit(under.index)
        elif under.what == "track":
            self.scrubbed.emit(layout.time(event.position().x()))
        elif under.what == "label" and under.track == "path":
            self.path_toggled.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layout, grip = self.layout_now(), self._grip
        if layout is None or grip is None:
            self._show_cursor(layout, event.position())
            return
        far = (event.position() - grip.place).manhattanLength()
        if not self._is_dragging and far < QApplication.startDragDistance() // 2:
            return
        self._is_dragging = True
        if grip.under.what == "track":
            self.scrubbed.emit(layout.time(event.position().x()))
        elif grip.under.what == "key":
            self._drag_key(layout, grip, event)
        elif grip.under.what == "truncation" and self.can_truncate:
            value = layout.truncation_at(event.position().y())
            film = changed(grip.film, grip.under.index, truncation=value)
            self._tell(film, "Change truncation", grip, film.keys[grip.under.index])

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        if grip is not None and grip.under.what == "easing" and not self._is_dragging:
            key = grip.film.keys[grip.under.index]
            easing = EASINGS[(EASINGS.index(key.easing) + 1) % len(EASINGS)]
            film = changed(grip.film, grip.under.index, easing=easing)
            self._tell(film, "Change easing", grip, film.keys[grip.under.index])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        layout = self.layout_now()
        if layout is None:
            return
        under = layout.under(event.position())
        if under.what == "track" and under.track == "keys":
            self.add_asked.emit(layout.time(event.position().x()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.film is not None and from_mime(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        layout = self.layout_now()
        if layout is not None:
            self._target = layout.time(event.position().x())
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._target = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        layout, found = self.layout_now(), from_mime(event.mimeData())
        self._target = None
        self.update()
        if layout is None or found is None:
            return
        under = layout.under(event.position())
        index = under.index if under.what == "key" else -1
        event.acceptProposedAction()
        self.dropped.emit(KeyDropped(layout.time(event.position().x()), index, found[0]))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            layout = self.layout_now()
            place = QPointF(self.mapFromGlobal(self.cursor().pos()))
            self.setToolTip(_words(layout.under(place)) if layout else "")
        return super().event(event)

    def _drag_key(self, layout: TimelineLayout, grip: _Grip, event: QMouseEvent) -> None:
        """Ctrl copies the key, Alt leaves it between frames."""
        key = grip.film.keys[grip.under.index]
        moved = event.position().x() - grip.place.x()
        time = layout.time(layout.x(key.time) + moved)
        keys = event.modifiers()
        if not keys & Qt.KeyboardModifier.AltModifier:
            reach = _SNAP * grip.film.seconds / max(layout.right - layout.left, 1)
            time = snapped(grip.film, time, self.playhead, reach)
        is_copy = bool(keys & Qt.KeyboardModifier.ControlModifier)
        film = (copied if is_copy else _retimed)(grip.film, grip.under.index, time)
        ends = key.model_copy(update={"time": round(min(max(time, 0), film.seconds), 3)})
        self._tell(film, "Copy a key" if is_copy else "Move a key", grip, ends)

    def _tell(self, film: Interpolate, title: str, grip: _Grip, key: Key) -> None:
        selected = film.keys.index(key) if key in film.keys else grip.under.index
        self.edited.emit(FilmEdit(film, title, grip.press, selected))

    def _show_cursor(self, layout: TimelineLayout | None, place: QPointF) -> None:
        under = layout.under(place) if layout else Under("nothing")
        shapes = {
            "key": Qt.CursorShape.SizeHorCursor,
            "truncation": Qt.CursorShape.SizeVerCursor,
            "easing": Qt.CursorShape.PointingHandCursor,
        }
        self.setCursor(shapes.get(under.what, Qt.CursorShape.ArrowCursor))


def _retimed(film: Interpolate, index: int, time: float) -> Interpolate:
    return changed(film, index, time=time)


def _words(under: Under) -> str:
    if under.what == "key":
        return "Drag to move, Ctrl copies, Alt does not snap"
    if under.what == "easing":
        return "Click for the next easing: hold, linear, smooth"
    if under.what == "truncation":
        return "Drag up or down"
    if under.what == "label" and under.track == "path":
        return "Click to show another measure"
    return "Double-click to add a key" if under.track == "keys" else ""
