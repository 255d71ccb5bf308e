"""The interpolation timeline: key-frames in time, and the film that goes through them."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from ganstudio.core.capabilities import Captioned, Generates, Styles, Truncates, capability
from ganstudio.edit.draw import Drawn
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.pacing import evened, seam
from ganstudio.edit.request import Rendering, Request, rendered
from ganstudio.edit.timeline import Frames, Interpolate, Norms, Place
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.tools.timeline_bar import TimelineBar
from ganstudio.ui.tools.timeline_changes import first_film, first_space
from ganstudio.ui.tools.timeline_editor import CHOOSE_SPACE, FilmEditor
from ganstudio.ui.tools.timeline_export import KINDS, FilmExport
from ganstudio.ui.tools.timeline_frames import FrameBook
from ganstudio.ui.tools.timeline_given import TIMELINE
from ganstudio.ui.tools.timeline_head import Playhead
from ganstudio.ui.tools.timeline_inspector import TimelineInspector
from ganstudio.ui.tools.timeline_pace import DrawPace
from ganstudio.ui.tools.timeline_path import PathTrack
from ganstudio.ui.tools.timeline_player import Player
from ganstudio.ui.tools.timeline_stage import TimelineStage
from ganstudio.ui.tools.timeline_transport import Transport
from ganstudio.ui.tools.timeline_view import FilmEdit, TimelineView
from ganstudio.ui.widgets.label import Divider

_FIRST_KEYS = 4
_FAR = 10  # frames with Shift
_REFRESH_MILLISECONDS = 60


class TimelineTool(Tool):
    key = TIMELINE
    title = "Timeline"
    icon = "film"
    needs = Generates
    shows = Interpolate
    lacks = (
        "The timeline needs a model that makes pictures of latents: choose a run of DCGAN, "
        "StyleGAN2 or BigGAN."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.bar = TimelineBar()
        self.stage = TimelineStage()
        self.transport = Transport()
        self.view = TimelineView(self._key_image)
        self.inspector: TimelineInspector = TimelineInspector()
        self.book = FrameBook()
        self.head = Playhead(self.view, self.transport, self)
        self._film: Interpolate | None = None
        self._weights = ""
        self._has_styles = self._has_captions = False
        self._classes = 0
        self._path = PathTrack(self.view, self.inspector)
        self._pace = DrawPace()
        self.player = Player(self)
        self.editor = FilmEditor(self)
        self.export = FilmExport(desk, self)
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MILLISECONDS)
        self._lay_out()
        self._connect()

    # the state

    def first_state(self, chosen: Chosen) -> Interpolate:
        """The first latents of the board, one after the other, in a loop."""
        kept = [Drawn(latent=item.latent) for item in self.desk.board.items[:_FIRST_KEYS]]
        seeds = range(1, _FIRST_KEYS + 1)
        given = kept or [Drawn(latent=Latent(seed=seed)) for seed in seeds]
        return first_film(given, first_space(chosen.model.averaged))

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Interpolate) or chosen is None:
            return
        if chosen.ref.weights != self._weights:
            self._weights = chosen.ref.weights
            self.book.clear()
            self._show_abilities(chosen)
        is_new = request is not self._film
        self._film = request
        self.export.show_film(request)
        self.book.show_film(request)
        self.head.show_film(request)
        self.bar.show_film(request.space, is_loop=request.is_loop, has_styles=self._has_styles)
        self.bar.show_seam(seam(request), is_loop=request.is_loop)
        self.transport.show_film(request)
        self.view.show_film(request, self.view.selected)
        self.editor.show_film(request, self.view.selected)
        self._show_key()
        self._wish_keys()
        if is_new or not self._path.has_norms:
            self.ask(Norms(film=request), "norms")
        self.head.go(self.head.frame)
        if self.book.ready_count == self.book.count:
            self._show_progress()
        elif not self._refresh.isActive():
            self._refresh.start()

    # pictures

    def take_picture(self, told: PictureDone) -> None:
        request = told.request
        if not isinstance(request, Frames):
            return
        self._pace.count()
        self.book.take(request.film, told.index, told.picture)
        if told.index == self.head.frame or not self._refresh.isActive():
            self._show_stage()
        if not self._refresh.isActive():
            self._refresh.start()

    def take(self, told: RequestDone) -> None:
        request, readings = told.request, told.rendering.readings
        if isinstance(request, Norms):
            self._path.set_norms(readings["norms"])
            self._show_path()
            self._show_norm()
        elif isinstance(request, Place):
            self.editor.add(request.time, readings["latent"])
        else:
            self._ask_frames()
            self._show_progress()
            self.actions_changed.emit()

    def exported(self) -> tuple[Interpolate, Rendering] | None:
        """The contact sheet."""
        pictures = self.book.pictures() if self._film is not None else None
        if self._film is None or pictures is None:
            return None
        return self._film, rendered(pictures, self._film.columns)

    def has_export(self) -> bool:
        return self._film is not None and self.book.ready_count == self.book.count

    # acting

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("timeline.add", "Add a key at the playhead", self.add_key, menu="Edit",
                   icon="key-frame", where=self.title, kind="View", hint="K"),
            Action("timeline.play", "Play or pause the film", self.toggle_play, menu="View",
                   icon="play", where=self.title, kind="View", hint="Space"),
            *(
                Action(f"timeline.export.{kind}", words, partial(self.export.ask, kind),
                       menu="File/Export film", icon="export", where=self.title, kind="Run")
                for kind, words in KINDS
            ),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        acts = {
            Qt.Key.Key_Home: self.head.first,
            Qt.Key.Key_End: self.head.last,
            Qt.Key.Key_Space: self.toggle_play,
            Qt.Key.Key_K: self.add_key,
            Qt.Key.Key_Delete: self.editor.remove,
            Qt.Key.Key_Backspace: self.editor.remove,
            Qt.Key.Key_J: self.head.previous_key,
            Qt.Key.Key_L: self.head.next_key,
            Qt.Key.Key_C: self.editor.copy,
            Qt.Key.Key_V: self.paste_key,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.head.go(self.head.frame + moves[key] * (_FAR if far else 1))
        elif key in acts and not (control and key == Qt.Key.Key_K):
            acts[key]()
        else:
            super().keyPressEvent(event)

    def add_key(self) -> None:
        """Where the film is at the playhead becomes a key."""
        if self._film is not None:
            self._ask_place(self._film.time_of(self.head.frame))

    def paste_key(self) -> None:
        """A latent of the clipboard becomes a key at the playhead."""
        if self._film is not None:
            self.editor.paste(self._film.time_of(self.head.frame))

    def toggle_play(self) -> None:
        """Play from the playhead, or stop."""
        film = self._film
        if self.player.is_playing or film is None:
            self.player.stop()
            return
        repeats = self.transport.loop.isChecked()
        self.player.play(self.head.frame, film.frame_count, film.frames_per_second, repeats=repeats)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        self.player.stop()
        super().hideEvent(event)

    # inside

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addWidget(self.bar)
        column.addWidget(self.stage, 1)
        column.addWidget(Divider())
        column.addWidget(self.transport)
        column.addWidget(Divider())
        column.addWidget(self.view)

    def _connect(self) -> None:
        self.view.scrubbed.connect(self._on_scrubbed)
        self.view.chosen.connect(self._on_chosen)
        self.view.path_toggled.connect(self._on_path_toggled)
        self.bar.export_asked.connect(self.export.ask)
        self.transport.play.clicked.connect(self.toggle_play)
        self.transport.previous.clicked.connect(self.head.previous_key)
        self.transport.next.clicked.connect(self.head.next_key)
        self.transport.add.clicked.connect(self.add_key)
        self.editor.connect_bar(self.bar)
        self.editor.connect_view(self.view)
        self.editor.connect_inspector(self.inspector)
        self.editor.edited.connect(self._on_edited)
        self.editor.place_asked.connect(self._ask_place)
        self.editor.even_asked.connect(self._even_out)
        self.editor.copied.connect(self._on_copied)
        self.head.moved.connect(self._ask_frames)
        self.head.placed.connect(self._show_stage)
        self.head.key_reached.connect(self._on_chosen)
        self.desk.pictures.arrived.connect(self._on_arrived)
        self.player.due.connect(self.head.place)
        self.player.playing_changed.connect(self._on_playing)
        self._refresh.timeout.connect(self._show_progress)

    def _show_abilities(self, chosen: Chosen) -> None:
        system = chosen.model.averaged
        self._has_styles = capability(system, Styles) is not None
        self._classes = self.desk.classes
        self._has_captions = capability(system, Captioned) is not None
        can = self._has_styles or capability(system, Truncates) is not None
        self.view.can_truncate = can
        self.inspector.refuse_truncation(
            "" if can else "This model's generator offers no truncation"
        )

    def _show_key(self) -> None:
        film = self._film
        if film is None:
            return
        index = self.view.selected
        self.inspector.show_key(film, index, self._classes, has_captions=self._has_captions)
        key = film.keys[index]
        self.inspector.show_picture(self._key_image(key.latent, key.truncation))
        self._show_norm()

    def _show_norm(self) -> None:
        if self._film is not None:
            self._path.show_norm(self._film, self.view.selected)

    def _key_image(self, latent: Latent, truncation: float) -> QImage | None:
        return self.desk.pictures.image(latent, Manner(truncation=truncation))

    def _wish_keys(self) -> None:
        if self._film is not None:
            places = [(key.latent, Manner(truncation=key.truncation)) for key in self._film.keys]
            self.desk.pictures.wish(self.key, places)

    def _on_arrived(self, _place: object) -> None:
        if self.isVisible():
            self.view.update()
            self._show_key()

    def _ask_frames(self) -> None:
        film = self._film
        wanted = self.book.wanted(self.head.frame) if film is not None else ()
        self._pace.rest()
        if film is not None and wanted:
            self.ask(Frames(film=film, frames=wanted), "frames")

    def _show_stage(self) -> None:
        is_exact = self.book.is_ready(self.head.frame) or self.player.is_playing
        self.stage.show_frames(self.book.around(self.head.frame), is_exact=is_exact)

    def _show_progress(self) -> None:
        self.view.set_ready(self.book.ready_spans())
        self.transport.show_ready(self.book.ready_count, self.book.count, self._pace.milliseconds)
        self._show_path()

    def _show_path(self) -> None:
        if self._film is not None:
            self._path.show(self._film, self.book.steps())

    def _on_copied(self) -> None:
        self.desk.context.tell_saved("Latent copied")

    def _on_playing(self, playing: object) -> None:
        self.transport.show_playing(playing=bool(playing))

    def _ask_place(self, at: object) -> None:
        if isinstance(at, float) and self._film is not None:
            self.ask(Place(film=self._film, time=at), "place")

    def _on_edited(self, told: object) -> None:
        if not isinstance(told, FilmEdit) or self._film is None:
            return
        if told.film.space != self._film.space and told.title != CHOOSE_SPACE:
            self.desk.context.tell(
                "The film goes through w+ now",
                "The new key has a style for each layer, which no other space can keep.",
            )
        self.view.selected = told.selected
        self.change(told.film, told.title, told.press or None)

    def _even_out(self) -> None:
        if self._film is not None:
            self.editor.replace(evened(self._film, self.book.steps()), "Even out the pace")

    def _on_scrubbed(self, at: object) -> None:
        if isinstance(at, float) and self._film is not None:
            self.player.stop()
            self.head.go_to(at)

    def _on_chosen(self, index: object) -> None:
        if isinstance(index, int) and self._film is not None:
            self.view.show_film(self._film, index)
            self.editor.show_film(self._film, self.view.selected)
            self._show_key()

    def _on_path_toggled(self) -> None:
        self._path.toggle()
        self._show_path()
