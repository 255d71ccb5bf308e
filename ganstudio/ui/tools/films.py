"""Films of label maps, painted frame by frame and played: vid2vid's, beside what makes them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.capabilities import PlaysFrames, capability
from ganstudio.edit.film_reading import memory_in_words
from ganstudio.edit.films import OF_MOTION, VIEWS, PlayFilm, View
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone, RequestFailed
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.films_frames import FilmBook
from ganstudio.ui.tools.films_inspector import FilmInspector
from ganstudio.ui.tools.films_playback import FilmPlayback
from ganstudio.ui.tools.films_source import FilmSource
from ganstudio.ui.tools.films_stage import WORDS, FilmStage
from ganstudio.ui.tools.films_strip import FilmStrip
from ganstudio.ui.tools.timeline_export import KINDS, FilmButton, FilmExport
from ganstudio.ui.tools.timeline_transport import Transport
from ganstudio.ui.tools.translate_files import dropped_paths
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider, ElidedLabel

_FILES = tuple((kind, words) for kind, words in KINDS if kind not in ("latents", "sheet"))
_REFRESH_MILLISECONDS = 60


class FilmTool(Tool):
    """A film's frames are painted once, in the order of time, then played from memory."""

    key = "film"
    title = "Film playback"
    icon = "film"
    needs = PlaysFrames
    shows = PlayFilm
    lacks = (
        "Films need a model that paints them frame by frame: choose a run of vid2vid, such as "
        "vid2vid-traffic."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stage = FilmStage()
        self.transport = Transport("frame")
        self.transport.add.hide()
        self.strip = FilmStrip(self._result)
        self.pane = FilmInspector()
        self.inspector = self.pane
        self.about = ElidedLabel("", "control", "text2")
        self.files = FilmButton(_FILES)
        self.empty = EmptyState(
            "drop",
            "No film is open",
            "Drop a folder of label frames here, or take a film of the run's own data.",
            "Take a film",
            primary=True,
        )
        self.book = FilmBook()
        self.source = FilmSource(desk.context, self)
        self.export = FilmExport(desk, self)
        self.playback = FilmPlayback(self.transport, self.strip, self.book, self)
        self._number = 0
        self._listed: Path | None = None  # the run whose twins are listed
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MILLISECONDS)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    # what a tool implements

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        """No film yet; one of the run's data is read in the background."""
        return PlayFilm()

    def show_state(self, request: Request) -> None:
        chosen, plays = self.desk.chosen, self._plays
        if not isinstance(request, PlayFilm) or chosen is None or plays is None:
            return
        self._stack.setCurrentIndex(0 if request.is_empty else 1)
        self._list_twins(chosen)
        self.pane.show_rows(not request.is_empty)
        if request.is_empty:
            self.playback.stop()
            self.pane.head.set_words("Film")
            if self.state is None:
                self.source.open_own(chosen, self._number, "")
            return
        offered = request.offers(plays)
        self.pane.show_film(request, offered, memory_in_words(plays))
        self.export.show_film(request)
        self._ask_film(request, offered, chosen)
        self.playback.show_film(request, request.given(plays.past))
        self._show_about(request)
        self._show_progress()

    def take_picture(self, told: PictureDone) -> None:
        if not isinstance(told.request, PlayFilm):
            return
        frame = self.book.take(told.index, told.picture)
        if frame == self.playback.frame and not self.playback.is_playing:
            self._show_stage()
        if not self._refresh.isActive():
            self._refresh.start()

    def take(self, told: RequestDone) -> None:
        self.pane.show_steady(told.rendering.readings["steady"])
        self._show_progress()
        self.actions_changed.emit()

    def take_failure(self, told: RequestFailed) -> None:
        self.book.forget()
        super().take_failure(told)

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        """Every view is a row, every frame a column."""
        film = self._film
        rendering = self.book.rendering(film) if film is not None else None
        return None if film is None or rendering is None else (film, rendering)

    def has_export(self) -> bool:
        return self._film is not None and self.book.is_whole

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("film.play", "Play or pause the film", self.playback.toggle, menu="View",
                   section="tool", icon="play", where="Edit", hint="Space", enabled=self._has_film),
            Action("film.next", "Take another film", self._open_next, menu="Edit", section="tool",
                   icon="dice", where="Edit"),
            Action("film.open", "Open label frames…", self._choose_folder, menu="File",
                   icon="folder", where="Edit"),
        )  # fmt: skip

    # acting

    def open_frames(self, paths: Sequence[Path]) -> None:
        """A film of picture files, or of those in a folder."""
        chosen = self.desk.chosen
        if chosen is not None and paths:
            self.source.open_files(chosen, paths, self._twin_name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.playback.took(event.key()):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.open_frames(paths)

    def hideEvent(self, event: QHideEvent) -> None:
        self.playback.stop()
        super().hideEvent(event)

    # inside

    @property
    def _plays(self) -> PlaysFrames | None:
        chosen = self.desk.chosen
        return None if chosen is None else capability(chosen.model.averaged, PlaysFrames)

    @property
    def _film(self) -> PlayFilm | None:
        found = self.state
        return found if isinstance(found, PlayFilm) and not found.is_empty else None

    @property
    def _twin_name(self) -> str:
        return self._film.twin_name if self._film is not None else ""

    def _lay_out(self) -> None:
        page = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 12, 8)
        head.addWidget(self.about, 1)
        head.addWidget(self.files)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stage, 1)
        for widget in (Divider(), self.transport, Divider(), self.strip):
            column.addWidget(widget)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        pane = self.pane
        self.empty.activated.connect(self._open_own)
        self.source.arrived.connect(self._on_arrived)
        self.playback.moved.connect(self._show_stage)
        self.files.asked.connect(self.export.ask)
        self._refresh.timeout.connect(self._show_progress)
        pane.pace_changed.connect(self._on_pace)
        pane.start_changed.connect(self._on_start)
        pane.view_toggled.connect(self._on_view)
        pane.twin_chosen.connect(self._on_twin)
        pane.next_asked.connect(self._open_next)
        pane.open_asked.connect(self._choose_folder)

    def _ask_film(self, film: PlayFilm, offered: Sequence[View], chosen: Chosen) -> None:
        """Ask for every view at once, so that one that is switched on is there; "alone" costs as
        much as the film itself and is painted where it is seen.
        """
        wanted = tuple(one for one in offered if one != "alone" or one in film.views)
        asked = film.model_copy(update={"views": wanted})
        if self.book.begin(asked, chosen.ref.weights):
            self.pane.show_steady({})
            self.ask(asked, "film")

    def _list_twins(self, chosen: Chosen) -> None:
        if self._listed != chosen.path:
            self._listed = chosen.path
            self.pane.list_twins(self.source.twins(chosen))

    def _show_about(self, film: PlayFilm) -> None:
        assert film.maps is not None  # it is not empty
        _, height, width, *_ = film.maps.shape
        regions = f", {film.regions} classes" if film.regions else ""
        self.about.setText(f"{film.name}, {width} × {height} px{regions}")

    def _heads(self, film: PlayFilm) -> list[tuple[View, tuple[str, str]]]:
        plays = self._plays
        offered = film.offers(plays) if plays is not None else VIEWS
        shown: list[View] = [view for view in VIEWS if view in film.views and view in offered]
        heads = []
        for view in shown or ["made"]:
            title, words = WORDS[view]
            is_plain = view == "made" and plays is not None and not plays.moves
            name = film.twin_name if view == "twin" and film.twin_name else title
            heads.append((view, (name, "" if is_plain else words)))
        return heads

    def _image(self, view: View, frame: int) -> QImage | None:
        picture = self.book.picture(view, frame)
        return None if picture is None else to_qimage(picture)

    def _result(self, frame: int) -> QImage | None:
        return self._image("made", frame)

    def _show_stage(self) -> None:
        film = self._film
        if film is None:
            return
        frame = self.playback.frame
        near = self.book.nearest(frame)
        heads, plays = self._heads(film), self._plays
        is_given = plays is not None and near < film.given(plays.past)
        images = [
            None if is_given and view in OF_MOTION else self._image(view, near) for view, _ in heads
        ]
        missing = "This frame is given: nothing is moved or painted" if is_given else ""
        words = [words for _, words in heads]
        self.stage.show_frame(words, images, is_exact=near == frame, missing=missing)

    def _show_progress(self) -> None:
        self.strip.set_ready(self.book.ready_count)
        self.transport.show_ready(self.book.ready_count, self.book.count, 0.0)
        if not self.playback.is_playing:
            self._show_stage()

    def _on_pace(self, value: object) -> None:
        film = self._film
        if film is not None:
            pace = round(float(str(value)))
            self._update("Change the pace", ("pace", self.pane.pace.press), frames_per_second=pace)

    def _on_start(self, value: object) -> None:
        self._update("Change the start", starts_real=bool(value))

    def _on_view(self, view: object) -> None:
        film = self._film
        if film is not None:
            views = tuple(one for one in VIEWS if (one in film.views) != (one == view))
            if views:
                self._update("Change the views", views=views)
            else:
                self.show_state(film)  # one view stays: the switch goes back

    def _on_twin(self, name: object) -> None:
        chosen, film = self.desk.chosen, self._film
        if film is None or chosen is None or name == film.twin_name:
            return
        if name:
            self.source.add_twin(chosen, film, str(name))
        else:
            views = tuple(one for one in film.views if one != "twin") or ("made",)
            self._update("Take the twin away", twin=None, twin_name="", views=views)

    def _update(self, title: str, press: object | None = None, **fields: object) -> None:
        film = self._film
        if film is not None:
            self.change(film.model_copy(update=fields), title, press)

    def _has_film(self) -> bool | str:
        return self._film is not None or "No film is open"

    def _open_own(self) -> None:
        chosen = self.desk.chosen
        if chosen is not None:
            self.source.open_own(chosen, self._number, self._twin_name)

    def _open_next(self) -> None:
        self._number += 1 if self._film is not None else 0
        self._open_own()

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Folder of label frames")
        if found:
            self.open_frames([Path(found)])

    def _on_arrived(self, found: tuple[Chosen, PlayFilm, str]) -> None:
        chosen, film, title = found
        if chosen is not self.desk.chosen:
            return
        before = self._film
        if before is None:
            self.begin(film)
            return
        kept: dict[str, object] = {"frames_per_second": before.frames_per_second}
        if film.twin is None or "twin" in before.views:
            kept["views"] = before.views
        self.change(film.model_copy(update=kept), title)
