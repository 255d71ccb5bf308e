"""The ways out of the timeline: a kind of file, a place for it, a task that writes it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ganstudio.edit.documents import Script
from ganstudio.edit.movies import ENDINGS, Film, Movie, MovieKind, why_not, write_movie
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.tasks import Report
from ganstudio.ui.widgets.buttons import SecondaryButton

KINDS: tuple[tuple[MovieKind, str], ...] = (
    ("frames", "PNG sequence…"),
    ("gif", "GIF…"),
    ("apng", "Animated PNG…"),
    ("mp4", "MP4…"),
    ("sheet", "Contact sheet…"),
    ("latents", "Latents…"),
)


class FilmButton(SecondaryButton):
    """Opens a menu of files; `asked` carries their kind."""

    asked = Signal(object)

    def __init__(self, kinds: Sequence[tuple[MovieKind, str]] = KINDS) -> None:
        super().__init__("Export film", "film")
        self._kinds = kinds
        self.clicked.connect(self._open_kinds)

    def kinds_menu(self) -> QMenu:
        """One entry for each kind of file."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for kind, words in self._kinds:
            action = menu.addAction(words)
            reason = why_not(kind)
            action.setEnabled(not reason)
            action.setToolTip(reason)
            action.triggered.connect(partial(self.asked.emit, kind))
        return menu

    def _open_kinds(self) -> None:
        menu = self.kinds_menu()
        left = self.width() - menu.sizeHint().width()
        menu.popup(self.mapToGlobal(QPoint(left, self.height() + 4)))


class FilmExport(QObject):
    """Writes the film that is shown, with progress and cancel in the list of tasks."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent
        self._film: Film | None = None

    def show_film(self, film: Film) -> None:
        self._film = film

    def ask(self, kind: object) -> None:
        """Ask for a place and write there."""
        found = next((one for one, _ in KINDS if one == kind), None)
        if found is None:
            return
        ending = ENDINGS[found]
        if not ending:
            words = "An empty folder for the frames"
            chosen = QFileDialog.getExistingDirectory(self._window, words)
        else:
            chosen, _ = QFileDialog.getSaveFileName(
                self._window, "Export film", f"film{ending}", f"Files (*{ending})"
            )
        if chosen:
            self.write(found, Path(chosen).with_suffix(ending) if ending else Path(chosen))

    def write(self, kind: MovieKind, target: Path) -> None:
        """Write in a task of its own; what goes wrong is told there."""
        chosen, film = self._desk.chosen, self._film
        if chosen is None or film is None:
            return
        workspace = self._desk.session.workspace
        script = Script(workspace=workspace, model=chosen.ref, edit=film)
        movie = Movie(film, chosen.model.averaged, script)

        def work(report: Report) -> Path:
            return write_movie(movie, kind, target, report)

        self._desk.context.tasks.run_task(f"Export {target.name}", work, self._on_written)

    def _on_written(self, target: object) -> None:
        if isinstance(target, Path):
            self._desk.context.tell_saved(f"{target.name} saved")
