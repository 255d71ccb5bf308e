"""Inversion: drop a photo, find its latent, see how far the model reaches."""

from functools import partial

import numpy as np
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout

from ganstudio.core.capabilities import Generates, Styles, capability
from ganstudio.edit.artist import Picture
from ganstudio.edit.draw import Drawn
from ganstudio.edit.fitted import has_encoder
from ganstudio.edit.inversion import MEASURES, Found, InversionSpace, Invert
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.latent_mime import from_mime
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.tools.inversion_encoder import EncoderFitting
from ganstudio.ui.tools.inversion_inspector import InversionInspector
from ganstudio.ui.tools.inversion_page import InversionPage
from ganstudio.ui.tools.inversion_photos import PhotoSource, photo_of
from ganstudio.ui.tools.inversion_queue import SearchQueue
from ganstudio.ui.tools.inversion_results import Results
from ganstudio.ui.tools.inversion_search import Ended, Searching
from ganstudio.ui.tools.inversion_trade import Traded
from ganstudio.ui.tools.inversion_tuned import TUNED, Kept, keep
from ganstudio.ui.tools.timeline_given import send_to_timeline

SPACES: tuple[InversionSpace, ...] = ("z", "w", "w+")


class InversionTool(Tool):
    """A search is started by its button and goes on as a task; what it gave is kept by request."""

    key = "inversion"
    title = "Inversion"
    icon = "picker"
    needs = Generates
    shows = Invert
    lacks = (
        "Inversion finds the latent of a photo, and this model makes nothing of latents alone: "
        "choose a run of a GAN from noise, such as DCGAN or StyleGAN2."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.pane = InversionInspector()
        self.inspector = self.pane
        self.page = InversionPage()
        self.pictures, self.plot, self.steps = self.page.pictures, self.page.plot, self.page.steps
        self.photos = PhotoSource(desk, self)
        self._results = Results()
        self._at = -1  # of the kept pictures; the last one where negative
        self.searches = SearchQueue(desk, self)
        self.fitting = EncoderFitting(desk, self)
        self._live: list[tuple[int, float]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self.setAcceptDrops(True)

    def first_state(self, chosen: Chosen) -> AnyRequest:
        """No photo yet; w where the model has styles."""
        styles = capability(chosen.model.averaged, Styles)
        label = 0 if self.desk.classes else None
        return Invert(space="w" if styles is not None else "z", label=label)

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Invert) or chosen is None:
            return
        system = chosen.model.averaged
        self.pane.offer(
            has_styles=capability(system, Styles) is not None,
            encodes=has_encoder(system),
        )
        self.pane.show_fitting(is_busy=self.fitting.is_busy)
        self.pane.show_settings(request)
        target = request.target.array() if request.target else None
        self.pictures.show_target(target, request.name)
        self.page.show_photo(request.name, has_one=target is not None)
        self._show_result()

    def take(self, told: RequestDone) -> None:
        """Nothing is asked of the renderer: a search would hold up every other tool."""

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        request = self._request
        found = self._rendering(request) if request is not None else None
        return None if request is None or found is None else (request, found)

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("inversion.choose", "Choose photo…", self.photos.choose, menu="Edit",
                   section="tool", icon="image", where="Explore"),
            Action("inversion.own", "Take one of the model's own", self._take_own, menu="Edit",
                   section="tool", icon="dice", where="Explore"),
            Action("inversion.run", "Invert", self.invert, menu="Edit", section="tool",
                   icon="picker", where="Explore", enabled=self._may_run),
            Action("inversion.board", "Put what was found on the board", self._to_board,
                   menu="Edit", section="tool", icon="plus", where="Explore",
                   enabled=self._has_found),
            Action("inversion.timeline", "Send what was found to the timeline",
                   self._to_timeline, menu="Edit", section="tool", icon="film", where="Explore",
                   enabled=self._has_found),
            Action("inversion.fit", "Fit an encoder", self.fitting.begin, menu="Edit",
                   section="tool", icon="wand", where="Explore", enabled=self._may_fit),
            Action("inversion.keep", "Edit with the tuned model", self.keep_tuned, menu="Edit",
                   section="tool", icon="wand", where="Explore", enabled=self._has_tuned),
        )  # fmt: skip

    # what others may call

    def invert(self) -> None:
        """Search with the settings that are shown."""
        request = self._request
        if request is not None and request.target is not None:
            self.searches.begin([request])

    def cancel(self) -> None:
        """End the search; what it gave until then is forgotten."""
        self.searches.cancel()

    @property
    def is_busy(self) -> bool:
        return self.searches.is_busy

    @property
    def found(self) -> Found | None:
        """What the settings that are shown have given."""
        rendering = self._rendering(self._request)
        return rendering.readings["found"] if rendering is not None else None

    # inside

    @property
    def _request(self) -> Invert | None:
        if self.desk.chosen is None:
            return None
        found = self.state or self.first_state(self.desk.chosen)
        return found if isinstance(found, Invert) else None

    @property
    def _weights(self) -> str:
        return self.desk.chosen.ref.weights if self.desk.chosen else ""

    def _rendering(self, request: Invert | None) -> Rendering | None:
        return self._results.of(self._weights, request)

    def _connect(self) -> None:
        self.page.empty.activated.connect(self.photos.choose)
        self.page.empty.alternative_activated.connect(self._take_own)
        self.page.another.clicked.connect(self.photos.choose)
        self.page.own.clicked.connect(self._take_own)
        self.steps.chosen.connect(self._on_step)
        self.plot.playhead_moved.connect(self._on_playhead)
        self.photos.taken.connect(self._take_target)
        self.searches.heard.connect(self._on_heard)
        self.searches.ended.connect(self._on_ended)
        self.searches.changed.connect(self._on_searches)
        pane = self.pane
        pane.changed.connect(self._on_setting)
        pane.run_asked.connect(self.invert)
        pane.cancelled.connect(self.cancel)
        pane.board_asked.connect(self._to_board)
        pane.every_asked.connect(self._try_every)
        pane.timeline_asked.connect(self._to_timeline)
        pane.keep_asked.connect(self.keep_tuned)
        pane.fit_asked.connect(self.fitting.begin)
        pane.fit_cancelled.connect(self.fitting.cancel)
        self.fitting.heard.connect(self._on_fitting)
        self.fitting.changed.connect(self._on_fitting_changed)

    # the search

    def _on_heard(self, told: Searching) -> None:
        if told.step == MEASURES:
            self.pane.progress.set_unknown("now the model's own pictures")
            return
        whole = told.request.steps + told.request.tuning
        seconds = self.searches.seconds_left()
        left = f"{seconds:,.0f} s left" if seconds is not None else ""
        self.pane.progress.set_progress(min(told.step / max(whole, 1), 1), left)
        target = told.request.target
        if target is None or told.request != self._request:
            return
        pixels: Picture = target.array()
        apart = (pixels.astype(np.float32) - told.picture.astype(np.float32)) / 127.5
        self._live.append((told.step, float(np.square(apart).mean())))
        self.pictures.show_made(pixels, told.picture, f"step {told.step:,}")
        self.page.show_live(self._live)

    def _on_ended(self, ended: Ended) -> None:
        self._results.add(ended)
        self._at = -1

    def _on_searches(self) -> None:
        """One begins, or has come to its end."""
        self._live = []
        self._show_result()
        self.actions_changed.emit()

    def _on_fitting(self, share: float) -> None:
        seconds = self.fitting.seconds_left()
        self.pane.fitting.set_progress(share, "" if seconds is None else f"{seconds:,.0f} s left")

    def _on_fitting_changed(self) -> None:
        """One begins, or has come to its end."""
        self.pane.show_fitting(is_busy=self.fitting.is_busy)
        self.actions_changed.emit()

    def _try_every(self) -> None:
        """The spaces that were not searched yet, one after another."""
        request = self._request
        if request is None or request.target is None:
            return
        every = [request.in_space(space) for space in SPACES]
        self.searches.begin([one for one in every if self._rendering(one) is None])

    # what is shown

    def _show_result(self) -> None:
        request = self._request
        if request is None:
            return
        is_mine = self.searches.searched == request
        busy = self.is_busy
        found = self.found
        words = "Searching" if busy else "Finished" if found is not None else ""
        self.pane.show_state(words, is_busy=busy, can_run=request.target is not None)
        self.pane.show_starts(found, request)
        if found is None:
            self._show_nothing(request, keeps=is_mine)
            return
        self.page.show_found(found, "z = 0" if request.space == "z" else "mean style")
        self._show_step()

    def _show_nothing(self, request: Invert, *, keeps: bool) -> None:
        self.steps.set_pictures((), ())
        if not keeps or not self._live:
            self.page.show_nothing()
        self.pane.show_found(None, 0, 0.0)
        self.pane.show_dots(self._dots(request))

    def _show_step(self) -> None:
        found, request = self.found, self._request
        if found is None or request is None or request.target is None:
            return
        at = self._place(found)
        step = found.steps[at]
        tuned = found.tuned_from is not None and step > found.tuned_from
        words = f"{request.space}{', tuned' if tuned else ''}, step {step:,}, "
        self.pictures.show_made(
            request.target.array(), found.pictures[at], f"{words}{found.decibels(at):.1f} dB"
        )
        self.steps.set_current(at)
        self.plot.set_playhead(float(step))
        self.page.path.set_step(step)
        self.pane.show_found(found, at, self.pictures.share)
        self.pane.show_dots(self._dots(request))

    def _place(self, found: Found) -> int:
        return len(found.steps) - 1 if not 0 <= self._at < len(found.steps) else self._at

    def _dots(self, request: Invert) -> tuple[Traded, ...]:
        return self._results.dots(self._weights, request, self._place)

    # what the user does

    def _on_setting(self, told: object) -> None:
        request = self._request
        if request is not None and isinstance(told, tuple):
            update, title, press = told
            self._at = -1
            moved = request.in_space(update.get("space", request.space))
            self.change(moved.model_copy(update=update), title, press)

    def _on_step(self, at: object) -> None:
        if isinstance(at, int):
            self._at = at
            self._show_step()

    def _on_playhead(self, x: object) -> None:
        found = self.found
        if found is not None and isinstance(x, float):
            self._at = int(np.abs(np.array(found.steps) - x).argmin())
            self._show_step()

    def _take_target(self, told: object) -> None:
        request = self._request
        if request is not None and isinstance(told, tuple):
            target, name = told
            self._at = -1
            self.change(request.model_copy(update={"target": target, "name": name}), "Choose photo")

    def _take_own(self) -> None:
        """One that was not taken before, to see what a search can reach."""
        if self._request is not None:
            self.photos.draw_own(self._request.name)

    def keep_tuned(self) -> None:
        """The tuned copy becomes a run, which is opened with the photo's latent on its board."""
        chosen, request, done = self.desk.chosen, self._request, self._rendering(self._request)
        if chosen is None or request is None or done is None:
            return
        tuned = done.readings.get(TUNED)
        if tuned is None:
            self.desk.context.tell(
                "This tuned copy is gone",
                "Only that of the last search is kept: invert again, and it is the same.",
            )
            return
        work = partial(keep, self.desk.context.runs_folder(), chosen, request, done)
        self.desk.context.tasks.run_task("Keep the tuned model", work, self._on_kept)

    def _on_kept(self, kept: Kept) -> None:
        self.desk.context.tell_saved(f"{kept.path.name} saved")
        self.desk.open_model(kept.path, kept.session)

    def _drawn(self) -> Drawn | None:
        """What is shown of the search, as the board keeps it."""
        found, request = self.found, self._request
        if found is None or request is None:
            return None
        at = self._place(found)
        note = f"{request.name or 'photo'}, {request.space}, step {found.steps[at]:,}"
        return Drawn(latent=found.latents[at], note=note)

    def _to_board(self) -> None:
        drawn = self._drawn()
        if drawn is not None:
            self.desk.put_on_board(drawn.latent, note=drawn.note)

    def _to_timeline(self) -> None:
        drawn = self._drawn()
        if drawn is not None:
            send_to_timeline(self.desk, [drawn])

    def _has_found(self) -> bool | str:
        return self.found is not None or "Invert a photo first"

    def _has_tuned(self) -> bool | str:
        found = self.found
        is_tuned = found is not None and found.tuned_from is not None
        return is_tuned or "Invert a photo with tuning first"

    def _may_fit(self) -> bool | str:
        chosen = self.desk.chosen
        if chosen is not None and has_encoder(chosen.model.averaged):
            return "This model has an encoder"
        return not self.fitting.is_busy or "One is being fitted"

    def _may_run(self) -> bool | str:
        request = self._request
        if request is None or request.target is None:
            return "Choose a photo first"
        return not self.is_busy or "A search is going on"

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if from_mime(mime) is not None or photo_of(mime) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file, or a latent of the board: its picture is the target."""
        dropped, photo = from_mime(event.mimeData()), None
        if dropped is not None:
            self.photos.draw(*dropped)
        else:
            photo = photo_of(event.mimeData())
        if photo is not None:
            self.photos.open(photo)
        event.acceptProposedAction()
