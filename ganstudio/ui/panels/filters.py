"""What filters of the critic and of an encoder look for in real images."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.instruments import FiltersRead, LayerFilters
from ganstudio.ui.panels.instrument import ChoiceLine, InstrumentPanel, under
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.widgets.image_grid import ImageGrid
from ganstudio.ui.widgets.segmented import Segmented

Pixels = NDArray[np.uint8]

_TRAINED, _UNTRAINED = "trained", "untrained"
_LOOKERS = ("Judges", "Encodes")
_HINT = (
    "Real images that excite a filter most, cropped to what it sees of them, and below each the "
    "guided gradient: what in it adds to the answer. Grey adds nothing."
)
_WEIGHTS = "Before them are its weights."


class FiltersPanel(InstrumentPanel):
    """Radford 2015 (arXiv:1511.06434), figure 5: one layer at a time, trained or not."""

    key = "panel-filters"
    title = "Filters"
    reads = FiltersRead
    needs = "Judges"
    lack = ("No filters to see", "This run has no critic of single pictures and no encoder.")
    needs_images = True
    kept = 24
    illustration = "mix"
    empty_title = "No filters read yet"
    empty_text = "What the critic's filters look for in real images appears here."

    def __init__(self) -> None:
        super().__init__()
        self.choice = ChoiceLine(with_all=False)
        self.choice.changed.connect(self._choose)
        words = [(_TRAINED, "Trained"), (_UNTRAINED, "Untrained")]
        self.side = Segmented(words, small=True)
        self.side.setAccessibleName("Whose filters are shown")
        self.side.changed.connect(self._redraw_now)
        self.side.hide()
        self.add_bar_widget(self.side)
        self.grid = ImageGrid()
        self.grid.setAccessibleName("Filters of a layer")
        self.set_body(under(self.choice, self.grid))
        self._is_chosen = False  # a layer, by the user
        self._drawn: LayerFilters | None = None

    def is_offered(self, offers: Sequence[str]) -> bool:
        """Whoever sees single pictures will do."""
        return any(one in offers for one in _LOOKERS)

    def clear(self) -> None:
        super().clear()
        self._is_chosen, self._drawn = False, None
        self.side.hide()

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, FiltersRead):
            return
        self.side.show()
        self._offer(shown)
        side = shown.trained if self.side.value == _TRAINED else shown.untrained
        layers = {one.layer: one for one in side.get(self.choice.player, ())}
        chosen = layers.get(self.choice.layer)
        if chosen is None:
            return
        if chosen is not self._drawn:
            self._drawn = chosen
            self.grid.set_images(pictures_of(chosen))
            self.choice.set_words(*_said(chosen))
        said = f"at step {steps(chosen.step)}"
        self.set_qualifier(said if side is shown.trained else "before training")

    def _offer(self, shown: FiltersRead) -> None:
        """Until one is chosen, the last convolution of those that were read is shown."""
        self.choice.set_layers(
            {player: [one.layer for one in layers] for player, layers in shown.trained.items()}
        )
        if not self._is_chosen:
            self.choice.set_layer(_first_shown(shown.trained[self.choice.player]))

    def _choose(self) -> None:
        self._is_chosen = True
        self._redraw_now()

    def _redraw_now(self, _choice: object = None) -> None:
        self.mark_dirty()
        self.refresh()


def pictures_of(layer: LayerFilters) -> Pixels:
    """(filters, h, w, 4): images over what of them excites the filter, its weights before them.

    Between what belongs together is less room than between two filters; the room is transparent.
    """
    count, across, high, wide = layer.images.shape[:4]
    gap = max(high // 16, 1)
    left = 0 if layer.weights is None else 2 * high + gap
    size = (count, 2 * high + 3 * gap, left + across * (wide + gap) + 2 * gap, 4)
    whole = np.zeros(size, np.uint8)
    for at in range(across):
        x = left + at * (wide + gap)
        whole[:, :high, x : x + wide] = _opaque(layer.images[:, at])
        whole[:, high + gap : 2 * high + gap, x : x + wide] = _opaque(layer.guided[:, at])
    if layer.weights is not None:
        times = 2 * high // max(layer.weights.shape[1:3])
        large = layer.weights.repeat(max(times, 1), 1).repeat(max(times, 1), 2)
        whole[:, : large.shape[1], : large.shape[2]] = _opaque(large)[:, : size[1], : size[2]]
    return whole


def _opaque(pictures: Pixels) -> Pixels:
    """(n, h, w, c) as (n, h, w, 4)."""
    colours = np.repeat(pictures, 3, -1) if pictures.shape[-1] == 1 else pictures[..., :3]
    return np.concatenate([colours, np.full_like(colours[..., :1], 255)], -1)


def _first_shown(layers: tuple[LayerFilters, ...]) -> str:
    """The last convolution that has more than one filter; else the first layer."""
    last = [one.layer for one in layers if one.is_convolution and one.count > 1][-1:]
    return last[0] if last else layers[0].layer


def _said(layer: LayerFilters) -> tuple[str, str]:
    kind = "filter" if layer.is_convolution else "unit"
    shown, number = len(layer.images), f"{layer.count:,} {kind}{'s' if layer.count > 1 else ''}"
    of = f"{shown} of {number}" if shown < layer.count else number
    plural = "it" if layer.count == 1 else "them"
    hint = _HINT if layer.weights is None else f"{_HINT} {_WEIGHTS}"
    return f"{of}: what excites {plural}, and why", hint
