"""Where data and fakes lie: among the latents they are encoded as, and among features."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.core.instruments import FeaturesRead, LatentsRead, Reading, Scatter
from ganstudio.ui.panels.instrument import InstrumentPanel, under
from ganstudio.ui.panels.mark_key import KeyItem, MarkKey
from ganstudio.ui.panels.scatter import (
    Look,
    Marks,
    Outlines,
    ScatterPlot,
    class_look,
    places_of,
)
from ganstudio.ui.panels.wording import percent, steps
from ganstudio.ui.widgets.segmented import Segmented

_REAL, _FAKE = Look("real"), Look("generator", is_hollow=True)
_OUTLINE = Look("text2", is_hollow=True)
_BOTH, _REALS, _FAKES = "both", "real", "fakes"


class SpacePanel(InstrumentPanel):
    """A scatter of what is read of data, filled, and of fakes, hollow.

    Its plane and its ranges rest as far as they can from one reading to the next.
    """

    illustration = "world"
    real_words, fake_words = "Real", "Fakes"

    def __init__(self) -> None:
        super().__init__()
        self.plot, self.key_line = ScatterPlot(), MarkKey()
        self.side = Segmented([(_BOTH, "Both"), (_REALS, "Real"), (_FAKES, "Fakes")], small=True)
        self.side.setAccessibleName("Whose points are drawn")
        self.side.changed.connect(lambda _side: self._choose())
        self.add_bar_widget(self.side)
        self.side.hide()
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 6, 0, 0)
        row.addWidget(self.key_line)
        self.set_body(under(line, self.plot))

    def clear(self) -> None:
        super().clear()
        self.plot.clear()
        self.side.hide()

    def redraw(self) -> None:
        shown = self.shown()
        if shown is None:
            return
        scatter, outlines = self.scatter(shown), self.outlines(shown)
        self.side.show()
        marks = [
            *_marks(scatter.fake, scatter.fake_classes, _FAKE),
            *_marks(scatter.real, scatter.real_classes, _REAL),
        ]
        self.plot.show_marks(marks, self.axes(shown), outlines)
        self.key_line.set_items([*self._key(scatter), *self.outline_key(shown)])
        said = f"at step {steps(shown.step)}"
        self.set_qualifier(", ".join(words for words in (said, self.plane_words(shown)) if words))

    def scatter(self, shown: Reading) -> Scatter:
        raise NotImplementedError

    def axes(self, shown: Reading) -> tuple[str, str]:
        """What each direction holds of the variance of the real ones."""
        shares = self.scatter(shown).shares
        if shares is None:
            return "", ""
        first, second = (f"{percent(share)} of variance" for share in shares)
        return first, second

    def plane_words(self, shown: Reading) -> str:
        """In which plane they are seen."""
        raise NotImplementedError

    def outlines(self, shown: Reading) -> Outlines:  # noqa: ARG002 - most have none
        return Outlines()

    def outline_key(self, shown: Reading) -> Sequence[KeyItem]:  # noqa: ARG002
        return ()

    def _key(self, scatter: Scatter) -> list[KeyItem]:
        """Classes where data have them; fakes that were made for one have its colour."""
        if scatter.real_classes is None:
            return [(self.real_words, _REAL), (self.fake_words, _FAKE)]
        found = np.unique(scatter.real_classes)
        fake = _FAKE if scatter.fake_classes is None else Look("text2", is_hollow=True)
        names = (*scatter.names, "unknown")  # which is the last one's number too, -1
        return [*((names[c], class_look(int(c))) for c in found), (self.fake_words, fake)]

    def _choose(self) -> None:
        side = self.side.value
        self.plot.show_only(filled=side != _FAKES, hollow=side != _REALS)


class LatentSpacePanel(SpacePanel):
    """Srivastava 2017 (arXiv:1705.07761), figure 1: both should look like draws of the prior.

    Where fakes lie like the prior and data do not, the data hold what the generator left out.
    """

    key = "panel-latents"
    title = "Latent space"
    reads = LatentsRead
    needs = "Encodes"
    lack = ("Nothing is encoded", "This run has no network that finds latents of data.")
    empty_title = "Nothing encoded yet"
    empty_text = "Latents of data and of fakes are drawn over their prior soon after the start."
    real_words, fake_words = "E(x) of real data", "E(G(z)) of fakes"

    def scatter(self, shown: Reading) -> Scatter:
        assert isinstance(shown, LatentsRead)
        return shown.scatter

    def axes(self, shown: Reading) -> tuple[str, str]:
        assert isinstance(shown, LatentsRead)
        if shown.scatter.shares is not None:
            return super().axes(shown)
        return "z₁", "z₂" if shown.size > 1 else ""

    def plane_words(self, shown: Reading) -> str:
        assert isinstance(shown, LatentsRead)
        if shown.scatter.shares is None:
            return ""
        return f"principal plane of {shown.size:,} numbers"

    def outlines(self, shown: Reading) -> Outlines:
        assert isinstance(shown, LatentsRead)
        return Outlines(shown.circles, shown.square)

    def outline_key(self, shown: Reading) -> Sequence[KeyItem]:
        assert isinstance(shown, LatentsRead)
        words = "prior, whole" if shown.square is not None else "prior, 1, 2 and 3 σ"
        return [(words, _OUTLINE)]


class FeatureSpacePanel(SpacePanel):
    """Ding 2018 (arXiv:1809.00130), section 4: classes apart, and fakes in the gaps between."""

    key = "panel-features"
    title = "Feature space"
    reads = FeaturesRead
    needs = "Perceives"
    lack = ("No features to see", "The critic of this run does not tell classes.")
    empty_title = "No features yet"
    empty_text = "The critic's last hidden features of data and fakes are drawn here."

    node_picked = Signal(object)  # the number of a node of a graph, whose dot was clicked

    def __init__(self) -> None:
        super().__init__()
        self.node: int | None = None
        self.plot.clicked.connect(self._pick)

    def set_node(self, node: object) -> None:
        """Ring the dot of a node of a graph, if it is among those that are drawn; None for none."""
        self.node = node if isinstance(node, int) else None
        self.plot.ring(self._place_of_node())

    def clear(self) -> None:
        super().clear()
        self.node = None

    def redraw(self) -> None:
        super().redraw()
        self.plot.ring(self._place_of_node())

    def _place_of_node(self) -> tuple[float, float] | None:
        shown = self.shown()
        nodes = shown.scatter.nodes if isinstance(shown, FeaturesRead) else None
        if not isinstance(shown, FeaturesRead) or nodes is None or self.node not in nodes:
            return None
        x, y = shown.scatter.real[np.flatnonzero(nodes == self.node)[0]]
        return float(x), float(y)

    def _pick(self, place: QPointF) -> None:
        shown = self.shown()
        if isinstance(shown, FeaturesRead) and shown.scatter.nodes is not None:
            row = self.plot.nearest(places_of(shown.scatter.real), place)
            if row is not None and self.side.value != _FAKES:
                self.node_picked.emit(int(shown.scatter.nodes[row]))

    def scatter(self, shown: Reading) -> Scatter:
        assert isinstance(shown, FeaturesRead)
        return shown.scatter

    def plane_words(self, shown: Reading) -> str:
        assert isinstance(shown, FeaturesRead)
        return f"principal plane of {shown.size:,} features"


def _marks(points: np.ndarray, classes: np.ndarray | None, plain: Look) -> list[Marks]:
    """A group a class."""
    places = places_of(points)
    if classes is None:
        return [Marks(places, plain)]
    return [
        Marks(places[classes == c], class_look(int(c), is_hollow=plain.is_hollow))
        for c in np.unique(classes)
    ]
