"""The seed plane: a map that is dragged, with a seed at every whole place."""

import secrets

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ganstudio.core.capabilities import Generates, Truncates, capability
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.plane import Plane
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField

SPACINGS = ((1.0, "1"), (0.5, "1/2"), (0.25, "1/4"), (0.125, "1/8"))
KEPT = 4096
WORLDS = 1_000_000
_Spot = tuple[float, float, int, int | None, str, Manner]


class PlaneTool(Tool):
    """Drag to wander; a picture that is clicked is seen large and can be put on the board."""

    key = "plane"
    title = "Seed plane"
    icon = "move"
    needs = Generates
    shows = Plane
    lacks = (
        "The seed plane needs a model that makes pictures of latents alone, such as DCGAN, "
        "StyleGAN2 or BigGAN: choose another run above."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet = SheetView("Seed plane", pans=True)
        self.pane = _PlaneInspector()
        self.inspector = self.pane
        self.where = Label("", "control", "text2")
        self.back = SecondaryButton("Back to the middle", "reset")
        self.other = SecondaryButton("Another plane", "dice")
        self._press = object()
        self._kept: dict[_Spot, QImage] = {}
        self._weights = ""
        self._drawn: tuple[Plane | None, list[_Spot]] = (None, [])
        self._done: tuple[Plane, Rendering] | None = None
        self._spot: Latent | None = None
        self._lay_out()

    def first_state(self, _chosen: Chosen) -> AnyRequest:
        return Plane(label=0 if self.desk.classes else None)

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Plane) or chosen is None:
            return
        if chosen.ref.weights != self._weights or len(self._kept) > KEPT:
            self._weights = chosen.ref.weights
            self._kept.clear()
        self._done = None
        self.sheet.set_shape(request.rows, request.columns)
        for index, spot in enumerate(_spots(request)):
            self.sheet.set_image(index, self._kept.get(spot))
        self.where.setText(f"Seeds around {_number(request.x)}, {_number(request.y)}")
        truncates = capability(chosen.model.averaged, Truncates) is not None
        classes = chosen.model.spec.classes if self.desk.classes else ()
        self.pane.offer(classes, truncates=truncates)
        self.pane.show_plane(request)
        self.ask(request, "sheet")
        self._look()

    def take_picture(self, told: PictureDone) -> None:
        plane, image = told.request, to_qimage(told.picture)
        if not isinstance(plane, Plane):
            return
        if told.key.endswith("/spot"):
            self.pane.picture.set_image(image)
            return
        if self._drawn[0] is not plane:
            self._drawn = plane, _spots(plane)
        self._kept[self._drawn[1][told.index]] = image
        self.sheet.set_image(told.index, image)

    def take(self, told: RequestDone) -> None:
        if not isinstance(told.request, Plane):
            return
        if told.key.endswith("/spot"):
            found = told.rendering.readings["latent"]
            self._spot = found if isinstance(found, Latent) else None
            self.pane.show_spot(self._spot)
        else:
            self._done = told.request, told.rendering

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("plane.other", "Another plane", self._other, shortcut="R", menu="Edit",
                   section="tool", icon="dice", where="Explore"),
            Action("plane.back", "Back to the middle", self._back, shortcut="Home", menu="Edit",
                   section="tool", icon="reset", where="Explore"),
            Action("plane.board", "Put the picture on the board", self._to_board, shortcut="B",
                   menu="Edit", section="tool", icon="plus", where="Explore",
                   enabled=self._may_keep),
        )  # fmt: skip

    # inside

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 0, 4, 0)
        bar.setSpacing(8)
        bar.addWidget(self.other)
        bar.addWidget(self.back)
        bar.addStretch(1)
        bar.addWidget(self.where)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 8, 8)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.sheet, 1)
        self.sheet.panned.connect(self._on_panned)
        self.sheet.pan_ended.connect(self._release)
        self.sheet.chosen.connect(self._on_cell)
        self.other.clicked.connect(self._other)
        self.back.clicked.connect(self._back)
        self.pane.spacing.changed.connect(self._on_spacing)
        self.pane.truncation.changed.connect(self._on_truncation)
        self.pane.truncation.committed.connect(self._on_committed)
        self.pane.kind.changed.connect(self._on_class)
        self.pane.board.clicked.connect(self._to_board)

    @property
    def _plane(self) -> Plane:
        found = self.state
        return found if isinstance(found, Plane) else Plane(label=0 if self.desk.classes else None)

    def _update(self, title: str, press: object | None = None, **update: object) -> None:
        plane = Plane.model_validate({**dict(self._plane), **update})
        self.change(plane, title, press)

    def _on_panned(self, cells: object) -> None:
        if isinstance(cells, tuple):
            plane, (right, down) = self._plane, cells
            x, y = plane.x - right * plane.spacing, plane.y - down * plane.spacing
            self._update("Wander", self._press, x=x, y=y)

    def _release(self) -> None:
        self._press = object()

    def _on_committed(self, _value: object) -> None:
        self._release()

    def _on_cell(self, _index: object) -> None:
        self._look()

    def _look(self) -> None:
        """At one picture in large: the chosen one, or the middle."""
        at = self.sheet.selection
        plane = self._plane
        window = _window(plane, at if at >= 0 else self.sheet.count // 2)
        self.ask(window, "spot", follows=True)

    def _on_spacing(self, value: object) -> None:
        if isinstance(value, float):
            plane = self._plane
            x, y = (round(one / value) * value for one in (plane.x, plane.y))
            self._update("Change the step", spacing=value, x=x, y=y)

    def _on_truncation(self, value: object) -> None:
        if isinstance(value, int | float):
            self._update("Truncate", self._press, manner=Manner(truncation=float(value)))

    def _on_class(self, label: object) -> None:
        self._update("Change class", label=label)

    def _other(self) -> None:
        self._update("Another plane", world=secrets.randbelow(WORLDS))

    def _back(self) -> None:
        self._update("Back to the middle", x=0.0, y=0.0)

    def _to_board(self) -> None:
        if self._spot is not None:
            self.desk.put_on_board(self._spot, self._plane.manner)

    def _may_keep(self) -> bool | str:
        return self._spot is not None or "The picture is still drawn"


class _PlaneInspector(Inspector):
    def __init__(self) -> None:
        super().__init__("Seed plane")
        self.picture = PictureView()
        self.words = Label("", "control", "text2", wrap=True)
        self.spacing = Segmented(SPACINGS, small=True)
        self.kind = Combo()
        self.truncation = SliderField(-1, 2)
        self.truncation.set_default(1)
        self.board = SecondaryButton("Put on the board", "plus")
        self.add(self.picture)
        self.add(self.words)
        self.add_row("Step, in seeds", self.spacing, fills=False)
        self._class_row = self.add_row("Class", self.kind)
        self._truncation_row = self.add_row("Truncation ψ", self.truncation)
        self.add(self.board)
        follow_theme(self.restyle)

    def offer(self, classes: tuple[str, ...], *, truncates: bool) -> None:
        self._truncation_row.setVisible(truncates)
        self.kind.set_items([(at, name, "") for at, name in enumerate(classes)])
        self._class_row.setVisible(bool(classes))

    def show_plane(self, plane: Plane) -> None:
        self.spacing.set_value(plane.spacing)
        self.kind.set_value(plane.label)
        self.truncation.set_value(plane.manner.truncation)

    def show_spot(self, latent: Latent | None) -> None:
        if latent is None:
            return
        is_seed = latent.seed is not None
        self.head.set_words(f"Seed {latent.name}" if is_seed else "Between seeds")
        self.words.setText(
            "A seed stands here: at whole places the picture is that of one."
            if is_seed
            else "A mixture of the four seeds around it, by how near they are."
        )

    def restyle(self) -> None:
        self.picture.setFixedHeight(theme().px(268))


def _spots(plane: Plane) -> list[_Spot]:
    """What each picture of a plane depends on."""
    rest = plane.world, plane.label, plane.caption, plane.manner
    return [(round(x, 6), round(y, 6), *rest) for x, y in plane.places()]


def _window(plane: Plane, index: int) -> Plane:
    """One picture of a plane, as a plane of its own."""
    x, y = plane.places()[index]
    return plane.model_copy(
        update={"x": round(x, 6), "y": round(y, 6), "columns": 1, "rows": 1, "spacing": 0.5}
    )


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")
