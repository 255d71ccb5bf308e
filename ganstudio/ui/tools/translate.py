"""Pictures made of pictures: there and back, other attributes, other styles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from ganstudio.core.capabilities import MovesDomains, MovesInStyle, Translates, capability
from ganstudio.edit.artist import Picture
from ganstudio.edit.attributes import UNSAID, Move, named, with_choice
from ganstudio.edit.request import Rendering
from ganstudio.edit.requests import AnyRequest
from ganstudio.edit.restyle import Restyle
from ganstudio.edit.translate import Faithful, Translate
from ganstudio.ui.actions import Action
from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.setting_row import CountRow, NumberRow
from ganstudio.ui.tools.translate_inspector import TranslateInspector
from ganstudio.ui.tools.translate_sheet import GivenRequest, PicturesTool
from ganstudio.ui.tools.translate_way import BRIGHTEST, STATIONS, ErrorScale, WaySheet
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.segmented import Segmented


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
        self.scale = ErrorScale()
        self.line.addWidget(self.scale)
        self._names: list[str] = []
        self.side.directions.changed.connect(self._on_direction)
        self.side.back.changed.connect(self._on_back)
        self.side.files_asked.connect(self.choose_files)
        self.side.copy_asked.connect(self.copy_result)
        self.sheet.chosen.connect(self._on_chosen)

    def make_sheet(self) -> WaySheet:
        self.way = WaySheet(self.title)
        return self.way

    def make_pane(self) -> TranslateInspector:
        self.side = TranslateInspector()
        return self.side

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        return Translate()

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            *super().actions_offered(),
            Action("translate.copy", "Copy the translated picture", self.copy_result, menu="Edit",
                   section="tool", icon="copy", where="Edit"),
        )  # fmt: skip

    def copy_result(self) -> None:
        """G(x) of the row that is chosen, onto the clipboard."""
        found = self._made()
        if found is not None:
            _, rendering = found
            made = rendering.pictures[self._row(rendering) * rendering.columns + 1]
            QGuiApplication.clipboard().setImage(to_qimage(made))

    def lay_sheet(self, request: GivenRequest, chosen: Chosen) -> None:
        translates = capability(chosen.model.averaged, Translates)
        if translates is None or not isinstance(request, Translate):
            return
        ways = translates.directions
        returns = len(ways) > 1
        self.side.show_ways(ways, request.direction)
        self.scale.setVisible(returns)
        stations = STATIONS if returns else STATIONS[:2]
        names = [request.given[at].name for at in request.rows] if request.given else []
        self.sheet.set_shape(max(len(names), 1), len(stations), stations, names)
        way = ways[min(request.direction, len(ways) - 1)]
        made, _, given = way.partition(" of ")
        self.way.set_kinds((given, made, given)[: len(stations)])
        if names != self._names:
            self.way.set_losses({})
        self._names = names
        self.about.hide()  # the heads say it

    def show_readings(self, request: GivenRequest, rendering: Rendering) -> None:
        """Of the row that is chosen, else of the first one."""
        faithful: tuple[Faithful, ...] = rendering.readings["faithful"]
        row = self._row(rendering)
        pictures = rendering.pictures[row * rendering.columns :][:2]
        self.side.show_picture(self._names[row], pictures[0], pictures[1])
        self.side.show_faithful(faithful[row])
        words = [""] * len(request.given)
        for place, one in zip(request.rows, faithful, strict=True):
            words[place] = "" if one.cycle is None else f"cycle error {one.cycle:.3f}"
        self.list.say(words)
        self._show_back(rendering, faithful)

    def _show_back(self, rendering: Rendering, faithful: Sequence[Faithful]) -> None:
        """The third column as a picture, its error, or half of each."""
        view, losses = str(self.side.back.value), {}
        for row, error in enumerate(rendering.readings["errors"]):
            if error is None:
                continue
            index = row * rendering.columns + 2
            self.sheet.set_image(index, _returned(rendering.pictures[index], error, view))
            losses[index] = f"error {faithful[row].cycle:.3f}"
        self.way.set_losses(losses)

    def _row(self, rendering: Rendering) -> int:
        return min(max(self.sheet.selection, 0) // rendering.columns, len(self._names) - 1)

    def _made(self) -> tuple[Translate, Rendering] | None:
        found = self.exported()
        return (found[0], found[1]) if found and isinstance(found[0], Translate) else None

    def _on_direction(self, value: object) -> None:
        self.update_request("Change direction", direction=value)

    def _on_back(self, _value: object) -> None:
        self._show_again()

    def _on_chosen(self, _index: object) -> None:
        self._show_again()

    def _show_again(self) -> None:
        found = self._made()
        if found is not None:
            self.show_readings(*found)


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


def _returned(shown: Picture, error: NDArray[np.float32], view: str) -> QImage:
    """F(G(x)) as a picture, its error as a heat map, or a half of each."""
    levels = np.rint((error / BRIGHTEST).clip(0, 1) * 255).astype(np.uint8)
    heat = sequential_table()[levels]
    if view == "error":
        return to_qimage(np.ascontiguousarray(heat))
    mixed = shown.copy()
    if view == "half":
        half = shown.shape[1] // 2
        mixed[:, half:] = heat[:, half:]
    return to_qimage(mixed)
