"""Every way in which a film is edited: by the bar, the tracks and the inspector."""

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.timeline import Interpolate
from ganstudio.ui.editing.latent_mime import copy_latent, from_mime
from ganstudio.ui.tools.timeline_bar import TimelineBar
from ganstudio.ui.tools.timeline_changes import added, changed, removed
from ganstudio.ui.tools.timeline_inspector import TimelineInspector
from ganstudio.ui.tools.timeline_view import FilmEdit, KeyDropped, TimelineView

CHOOSE_SPACE = "Choose the space"


class FilmEditor(QObject):
    """It turns what is wanted of the film that is shown into another film."""

    edited = Signal(object)  # FilmEdit
    place_asked = Signal(object)  # seconds: where the film is then becomes a key
    even_asked = Signal()
    copied = Signal()  # a latent to the clipboard

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._film: Interpolate | None = None
        self._selected = 0
        self._inspector: TimelineInspector | None = None

    def show_film(self, film: Interpolate, selected: int) -> None:
        self._film, self._selected = film, selected

    def connect_bar(self, bar: TimelineBar) -> None:
        bar.space_chosen.connect(self._on_space)
        bar.ends_chosen.connect(self._on_ends)

    def connect_view(self, view: TimelineView) -> None:
        view.edited.connect(self.edited)
        view.add_asked.connect(self._on_add_asked)
        view.dropped.connect(self._on_dropped)

    def connect_inspector(self, inspector: TimelineInspector) -> None:
        self._inspector = inspector
        inspector.key_changed.connect(self._on_key_changed)
        inspector.noise_changed.connect(self._on_noise)
        inspector.pace_changed.connect(self._on_pace)
        inspector.length_changed.connect(self._on_length)
        inspector.class_changed.connect(self._on_class)
        inspector.caption_changed.connect(self._on_caption)
        inspector.replace_asked.connect(self._on_replace)
        inspector.remove_asked.connect(self.remove)
        inspector.even_asked.connect(self.even_asked)
        inspector.copy_asked.connect(self.copy)

    def add(self, at: float, latent: Latent) -> None:
        """A key at a time, which is selected."""
        if self._film is not None:
            film = added(self._film, at, latent)
            self.replace(film, "Add a key", selected=_index_at(film, at))

    def remove(self) -> None:
        """The selected key; the last one stays."""
        if self._film is not None and len(self._film.keys) > 1:
            self.replace(removed(self._film, self._selected), "Remove a key")

    def copy(self) -> None:
        """The latent of the selected key, to the clipboard."""
        if self._film is not None:
            key = self._film.keys[self._selected]
            copy_latent(key.latent, Manner(truncation=key.truncation))
            self.copied.emit()

    def paste(self, at: float) -> None:
        """A latent of the clipboard becomes a key at a time."""
        found = from_mime(QApplication.clipboard().mimeData())
        if found is not None:
            self.add(at, found[0])

    def replace(
        self, film: Interpolate, title: str, press: str = "", selected: int | None = None
    ) -> None:
        """Another film."""
        index = self._selected if selected is None else selected
        self.edited.emit(FilmEdit(film, title, press, index))

    def _on_add_asked(self, at: object) -> None:
        if isinstance(at, float) and self._film is not None:
            per_second = self._film.frames_per_second
            self.place_asked.emit(round(at * per_second) / per_second)

    def _on_dropped(self, told: object) -> None:
        if not isinstance(told, KeyDropped) or self._film is None:
            return
        if told.index >= 0:
            film = changed(self._film, told.index, latent=told.latent)
            self.replace(film, "Replace a key", selected=told.index)
        else:
            per_second = self._film.frames_per_second
            self.add(round(told.time * per_second) / per_second, told.latent)

    def _on_space(self, space: object) -> None:
        self._change(CHOOSE_SPACE, space=space)

    def _on_ends(self, is_loop: object) -> None:
        self._change("Open or loop", is_loop=bool(is_loop))

    def _on_noise(self, noise: object) -> None:
        self._change("Change the noise", noise=noise)

    def _on_pace(self, per_second: object) -> None:
        self._change("Change frames a second", self._press("pace"), frames_per_second=per_second)

    def _on_length(self, seconds: object) -> None:
        self._change("Change the length", seconds=seconds)

    def _on_key_changed(self, values: object) -> None:
        if not isinstance(values, dict) or self._film is None:
            return
        film = changed(self._film, self._selected, **values)
        selected = _index_at(film, values["time"]) if "time" in values else self._selected
        (name,) = values
        title = f"Change {name.replace('_', ' ')}"
        self.replace(film, title, self._press(name), selected)

    def _on_class(self, label: object) -> None:
        self._change_latent("Change class", lambda one: one.model_copy(update={"label": label}))

    def _on_caption(self, caption: object) -> None:
        self._change_latent(
            "Change caption", lambda one: one.model_copy(update={"caption": caption})
        )

    def _on_replace(self) -> None:
        """Another one each time: what comes of it is kept in the request."""
        self._change_latent("Replace a key", lambda latent: latent.reseeded(Random()))

    def _change_latent(self, title: str, change: Callable[[Latent], Latent]) -> None:
        if self._film is not None:
            latent = change(self._film.keys[self._selected].latent)
            self.replace(changed(self._film, self._selected, latent=latent), title)

    def _change(self, title: str, press: str = "", **values: object) -> None:
        if self._film is not None:
            self.replace(self._film.model_copy(update=values), title, press)

    def _press(self, name: str) -> str:
        count = self._inspector.press if self._inspector is not None else 0
        return f"{name} {count}"


def _index_at(film: Interpolate, at: float) -> int:
    """The key nearest to a time."""
    return min(range(len(film.keys)), key=lambda index: abs(film.keys[index].time - at))
