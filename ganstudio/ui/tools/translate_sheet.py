"""What every tool has that makes pictures of pictures: a sheet, its examples, drops, a batch."""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.errors import Cancelled, InputError
from ganstudio.edit.attributes import Move
from ganstudio.edit.batch import BatchItem, translate_files
from ganstudio.edit.given import Given, pictures_in
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.edit.restyle import Restyle
from ganstudio.edit.translate import Translate
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tasks import Report, Task, TaskError
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.translate_batch import BatchBar
from ganstudio.ui.tools.translate_files import (
    AT_ONCE,
    dropped_paths,
    file_pictures,
    own_pictures,
    taken_shape,
)
from ganstudio.ui.tools.translate_list import PictureList
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider, Label

EXAMPLES = 3
GivenRequest = Translate | Move | Restyle


class PicturesTool(Tool):
    """A concrete one says how its sheet is laid out, and fills its inspector."""

    batch_told = Signal(object)  # (number, BatchItem)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet = self.make_sheet()
        self.list = PictureList()
        self.batch = BatchBar()
        self.about = Label("", "control", "text2")
        self.line = QHBoxLayout()  # under the sheet: its size and what it took
        self._size = Label("", "tick", "text2")
        self._spent = Label("", "tick", "text2")
        self._asked_at = 0.0
        self.pane = self.make_pane()
        self.inspector = self.pane
        self.empty = EmptyState(
            "drop",
            "No picture is open",
            "Drop a picture or a folder here, or take examples of the run's own data.",
            "Take examples",
            primary=True,
        )
        self.setAcceptDrops(True)
        self._opens: Chosen | None = None
        self._seed = 0
        self._items: list[BatchItem] = []
        self._whole = 0
        self._task: Task | None = None
        self._done: tuple[AnyRequest, Rendering] | None = None
        self._press = object()
        self._lay_out()
        self.batch_told.connect(self._on_item)
        self.sheet.resized.connect(self._say_size)
        self.batch.dropped.connect(self._on_batch)
        self.batch.choose_asked.connect(self._choose_folder)
        self.batch.cancelled.connect(self._cancel)
        self.list.others.clicked.connect(self._take_others)
        self.list.add.clicked.connect(self.choose_files)
        self.list.shown_changed.connect(self._on_shown)
        self.list.removed.connect(self._on_removed)
        self.empty.activated.connect(self._take_examples)

    # for a concrete tool

    def make_sheet(self) -> SheetView:
        """Where the pictures are seen."""
        return SheetView(self.title)

    def make_pane(self) -> Inspector:
        """What stands at the right."""
        return Inspector(self.title)

    def lay_sheet(self, request: GivenRequest, chosen: Chosen) -> None:
        """Set the sheet's shape and words, and show the request in the inspector."""
        raise NotImplementedError

    def show_readings(self, request: GivenRequest, rendering: Rendering) -> None:
        """What was measured along the way."""

    # what every one does

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Translate | Move | Restyle) or chosen is None:
            return
        self._done = None
        self._stack.setCurrentIndex(1 if request.given else 0)
        self.pane.show_rows(bool(request.given))
        self.sheet.set_picture_size(*_sides(chosen))
        self.lay_sheet(request, chosen)
        if request.given:
            self.list.show_pictures(request.given, request.rows)
            self._asked_at = time.perf_counter()
            self.ask(request, "sheet")
        elif self.state is None:
            self._take_examples()

    def take_picture(self, told: PictureDone) -> None:
        self.sheet.set_image(told.index, to_qimage(told.picture))

    def take(self, told: RequestDone) -> None:
        request = told.request
        if isinstance(request, Translate | Move | Restyle):
            self._done = request, told.rendering
            self._say_spent(request)
            self.show_readings(request, told.rendering)

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action(f"{self.key}.add", "Add pictures…", self.choose_files, menu="Edit",
                   section="tool", icon="plus", where="Edit"),
            Action(f"{self.key}.others", "Take other examples", self._take_others, menu="Edit",
                   section="tool", icon="dice", where="Edit"),
            Action(f"{self.key}.batch", "Translate a folder…", self._choose_folder, menu="Edit",
                   section="tool", icon="folder", where="Edit"),
        )  # fmt: skip

    @property
    def request(self) -> GivenRequest | None:
        """What is shown; the first state where nothing was done yet."""
        chosen = self.desk.chosen
        if chosen is None:
            return None
        found = self.state or self.first_state(chosen)
        return found if isinstance(found, Translate | Move | Restyle) else None

    def update_request(self, title: str, press: object | None = None, **fields: object) -> None:
        """Change some fields of what is shown."""
        request = self.request
        if request is not None:
            self.change(request.model_copy(update=fields), title, press)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add files and those of folders; many of them are translated as a batch instead."""
        files = pictures_in(paths)
        if len(files) > AT_ONCE:
            self._on_batch(tuple(paths))
            return
        chosen = self.desk.chosen
        if chosen is None:
            return
        shape = taken_shape(chosen)

        def work(_report: Report) -> tuple[tuple[Given, ...], tuple[str, ...]]:
            return file_pictures(files, shape)

        self.desk.context.tasks.run_task("Read pictures", work, self._take_files)

    def translate_folder(self, paths: Sequence[Path], folder: Path) -> None:
        """Translate files and those of folders into a folder, one behind the other."""
        chosen, request = self.desk.chosen, self.request
        files = pictures_in(paths)
        if chosen is None or request is None or self._task is not None:
            return
        if not files:
            self.desk.context.tell_error(
                InputError(f"There is no picture in {paths[0].name}: choose another folder.")
            )
            return
        self._items, self._whole = [], len(files)
        self.batch.begin(len(files), folder)
        system, shape = chosen.model.averaged, taken_shape(chosen)

        def work(report: Report) -> bool:
            def tell(index: int, item: BatchItem) -> None:
                self.batch_told.emit((index, item))
                report((index + 1) / len(files), item.path.name)

            try:
                translate_files(system, request, shape, files, folder, tell)
            except Cancelled:
                return True
            return False

        title = f"Translate {len(files)} pictures"
        self._task = self.desk.context.tasks.run_task(title, work, self._end, self._fail_batch)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.add_files(paths)

    # inside

    def _lay_out(self) -> None:
        page, centre = QWidget(), _Ground()
        self.about.setContentsMargins(16, 8, 16, 0)
        self.line.setContentsMargins(16, 0, 16, 8)
        self.line.setSpacing(16)
        self.line.addWidget(self._size)
        self.line.addWidget(self._spent)
        self.line.addStretch(1)
        stage = QVBoxLayout(centre)
        stage.setContentsMargins(0, 0, 0, 0)
        stage.setSpacing(0)
        stage.addWidget(self.about)
        stage.addWidget(self.sheet, 1)
        stage.addLayout(self.line)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(centre, 1)
        column.addWidget(Divider())
        column.addWidget(self.batch)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addLayout(column, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _on_shown(self, places: object) -> None:
        request = self.request
        if isinstance(places, tuple) and request is not None and places != request.rows:
            self.update_request("Choose pictures", shown=places)

    def _on_removed(self, places: object) -> None:
        """Those that stay keep their order; the last one can go too."""
        request = self.request
        if not isinstance(places, tuple) or request is None:
            return
        stay = [at for at in range(len(request.given)) if at not in places]
        title = "Take away a picture" if len(places) == 1 else "Take away pictures"
        self.update_request(title, given=tuple(request.given[at] for at in stay), shown=())

    def _say_size(self) -> None:
        chosen = self.desk.chosen
        if chosen is not None and self._stack.currentIndex():
            width, height = _sides(chosen)
            zoom = self.sheet.cell_rect(0).width() * self.devicePixelRatioF() / width
            self._size.setText(f"{width} × {height} px, shown at {zoom:.3g}×")

    def _say_spent(self, request: GivenRequest) -> None:
        self._say_size()
        spent = 1e3 * (time.perf_counter() - self._asked_at)
        count = len(request.rows)
        self._spent.setText(f"{spent:.0f} ms for {count} picture{'s' if count > 1 else ''}")

    def _take_examples(self) -> None:
        chosen = self.desk.chosen
        if chosen is None or self._opens is chosen:
            return
        self._opens, seed = chosen, self._seed

        def work(report: Report) -> tuple[Chosen, tuple[Given, ...]]:
            def read(words: str, share: float) -> None:
                report(share, words)

            return chosen, own_pictures(chosen, EXAMPLES, seed, read)

        self.desk.context.tasks.run_task("Take examples", work, self._take_own, self._fail)

    def _take_others(self) -> None:
        self._seed += 1
        self._take_examples()

    def _take_own(self, found: tuple[Chosen, tuple[Given, ...]]) -> None:
        chosen, given = found
        self._opens = None
        if chosen is not self.desk.chosen:
            return
        if self.state is None:
            self.begin(self.first_state(chosen).model_copy(update={"given": given}))
        else:
            self.update_request("Take examples", given=given, shown=())

    def _take_files(self, found: tuple[tuple[Given, ...], tuple[str, ...]]) -> None:
        given, reasons = found
        for reason in reasons:
            self.desk.context.tell_error(InputError(reason))
        request = self.request
        if given and request is not None:
            first = len(request.given)
            shown = tuple(range(first, first + len(given)))
            self.update_request("Add pictures", given=(*request.given, *given), shown=shown)

    def _fail(self, failure: TaskError) -> None:
        self._opens = None
        self.desk.context.tell_error(failure.error)

    def _fail_batch(self, failure: TaskError) -> None:
        self._task = None
        self.batch.end(self._items, was_cancelled=False)
        self.desk.context.tell_error(failure.error)

    def _on_item(self, told: tuple[int, BatchItem]) -> None:
        self._items.append(told[1])
        self.batch.show_items(self._items, self._whole)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _end(self, was_cancelled: bool) -> None:
        self._task = None
        self.batch.end(self._items, was_cancelled=was_cancelled)

    def _on_batch(self, paths: tuple[Path, ...]) -> None:
        found = QFileDialog.getExistingDirectory(self, "Folder for the results")
        if found:
            self.translate_folder(paths, Path(found))

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Folder of pictures")
        if found:
            self._on_batch((Path(found),))

    def choose_files(self) -> None:
        pattern = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif)"
        found, _ = QFileDialog.getOpenFileNames(self, "Add pictures", "", pattern)
        if found:
            self.add_files([Path(one) for one in found])


class _Ground(QWidget):
    """The neutral colour behind pictures."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("canvas"))
        painter.end()


def _sides(chosen: Chosen) -> tuple[int, int]:
    """Width and height of what the model makes."""
    _, height, width = chosen.model.spec.shape
    return width, height
