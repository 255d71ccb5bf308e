"""Classes and text: the same latents as this and that, and everything between."""

from PySide6.QtWidgets import QVBoxLayout

from ganstudio.core.capabilities import Captioned, Generates, capability
from ganstudio.data.vocabulary import Vocabulary
from ganstudio.edit.describe import Describe, Said
from ganstudio.edit.latents import Latent
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.classes_inspector import ClassesInspector, said_words

ROWS = 5


class ClassesTool(Tool):
    """Rows are latents; from left to right they turn from one class or caption into another."""

    key = "classes"
    title = "Classes and text"
    icon = "file"
    needs = Generates
    shows = Describe
    lacks = (
        "Classes and text needs a model that was trained with them, such as a conditional GAN, "
        "BigGAN or a text to image system: choose another run above."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet = SheetView("From one to the other")
        self.pane = ClassesInspector()
        self.inspector = self.pane
        self._press = object()
        self._done: tuple[Describe, Rendering] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 8, 8)
        column.addWidget(self.sheet, 1)
        self._connect()

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        generates = capability(chosen.model.averaged, Generates)
        has_classes = generates is not None and generates.classes > 0
        depicts = capability(chosen.model.averaged, Captioned) is not None
        return chosen.model.spec.is_images and (has_classes or depicts)

    def first_state(self, chosen: Chosen) -> AnyRequest:
        """From the first class to the second; or of two captions with words that are known."""
        kept = [one.latent for one in self.desk.board.items if one.latent.styles is None]
        latents = tuple(kept[:ROWS]) or (Latent(seed=1),)
        words = self._words(chosen)
        if words:
            return Describe(latents=latents, start=Said(caption=words[0]))
        classes = self.desk.classes
        last = Said(weights=one_class(min(1, classes - 1), classes))
        return Describe(latents=latents, start=Said(weights=one_class(0, classes)), end=last)

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Describe) or chosen is None:
            return
        self._done = None
        names = chosen.model.spec.classes if self.desk.classes else ()
        amounts = request.amounts()
        heads = [f"{amount * 100:.0f}\N{THIN SPACE}%" for amount in amounts]
        heads[0] = said_words(request.start, names)
        if request.end is not None:
            heads[-1] = said_words(request.end, names)
        self.sheet.set_shape(
            len(request.latents), len(amounts), heads, [one.name for one in request.latents]
        )
        unknown = self._unknown(chosen, request)
        self.pane.offer(names, is_text=bool(self._words(chosen)))
        self.pane.show_request(request, unknown)
        self.ask(request, "sheet")

    def take_picture(self, told: PictureDone) -> None:
        image = to_qimage(told.picture)
        self.sheet.set_image(told.index, image)
        if told.index == max(self.sheet.selection, 0):
            self.pane.picture.set_image(image)

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, Describe):
            self._done = told.request, told.rendering
            self._show_large()

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("classes.swap", "Swap the two ends", self._swap, menu="Edit", section="tool",
                   icon="swap", where="Explore"),
            Action("classes.board", "Put the picture on the board", self._to_board, shortcut="B",
                   menu="Edit", section="tool", icon="plus", where="Explore"),
        )  # fmt: skip

    # inside

    def _connect(self) -> None:
        self.sheet.chosen.connect(self._on_cell)
        self.sheet.dropped.connect(self._on_dropped)
        self.pane.start_changed.connect(self._on_start)
        self.pane.end_changed.connect(self._on_end)
        self.pane.columns_changed.connect(self._on_columns)
        self.pane.released.connect(self._release)
        self.pane.swap_asked.connect(self._swap)
        self.pane.board_asked.connect(self._to_board)

    @property
    def _request(self) -> Describe | None:
        chosen = self.desk.chosen
        found = self.state or (self.first_state(chosen) if chosen is not None else None)
        return found if isinstance(found, Describe) else None

    def _update(self, title: str, press: object | None = None, **update: object) -> None:
        request = self._request
        if request is not None:
            self.change(request.model_copy(update=update), title, press)

    def _on_start(self, said: object) -> None:
        if isinstance(said, Said):
            self._update("Change the start", self._press, start=said)

    def _on_end(self, said: object) -> None:
        """No words: one column is left."""
        if isinstance(said, Said):
            end = said if said.weights or said.caption.strip() else None
            self._update("Change the end", self._press, end=end)

    def _on_columns(self, columns: object) -> None:
        if isinstance(columns, int):
            self._update("Change the number of pictures", columns=columns)

    def _release(self) -> None:
        self._press = object()

    def _swap(self) -> None:
        request = self._request
        if request is not None and request.end is not None:
            self._update("Swap the ends", start=request.end, end=request.start)

    def _on_cell(self, _index: object) -> None:
        self._show_large()

    def _show_large(self) -> None:
        if self._done is not None:
            pictures = self._done[1].pictures
            at = max(self.sheet.selection, 0)
            if at < len(pictures):
                self.pane.picture.set_image(to_qimage(pictures[at]))

    def _to_board(self) -> None:
        request = self._request
        if request is None:
            return
        columns = len(request.amounts())
        at = max(self.sheet.selection, 0)
        latent, amount = request.latents[at // columns], request.amounts()[at % columns]
        if request.start.weights:
            self.desk.put_on_board(request.latent(latent, amount), request.manner)
            return
        is_end = amount > 0.5 and request.end is not None
        said = request.end if is_end and request.end is not None else request.start
        self.desk.put_on_board(latent.model_copy(update={"caption": said.caption}))

    def _on_dropped(self, told: object) -> None:
        request = self._request
        if request is None or not isinstance(told, tuple):
            return
        latent, _, row = told
        latents = (*request.latents[:row], latent, *request.latents[row + 1 :])
        self._update("Drop latent", latents=latents)

    @staticmethod
    def _words(chosen: Chosen) -> tuple[str, ...]:
        """What captions may be written with; none where the model reads none."""
        captioned = capability(chosen.model.averaged, Captioned)
        return tuple(captioned.words) if captioned is not None else ()

    def _unknown(self, chosen: Chosen, request: Describe) -> tuple[str, ...]:
        vocabulary = Vocabulary(self._words(chosen))
        ends = [request.start, *([request.end] if request.end else [])]
        return tuple(word for said in ends for word in vocabulary.unknown(said.caption))


def one_class(chosen: int, classes: int) -> tuple[float, ...]:
    """All of one class."""
    return tuple(float(at == chosen) for at in range(classes))
