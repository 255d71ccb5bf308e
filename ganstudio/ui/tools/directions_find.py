"""How directions are to be found: a line of choices over the list, open while they are made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.capabilities import Classifies, Judges, capability
from ganstudio.edit.board import latents_of
from ganstudio.edit.draw import Draw
from ganstudio.edit.finding import Find
from ganstudio.edit.latents import Latent
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.tools.factor_bars import FACTOR_WORDS
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.combo import Choice, Combo
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.segmented import Segmented

METHODS = (("pca", "PCA"), ("sefa", "SeFa"), ("difference", "A − B"), ("boundary", "Boundary"))
ABOUT = {
    "pca": "Principal components of what the generator makes of its latents: where pictures differ "
    "most.",
    "sefa": "Eigenvectors of the weights themselves: nothing is drawn, no samples are needed.",
    "difference": "From the mean of set B to the mean of set A, as they are marked on the latent "
    "board.",
    "boundary": "The normal of the plane that parts samples with much of something from those "
    "with little.",
}


class FindPanel(QWidget):
    """`asked` carries a Find; `closed` when nothing is to be found."""

    asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.method = Segmented(METHODS, small=True)
        self.method.setAccessibleName("Method")
        self.count = NumberField(1, 32, integer=True, small=True)
        self.count.set_value(8)
        self.count.setAccessibleName("How many directions")
        self.by = Combo(small=True)
        self.by.setAccessibleName("What the boundary separates")
        self.first = NumberField(1, 64, integer=True, small=True)
        self.last = NumberField(1, 64, integer=True, small=True)
        self.first.setAccessibleName("First layer")
        self.last.setAccessibleName("Last layer")
        self.start = SecondaryButton("Find", "search", size="small")
        self.close_button = IconButton("close", "Close", size=24)
        self.about = Label(ABOUT["pca"], "control", "text3", wrap=True)
        self._layers = 0
        self._sets: tuple[tuple[Latent, ...], tuple[Latent, ...]] = ((), ())
        self._lay_out()
        self.method.changed.connect(self._on_method)
        self.start.clicked.connect(self._ask)
        self.close_button.clicked.connect(self.closed)
        self._on_method("pca")

    def offer(self, chosen: Chosen, layers: int) -> None:
        """What a model has: styles of so many layers, 0 for none, and what can be separated."""
        system = chosen.model.averaged
        if layers != self._layers:
            self._layers = layers
            self.first.set_value(1)
            self.last.set_value(max(layers, 1))
        self._layer_part.setVisible(layers > 0)
        self.by.set_items(
            boundaries(
                has_colour=chosen.model.spec.shape[0] == 3,
                judges=capability(system, Judges) is not None,
                classifies=capability(system, Classifies) is not None,
            )
        )

    def show_board(self, board: Draw) -> None:
        """The sets that are marked on it."""
        self._sets = latents_of(board, "A"), latents_of(board, "B")
        self._refuse()

    def request(self, label: int | None) -> Find:
        """What is chosen."""
        method = str(self.method.value)
        layers = None
        if self._layers:
            first, last = sorted((int(self.first.value), int(self.last.value)))
            last = min(last, self._layers)
            whole = (first, last) == (1, self._layers)
            layers = None if whole else (min(first, last) - 1, last - 1)
        return Find.model_validate(
            {
                "source": method,
                "count": int(self.count.value),
                "layers": layers,
                "label": label,
                "first": self._sets[0],
                "second": self._sets[1],
                "asked": str(self.by.value or "sets"),
                "samples": 600 if method == "boundary" else 2000,
            }
        )

    def _lay_out(self) -> None:
        self._count_part = _labelled("Directions", self.count)
        self._by_part = _labelled("Separate by", self.by)
        layers = QWidget()
        pair = QHBoxLayout(layers)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(6)
        for widget in (self.first, Label("to", "control", "text2"), self.last):
            pair.addWidget(widget)
        for field in (self.count, self.first, self.last):
            field.setFixedWidth(44)
        self._layer_part = _labelled("Layers", layers)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.method)
        for part in (self._count_part, self._by_part, self._layer_part):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.start)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.about)
        column.addSpacing(2)
        column.addWidget(Divider())

    def _on_method(self, method: object) -> None:
        self.about.setText(ABOUT[str(method)])
        self._count_part.setVisible(method in ("pca", "sefa"))
        self._by_part.setVisible(method == "boundary")
        self._refuse()

    def _refuse(self) -> None:
        needs = self.method.value == "difference" and not all(self._sets)
        self.start.set_refusal(
            "Mark pictures of the board as set A (Enter) and set B (Shift+Enter) first"
            if needs
            else ""
        )
        if self.method.value == "difference":
            marked = " and ".join(f"{len(one)} in {name}" for one, name in zip(
                self._sets, "AB", strict=True))  # fmt: skip
            self.about.setText(f"{ABOUT['difference']} Now: {marked}.")

    def _ask(self) -> None:
        self.asked.emit(None)


def boundaries(*, has_colour: bool, judges: bool, classifies: bool) -> list[Choice]:
    """What can be separated by, with the reason where it cannot."""
    factors = [name for name in FACTOR_WORDS if has_colour or not name.endswith("ness")
               or name == "brightness"]  # fmt: skip
    rows: list[Choice] = [(name, FACTOR_WORDS[name].capitalize(), "") for name in factors]
    rows.append(("critic", "Critic value", "" if judges else "No critic judges here"))
    rows.append(("class", "Class 0", "" if classifies else "This model names no classes"))
    rows.append(("sets", "Set A from set B", ""))
    return rows


def _labelled(words: str, control: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Label(words, "control", "text2"))
    row.addWidget(control)
    return holder
