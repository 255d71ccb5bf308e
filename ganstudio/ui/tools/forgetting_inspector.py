"""Which maps are dropped, how many, and how well they tell the boxes from the rest."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ganstudio.edit.feature_maps import MapLayer
from ganstudio.edit.forget import Change, Forget
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.tools.reading import Reading
from ganstudio.ui.tools.setting_row import NumberRow, SettingRow
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.class_bars import ClassBar, ClassBars
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note

BARS = 10  # maps
HARDLY = 0.6  # told apart; 0.5 is guessing
IN_TURN = -1  # in place of a class


class ForgettingInspector(Inspector):
    """`class_changed`, `layer_changed` and the like carry what was chosen."""

    class_changed = Signal(object)
    caption_changed = Signal(object)
    layer_changed = Signal(object)
    share_changed = Signal(object)
    reseed_asked = Signal()
    others_asked = Signal()
    removal_asked = Signal()
    clear_asked = Signal()
    board_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Forget a thing")
        self.kind = Combo(small=True)
        self.kind_row = SettingRow("Class", self.kind, tip=_CLASS)
        self.caption = TextField(placeholder="What to depict")
        self.caption_row = SettingRow("Caption", self.caption, tip=_CAPTION)
        self.layer = Combo(small=True)
        self.share = NumberRow("Strength", (0, 1), 1.0, tip=_SHARE)
        self.notes = {tone: Note(tone, "") for tone in ("warn", "info")}
        self.dropped = Reading("Maps dropped")
        self.accuracy = Reading("Told apart")
        self.inside = Reading("Change in the boxes")
        self.outside = Reading("Change elsewhere")
        self.about_bars = Label(_BARS, "control", "text2", wrap=True)
        self.bars = ClassBars()
        self.remove = SecondaryButton("Remove box", "trash")
        self.clear = SecondaryButton("Remove all")
        self.others = SecondaryButton("Others to mark", "dice")
        self.reseed = SecondaryButton("Other samples", "dice")
        self.board = SecondaryButton("To the board", "plus")
        self._classes: tuple[str, ...] | None = None
        self._layers: tuple[MapLayer, ...] = ()
        self._lay_out()
        self._connect()

    def offer(self, classes: Sequence[str], *, is_text: bool) -> None:
        """The classes that samples may be of, none where the model has none; or a caption."""
        self.caption_row.setVisible(is_text)
        if tuple(classes) != self._classes:
            self._classes = tuple(classes)
            named = [(at, name, "") for at, name in enumerate(classes)]
            self.kind.set_items([(IN_TURN, "All in turn", ""), *named])
            self.kind_row.setVisible(bool(classes))

    def show_request(self, request: Forget) -> None:
        labels = {latent.label for latent in request.shown}
        label = labels.pop() if len(labels) == 1 else None
        self.kind.set_value(IN_TURN if label is None else label)
        if self.caption.text() != request.shown[0].caption:
            self.caption.set_text(request.shown[0].caption)
        self.layer.set_value(request.layer)
        self.share.set_value(request.share)
        samples = sum(bool(one.boxes) for one in request.marked)
        boxes = sum(len(one.boxes) for one in request.marked)
        counted = f"{_counted(boxes, 'box', 'boxes')} on {_counted(samples, 'sample')}"
        self.head.set_words("Forget a thing", counted if boxes else "")
        self.clear.set_refusal("" if boxes else "No box is drawn yet")

    def may_remove(self, *, is_chosen: bool) -> None:
        self.remove.set_refusal("" if is_chosen else "Click on a box first")

    def may_keep(self, *, is_chosen: bool) -> None:
        self.board.set_refusal("" if is_chosen else "Choose a sample below first")

    def show_layers(self, layers: Sequence[MapLayer], chosen: int) -> None:
        if tuple(layers) != self._layers:
            self._layers = tuple(layers)
            self.layer.set_items([(at, one, "") for at, one in enumerate(captions(layers))])
        self.layer.set_value(chosen)

    def show_readings(self, readings: Mapping[str, Any] | None, failure: str = "") -> None:
        """What was measured; None or no weights where no box is drawn, or it failed."""
        has_any = readings is not None and "weights" in readings
        for widget in self._measured:
            widget.setVisible(has_any)
        self._say("warn" if failure else "", failure)
        if readings is None or not has_any:
            return
        weights, dropped = readings["weights"], readings["dropped"]
        self.dropped.say(f"{len(dropped)} of {len(weights)}")
        self._show_accuracy(readings["accuracy"])
        change: Change = readings["change"]
        self.inside.say(_level(change.inside))
        self.outside.say(_level(change.outside))
        self._show_weights(weights, set(dropped))
        if not (weights > 0).any():
            self._say("warn", _NO_MAP)

    def _show_weights(self, weights: NDArray[np.float64], dropped: set[int]) -> None:
        order = np.argsort(-weights, kind="stable")[:BARS].tolist()
        rows = []
        for at in order:
            weight = float(weights[at])
            rows.append(ClassBar(f"Map {at}", "", max(weight, 0), _signed(weight), at in dropped))
        self.bars.set_rows(rows)
        self.bars.setAccessibleName(_BARS)

    @property
    def _measured(self) -> tuple[QWidget, ...]:
        """What stands there once something was."""
        readings = (self.dropped, self.accuracy, self.inside, self.outside)
        return (*readings, self.about_bars, self.bars)

    def _show_accuracy(self, accuracy: float | None) -> None:
        if accuracy is None:
            self.accuracy.say("\N{EN DASH}")
            self._say("info", _SINGLE)
        else:
            self.accuracy.say(percent(accuracy))
            if accuracy < HARDLY:
                self._say("warn", _HARDLY)

    def _say(self, tone: str, words: str) -> None:
        for key, note in self.notes.items():
            note.setVisible(key == tone)
            if key == tone:
                note.set_text(words)

    def _lay_out(self) -> None:
        self.column.setSpacing(4)
        self.add(self.kind_row)
        self.add(self.caption_row)
        self.add(SettingRow("Layer", self.layer, tip=_LAYER))
        self.add(self.share)
        for note in self.notes.values():
            self.add(note)
        self.add_divider()
        self.add_line(self.remove, self.clear)
        self.column.addSpacing(4)
        self.add_line(self.others, self.reseed)
        self.column.addSpacing(4)
        self.add_line(self.board)
        self.add_divider()
        for widget in self._measured:
            self.add(widget)
        self.accuracy.setToolTip(_ACCURACY)
        self.inside.setToolTip(_CHANGE)
        self.outside.setToolTip(_CHANGE)
        self.remove.set_tooltip("Remove the box that is chosen  Delete")
        self.others.set_tooltip("Other samples where no box is drawn")
        self.reseed.set_tooltip("Other samples with and without the maps  R")

    def _connect(self) -> None:
        self.kind.changed.connect(self.class_changed)
        self.caption.changed.connect(self.caption_changed)
        self.layer.changed.connect(self.layer_changed)
        self.share.changed.connect(self.share_changed)
        self.remove.clicked.connect(self.removal_asked)
        self.clear.clicked.connect(self.clear_asked)
        self.others.clicked.connect(self.others_asked)
        self.reseed.clicked.connect(self.reseed_asked)
        self.board.clicked.connect(self.board_asked)


def captions(layers: Sequence[MapLayer]) -> list[str]:
    """As "16 × 16, 24 maps"; those of one size are numbered, from the picture on."""
    sizes = [f"{one.height} × {one.width}, {_counted(one.maps, 'map')}" for one in layers]
    return [
        f"{size} ({sizes[: at + 1].count(size)})" if sizes.count(size) > 1 else size
        for at, size in enumerate(sizes)
    ]


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def _signed(weight: float) -> str:
    return f"{weight:+.2f}".replace("-", "\N{MINUS SIGN}")


def _level(change: float) -> str:
    return "\N{EN DASH}" if math.isnan(change) else f"{change:.1f} of 255"


_CLASS = "Class of the samples that are shown, and of those without a box"
_CAPTION = "Caption of the samples that are shown, and of those without a box"
_LAYER = (
    "Whose maps are dropped, that nearest to the picture first: the features that the last "
    "convolution reads, as in the paper, then those before it"
)
_SHARE = (
    "Share of the maps with a weight above zero that is dropped, the strongest first; the paper "
    "drops all"
)
_ACCURACY = (
    "Mean share of places in boxes and of other places that are told right, in samples that the "
    "regression was not fitted to; 50 % is guessing"
)
_CHANGE = "Mean absolute change of the marked samples' pixels without the maps"
_SINGLE = "Mark a second sample to see how well the boxes are told from the rest."
_HARDLY = (
    "The maps hardly tell the boxes from the rest: mark the thing on more samples, or choose "
    "another layer."
)
_BARS = "Weights; the dropped maps are in colour."
_NO_MAP = (
    "No map has a weight above zero, so none is dropped: draw the boxes elsewhere, or choose "
    "another layer."
)
