"""Pictures made of pictures: there and back, other attributes, other styles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ganstudio.core.capabilities import MovesDomains, MovesInStyle, Translates, capability
from ganstudio.edit.artist import Picture
from ganstudio.edit.attributes import UNSAID, Move, named, with_choice
from ganstudio.edit.request import Rendering
from ganstudio.edit.requests import AnyRequest
from ganstudio.edit.restyle import Restyle
from ganstudio.edit.translate import DOUBTFUL, Faithful, Translate
from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.setting_row import CountRow, NumberRow
from ganstudio.ui.tools.translate_sheet import GivenRequest, PicturesTool
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.numbers import with_minus
from ganstudio.ui.widgets.segmented import Segmented

_BRIGHTEST = 0.3  # error that is drawn as the end of the map
_BACK = (("picture", "Picture"), ("error", "Error"), ("half", "Half"))


class TranslateTool(PicturesTool):
    """x, G(x) and, where the model knows the way back, F(G(x))."""

    key = "translate"
    title = "Translation"
    icon = "swap"
    needs = Translates
    shows = Translate
    lacks = (
        "Translation needs a model that makes one picture of another: choose a run of pix2pix or "
        "CycleGAN, such as pix2pix-streets."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.directions = Combo()
        self.back = Segmented(_BACK, small=True)
        self._names: list[str] = []
        self.words = Label("", "control", "text2", wrap=True)
        self.faithful = [Label("", "control", "text") for _ in range(3)]
        self._direction_row = self.pane.add_row("Direction", self.directions)
        self._back_row = self.pane.add_row("F(G(x))", self.back, fills=False)
        self.pane.add_divider()
        self.pane.add_title("How faithful, this picture")
        names = ("Cycle error", "Identity error", "Structure kept")
        rows = [
            self.pane.add_row(name, label, fills=False)
            for name, label in zip(names, self.faithful, strict=True)
        ]
        self._measured = dict(zip(names, rows, strict=True))
        self.pane.add(self.words)
        self._hides = Note(
            "info", "A small cycle error can hide a copy: G may store x in noise you cannot see."
        )
        self.pane.add(self._hides)
        self.directions.changed.connect(self._on_direction)
        self.back.changed.connect(self._on_back)
        self.sheet.chosen.connect(self._on_chosen)

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        return Translate()

    def lay_sheet(self, request: GivenRequest, chosen: Chosen) -> None:
        translates = capability(chosen.model.averaged, Translates)
        if translates is None or not isinstance(request, Translate):
            return
        ways = translates.directions
        self.directions.set_items([(at, way.capitalize(), "") for at, way in enumerate(ways)])
        self.directions.set_value(request.direction)
        returns = len(ways) > 1
        for part in (self._direction_row, self._back_row, self._hides):
            part.setVisible(returns)
        for name in ("Cycle error", "Identity error"):
            self._measured[name].setVisible(returns)
        heads = ("x", "G(x)", "F(G(x))") if returns else ("x", "G(x)")
        names = [request.given[at].name for at in request.rows] if request.given else []
        self.sheet.set_shape(max(len(names), 1), len(heads), heads, names)
        self._names = names
        way = ways[min(request.direction, len(ways) - 1)]
        self.about.setText(f"{way.capitalize()}, {len(names)} of {len(request.given)} pictures")

    def show_readings(self, request: GivenRequest, rendering: Rendering) -> None:  # noqa: ARG002
        """Of the row that is chosen, else of the first one."""
        faithful: tuple[Faithful, ...] = rendering.readings["faithful"]
        row = max(self.sheet.selection, 0) // rendering.columns
        one = faithful[min(row, len(faithful) - 1)]
        _say(self.faithful[0], one.cycle, f"below {DOUBTFUL}", good=not one.is_doubtful)
        identity = one.identity
        _say(self.faithful[1], identity, f"below {DOUBTFUL}", good=(identity or 0) < DOUBTFUL)
        _say(self.faithful[2], one.structure, "1 for all edges", good=True)
        self.words.setText(
            "The way back loses more than it should: look at the error." if one.is_doubtful else ""
        )
        self._show_cycles(faithful, rendering.columns)
        self._show_back(rendering)

    def _show_cycles(self, faithful: Sequence[Faithful], columns: int) -> None:
        """Beside each name how much its way back loses."""
        sides = [
            name if one.cycle is None else f"{name}, cycle {one.cycle:.3f}"
            for name, one in zip(self._names, faithful, strict=False)
        ]
        heads = ("x", "G(x)", "F(G(x))")[:columns]
        self.sheet.set_shape(len(sides), columns, heads, sides)

    def _show_back(self, rendering: Rendering) -> None:
        """The third column as a picture, its error, or half of each."""
        for row, error in enumerate(rendering.readings["errors"]):
            if error is None:
                continue
            index = row * rendering.columns + 2
            shown = _returned(rendering.pictures[index], error, str(self.back.value))
            self.sheet.set_image(index, shown)

    def _on_direction(self, value: object) -> None:
        self.update_request("Change direction", direction=value)

    def _on_back(self, _value: object) -> None:
        self._show_again()

    def _on_chosen(self, _index: object) -> None:
        self._show_again()

    def _show_again(self) -> None:
        found = self.exported()
        if found is not None and isinstance(found[0], Translate):
            self.show_readings(found[0], found[1])


class AttributesTool(PicturesTool):
    """Attributes that are asked for; classes of a group exclude each other."""

    key = "attributes"
    title = "Attributes"
    icon = "filter"
    needs = MovesDomains
    shows = Move
    lacks = (
        "Attributes need a model that moves pictures between domains: choose a run of StarGAN, "
        "such as stargan-tokens."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.groups: list[Segmented] = []
        self._listed: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self.strength = NumberRow("Strength", (0, 3), default=1.0)
        self.every = Combo()
        self._parts: list[QWidget] = []
        self.pane.add(self.strength)
        self.pane.add_row("Show every", self.every)
        self.pane.add_divider()
        self.strength.changed.connect(self._on_strength)
        self.every.changed.connect(self._on_every)

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        """Models with styles have a tool of their own."""
        return super().fits(chosen) and capability(chosen.model.averaged, MovesInStyle) is None

    def first_state(self, chosen: Chosen) -> AnyRequest:
        moves = capability(chosen.model.averaged, MovesDomains)
        return Move(every=0 if moves is not None and len(moves.groups) else -1)

    def lay_sheet(self, request: GivenRequest, chosen: Chosen) -> None:
        moves = capability(chosen.model.averaged, MovesDomains)
        if moves is None or not isinstance(request, Move):
            return
        listed = tuple((name, tuple(classes)) for name, classes in moves.groups)
        if listed != self._listed:
            self._list_groups(listed)
        wish = request.wish or (UNSAID,) * len(listed)
        for control, pick in zip(self.groups, wish, strict=True):
            control.set_value(pick)
        self.strength.set_value(request.strength)
        self.every.set_value(request.every)
        wishes = request.wishes(listed)
        heads = ["as it is", *(named(one, listed) for one in wishes)]
        names = [request.given[at].name for at in request.rows] if request.given else []
        self.sheet.set_shape(max(len(names), 1), len(heads), heads, names)
        every = f", every {listed[request.every][0]} beside it" if request.every >= 0 else ""
        self.about.setText(f"Asked for: {named(wish, listed)}{every}")

    def _list_groups(self, listed: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self._listed = listed
        for part in self._parts:
            part.deleteLater()
        self._parts, self.groups = [], []
        for name, classes in listed:
            words = ("no", "yes") if len(classes) == 1 else classes
            spelled = [word.capitalize() for word in words]
            choices = [(UNSAID, "Leave"), *enumerate(spelled)]
            control = Segmented(choices, small=True)
            control.setAccessibleName(name)
            control.changed.connect(self._on_choice)
            title = Label(name.capitalize(), "control", "text2")
            for part in (title, control):
                self.pane.add(part)
                self._parts.append(part)
            self.groups.append(control)
        items = [(-1, "The wish alone", "")]
        names = [name.capitalize() for name, _ in listed]
        self.every.set_items([*items, *((at, name, "") for at, name in enumerate(names))])

    def _on_choice(self, value: object) -> None:
        request, control = self.request, self.sender()
        if not isinstance(request, Move) or control not in self.groups:
            return
        group = self.groups.index(control)
        wish = list(request.wish or (UNSAID,) * len(self._listed))
        if isinstance(value, int) and wish[group] != value:
            if value == UNSAID:
                wish[group] = UNSAID
            else:
                wish = list(with_choice(wish, self._listed, group, value))
            every = -1 if request.every == group else request.every
            self.update_request(f"Ask for {self._listed[group][0]}", wish=tuple(wish), every=every)

    def _on_strength(self, value: object) -> None:
        self.update_request("Move strength", self.strength.press, strength=value)

    def _on_every(self, value: object) -> None:
        self.update_request("Show every class", every=value)


class StylesTool(PicturesTool):
    """Columns are pictures, rows styles, of latents or of pictures."""

    key = "styles"
    title = "Styles"
    icon = "grid"
    needs = MovesInStyle
    shows = Restyle
    lacks = (
        "Styles need a model that draws pictures in styles of others: choose a run of StarGAN v2."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.domain = Combo()
        self.source = Segmented((("latent", "Latents"), ("reference", "Pictures")), small=True)
        self.truncation = NumberRow("Truncation", (0, 2), default=1.0)
        self.seed = CountRow("First seed", (0, 1_000_000), 1)
        self.count = CountRow("Rows", (1, 12), 4)
        self.pane.add_row("Domain", self.domain)
        self.pane.add_row("Styles of", self.source, fills=False)
        for row in (self.truncation, self.seed, self.count):
            self.pane.add(row)
        self.domain.changed.connect(self._on_domain)
        self.source.changed.connect(self._on_source)
        self.truncation.changed.connect(self._on_truncation)
        self.seed.changed.connect(self._on_seeds)
        self.count.changed.connect(self._on_seeds)

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        return Restyle()

    def lay_sheet(self, request: GivenRequest, chosen: Chosen) -> None:
        moves = capability(chosen.model.averaged, MovesInStyle)
        if moves is None or not isinstance(request, Restyle):
            return
        _, classes = moves.groups[0]
        self.domain.set_items([(at, name.capitalize(), "") for at, name in enumerate(classes)])
        self.domain.set_value(request.domain)
        self.source.set_value(request.source)
        self.truncation.set_value(request.truncation)
        is_latent = request.source == "latent"
        for row in (self.seed, self.count):
            row.setVisible(is_latent)
        self.seed.set_value(request.seeds[0] if request.seeds else 0)
        self.count.set_value(len(request.seeds))
        if not request.given:
            return
        columns = len(request.rows) + (not is_latent)
        sides = ["", *(f"Seed {one}" if is_latent else "" for one in request.style_rows)]
        names = [request.given[at].name for at in request.rows]
        heads = names if is_latent else ["Style of", *names]
        self.sheet.set_shape(1 + len(request.style_rows), columns, heads, sides)
        self.about.setText(f"Into {classes[request.domain]}: columns are pictures, rows are styles")

    def take_picture(self, told: PictureDone) -> None:
        """The corner over the references shows nothing."""
        request = told.request
        has_corner = isinstance(request, Restyle) and request.source == "reference"
        if told.index or not has_corner:
            super().take_picture(told)
        else:
            self.sheet.set_image(0, None)

    def _on_domain(self, value: object) -> None:
        self.update_request("Change domain", domain=value)

    def _on_source(self, value: object) -> None:
        self.update_request("Change the styles' source", source=value)

    def _on_truncation(self, value: object) -> None:
        self.update_request("Move truncation", self.truncation.press, truncation=value)

    def _on_seeds(self, _value: object) -> None:
        first, count = int(self.seed.control.value), int(self.count.control.value)
        self.update_request("Change seeds", seeds=tuple(range(first, first + count)))


def _say(label: Label, value: float | None, wanted: str, *, good: bool) -> None:
    words = "not measured" if value is None else with_minus(f"{value:.3f}, {wanted}")
    label.setText(words)
    label.set_tone("text" if good else "warn")


def _returned(shown: Picture, error: NDArray[np.float32], view: str) -> QImage:
    """F(G(x)) as a picture, its error as a heat map, or a half of each."""
    levels = np.rint((error / _BRIGHTEST).clip(0, 1) * 255).astype(np.uint8)
    heat = sequential_table()[levels]
    if view == "error":
        return to_qimage(np.ascontiguousarray(heat))
    mixed = shown.copy()
    if view == "half":
        half = shown.shape[1] // 2
        mixed[:, half:] = heat[:, half:]
    return to_qimage(mixed)
