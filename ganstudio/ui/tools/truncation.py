"""Truncation and noise: what a typical picture costs, and what chance adds to it."""

from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from ganstudio.core.capabilities import NoiseInputs, Styles, Truncates, capability
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.edit.sweep import PULLED, RESAMPLED, Sweep
from ganstudio.edit.vary import Vary
from ganstudio.ui.actions import Action
from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.truncation_curve import TruncationMeasuring
from ganstudio.ui.tools.truncation_inspector import TruncationInspector
from ganstudio.ui.widgets.label import Label

ROWS = 5
DRAWS = 100


class TruncationTool(Tool):
    """Rows are latents, columns strengths; one of them is seen large with a strength between."""

    key = "truncation"
    title = "Truncation and noise"
    icon = "filter"
    needs = Truncates
    shows = Sweep
    lacks = (
        "Truncation needs a generator that offers it, such as StyleGAN's (towards the mean style) "
        "or BigGAN's (latents drawn again): choose another run above."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet = SheetView("Truncation sheet")
        self.pane = TruncationInspector()
        self.inspector = self.pane
        self.about = Label("", "control", "text2", wrap=True)
        self.curve = TruncationMeasuring(desk.context, self)
        self._press = object()
        self._asked: tuple[Sweep, str] | None = None  # and the weights it was asked of
        self._done: Rendering | None = None
        self._map: tuple[Vary, str] | None = None  # that was asked for, and of which weights
        self._map_done: Rendering | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 12, 8)
        column.setSpacing(0)
        column.addWidget(self.about)
        column.addWidget(self.sheet, 1)
        self._connect()

    def first_state(self, chosen: Chosen) -> AnyRequest:
        """The first latents of the board."""
        latents = [one.latent for one in self.desk.board.items[:ROWS]] or [Latent(seed=1)]
        strengths = PULLED if _has_styles(chosen) else RESAMPLED
        return Sweep(latents=tuple(latents), strengths=strengths)

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Sweep) or chosen is None:
            return
        pulls = _has_styles(chosen)
        self.about.setText(_ABOUT[pulls])
        heads = [_head(one, pulls=pulls) for one in request.strengths]
        names = [latent.name for latent in request.latents]
        self.sheet.set_shape(len(request.latents), len(request.strengths), heads, names)
        strength = request.manner.truncation
        self.sheet.mark_column(_index_of(request.strengths, strength))
        noise = capability(chosen.model.averaged, NoiseInputs)
        styles = capability(chosen.model.averaged, Styles)
        layers = len(styles.style_sides) if styles is not None else 0
        self.pane.offer(pulls=pulls, layers=layers, sides=noise.noise_sides if noise else ())
        self.pane.show_manner(request.manner, self._latent(request).name)
        item = Drawn(latent=self._latent(request), manner=request.manner)
        self.ask(Draw(items=(item,)), "large", follows=True)
        self._ask_sheet(request, chosen.ref.weights)
        self._ask_map(request.noise_map, chosen.ref.weights)

    def take_picture(self, told: PictureDone) -> None:
        if isinstance(told.request, Sweep):
            self.sheet.set_image(told.index, to_qimage(told.picture))
        elif isinstance(told.request, Draw):
            self.pane.picture.set_image(to_qimage(told.picture))
        elif isinstance(told.request, Vary):
            self.pane.show_progress(told.index + 1, told.request.draws)

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, Sweep):
            self._done = told.rendering
        elif isinstance(told.request, Vary):
            readings, self._map_done = told.rendering.readings, told.rendering
            image, largest = _heat(readings["deviation"]), float(readings["largest"])
            self.pane.show_map(told.request, image, largest)
            self.actions_changed.emit()

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        sweep = self._sweep
        return None if sweep is None or self._done is None else (sweep, self._done)

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("truncation.map", "Measure what noise changes", self._measure, menu="Edit",
                   section="tool", where="Explore", enabled=self.pane.may_measure),
            Action("truncation.map.export", "Export the noise map…", self._ask_where, menu="File",
                   icon="export", where="Explore", kind="Run", enabled=self._has_map),
            Action("truncation.curve", "Measure the truncation curve…", self._ask_curve,
                   menu="Edit", section="tool", where="Explore"),
            Action("truncation.reseed", "Draw other noise", self._reseed, shortcut="N",
                   menu="Edit", section="tool", icon="dice", where="Explore",
                   enabled=self.pane.may_measure),
            Action("truncation.board", "Put the picture on the board", self._to_board,
                   menu="Edit", section="tool", icon="plus", where="Explore"),
        )  # fmt: skip

    @classmethod
    def restored(cls, edit: AnyRequest) -> AnyRequest | None:
        """A map comes back beside the sheet of its latent."""
        if isinstance(edit, Vary):
            return Sweep(latents=(edit.latent,), manner=edit.manner, noise_map=edit)
        return super().restored(edit)

    def export_map(self, path: Path) -> None:
        """Write the mean of all draws, and beside it how much each place varies."""
        if self._map is not None and self._map_done is not None:
            self.desk.export(path, self._map[0], self._map_done)

    # inside

    def _ask_map(self, wanted: Vary | None, weights: str) -> None:
        asked = None if wanted is None else (wanted, weights)
        if asked == self._map:
            return
        self._map, self._map_done = asked, None
        if wanted is None:
            self.desk.renderer.cancel(f"{self.key}/map")
            self.pane.hide_map()
        else:
            self.ask(wanted, "map")

    def _ask_where(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Export the noise map", "noise map.png", "Pictures (*.png)"
        )
        if path:
            self.export_map(Path(path))

    def _has_map(self) -> bool | str:
        return self._map_done is not None or "Measure what noise changes first"

    def _ask_sheet(self, sweep: Sweep, weights: str) -> None:
        """Anew where it would be another one: each column has a strength of its own."""
        plain = sweep.manner.model_copy(update={"truncation": 1.0})
        asked = sweep.model_copy(update={"manner": plain, "noise_map": None}), weights
        if asked != self._asked:
            self._asked, self._done = asked, None
            self.ask(asked[0], "sheet")

    def _connect(self) -> None:
        pane = self.pane
        self.sheet.chosen.connect(self._on_cell)
        self.sheet.dropped.connect(self._on_dropped)
        pane.changed.connect(self._on_manner)
        pane.released.connect(self._release)
        pane.measure_asked.connect(self._measure)
        pane.board_asked.connect(self._to_board)
        pane.export_asked.connect(self._ask_where)
        pane.curve_asked.connect(self._ask_curve)

    @property
    def _sweep(self) -> Sweep | None:
        chosen = self.desk.chosen
        if chosen is None:
            return None
        found = self.state or self.first_state(chosen)
        return found if isinstance(found, Sweep) else None

    def _latent(self, sweep: Sweep) -> Latent:
        """The row that is seen large."""
        row = max(self.sheet.selection, 0) // len(sweep.strengths)
        return sweep.latents[min(row, len(sweep.latents) - 1)]

    def _on_cell(self, index: object) -> None:
        sweep = self._sweep
        if sweep is None or not isinstance(index, int) or index < 0:
            return
        strength = sweep.strengths[index % len(sweep.strengths)]
        manner = sweep.manner.model_copy(update={"truncation": strength})
        if manner == sweep.manner:
            self.show_state(sweep)
        else:
            self._change(sweep, manner, "Choose truncation")

    def _on_manner(self, told: object) -> None:
        sweep = self._sweep
        if sweep is not None and isinstance(told, tuple):
            update, title = told
            manner = sweep.manner.model_copy(update=update)
            self._change(sweep, manner, title, self._press)

    def _change(
        self, sweep: Sweep, manner: Manner, title: str, press: object | None = None
    ) -> None:
        self.change(sweep.model_copy(update={"manner": manner}), title, press)

    def _release(self) -> None:
        self._press = object()

    def _reseed(self) -> None:
        sweep = self._sweep
        if sweep is not None:
            update = {"noise": "random", "noise_seed": sweep.manner.noise_seed + 1}
            self._change(sweep, sweep.manner.model_copy(update=update), "Draw other noise")

    def _measure(self) -> None:
        """What is random in the manner; all inputs where nothing is."""
        sweep = self._sweep
        if sweep is None:
            return
        manner = sweep.manner
        if manner.noise != "random" and "random" not in manner.noise_at:
            manner = manner.model_copy(update={"noise": "random", "noise_at": ()})
        wanted = Vary(latent=self._latent(sweep), draws=DRAWS, manner=manner)
        self.change(sweep.model_copy(update={"noise_map": wanted}), "Measure what noise changes")

    def _ask_curve(self) -> None:
        if self.desk.chosen is not None:
            self.curve.ask(self.desk.chosen)

    def _to_board(self) -> None:
        sweep = self._sweep
        if sweep is not None:
            self.desk.put_on_board(self._latent(sweep), sweep.manner)

    def _on_dropped(self, told: object) -> None:
        """On a row: in its place. Below all: a new row."""
        sweep = self._sweep
        if sweep is None or not isinstance(told, tuple):
            return
        latent, _, row = told
        latents = (*sweep.latents[:row], latent, *sweep.latents[row + 1 :])
        self.change(sweep.model_copy(update={"latents": latents}), "Drop latent")


_ABOUT = {
    True: "Styles are pulled towards the mean style: mean + ψ (style − mean). At 0 all pictures "
    "are the mean, below it they turn into their opposites, above 1 they are exaggerated.",
    False: "This generator takes z from N(0, 1). Truncation draws values beyond a threshold again: "
    "it is resampling, not scaling. The share says how much of N(0, 1) is kept.",
}


def _has_styles(chosen: Chosen) -> bool:
    return capability(chosen.model.averaged, Styles) is not None


def _head(strength: float, *, pulls: bool) -> str:
    if pulls:
        return f"ψ {strength:.2g}".replace("-", "\N{MINUS SIGN}")
    return f"{strength * 100:.0f}\N{THIN SPACE}%"


def _index_of(strengths: tuple[float, ...], wanted: float) -> int:
    return next((at for at, one in enumerate(strengths) if abs(one - wanted) < 1e-6), -1)


def _heat(deviation: object) -> QImage:
    """(h, w) of any range as a heat map, its largest value the brightest."""
    values = np.asarray(deviation, np.float32)
    largest = float(values.max())
    levels = np.rint(values * (255 / largest if largest else 0)).astype(np.uint8)
    return to_qimage(np.ascontiguousarray(sequential_table()[levels]))
