"""The latent board as it stands beside every tool: small, whole, ready to be dragged from."""

import secrets

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.capabilities import Generates, capability
from ganstudio.edit.board import BOARD, with_added, with_moved, with_seeds
from ganstudio.edit.draw import Drawn
from ganstudio.edit.latents import Latent
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.latent_cell import Cell
from ganstudio.ui.editing.latent_drag import LatentFiles
from ganstudio.ui.editing.latent_grid import LatentGrid
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.scrolled import scrolled

SEEDS = 1_000_000
_HINT = "Drag a picture onto a row, a column or the timeline."
_NONE = "This model makes no pictures of latents"


def fresh_seeds(count: int) -> list[int]:
    """Seeds that nobody chose."""
    return [secrets.randbelow(SEEDS) for _ in range(count)]


class BoardPane(QWidget):
    """`opened` asks for the board's own tool, with the place that was double-clicked."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._seen: tuple[object, object] = (self, self)  # none of both
        self.count = Label("", "tick", "text3")
        self.fill = IconButton("dice", "Draw other seeds; starred ones stay", size=24)
        self.add = IconButton("plus", "Add a latent of a random seed", size=24)
        self.grid = LatentGrid("Latent board", 50)
        self.grid.files = LatentFiles(desk)
        self.hint = Label(_HINT, "tick", "text3", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(Label("Latent board", "title", "text"), 1)
        head.addWidget(self.count)
        head.addSpacing(4)
        head.addWidget(self.fill)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 13, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(scrolled(self.grid), 1)
        column.addWidget(self.hint)
        self.fill.clicked.connect(self._fill)
        self.add.clicked.connect(self._add)
        self.grid.dropped.connect(self._on_dropped)
        self.grid.moved.connect(self._on_moved)
        self.grid.opened.connect(self.opened)
        desk.session_changed.connect(self.show_board)
        desk.model_changed.connect(self.show_board)
        desk.pictures.arrived.connect(self._on_arrived)

    def show_board(self) -> None:
        """Show what the desk has now; ask for the pictures that are missing."""
        seen = (self.desk.session.tools.get(BOARD), self.desk.chosen)
        if seen[0] is self._seen[0] and seen[1] is self._seen[1]:
            return
        self._seen = seen
        draws = self._draws()
        items = self.desk.board.items if draws else ()
        self.count.setText(str(len(items)) if items else "")
        self.hint.setText(_HINT if draws or self.desk.chosen is None else _NONE)
        images = [self.desk.pictures.image(one.latent, one.manner) for one in items]
        self.grid.set_cells([Cell(one, one.latent.name) for one in items], images)
        self.desk.pictures.wish("board", [(one.latent, one.manner) for one in items])
        reason = "No model is open" if self.desk.chosen is None else _NONE
        for button in (self.fill, self.add):
            button.set_refusal("" if draws else reason)

    def _draws(self) -> bool:
        """Whether the model makes pictures of latents."""
        chosen = self.desk.chosen
        if chosen is None or not chosen.model.spec.is_images:
            return False
        return capability(chosen.model.averaged, Generates) is not None

    def _on_arrived(self, place: object) -> None:
        for at, cell in enumerate(self.grid.cells):
            if (cell.drawn.latent, cell.drawn.manner) == place:
                image = self.desk.pictures.image(*place)
                if image is not None:
                    self.grid.set_image(at, image)

    def _fill(self) -> None:
        board = self.desk.board
        self.desk.change_board(with_seeds(board, fresh_seeds(len(board.items))), "Draw other seeds")

    def _add(self) -> None:
        board = self.desk.board
        seed, classes = fresh_seeds(1)[0], self.desk.classes
        label = len(board.items) % classes if classes else None
        added = Drawn(latent=Latent(seed=seed, label=label))
        self.desk.change_board(with_added(board, [added]), "Add latent")

    def _on_dropped(self, told: object) -> None:
        if isinstance(told, tuple):
            latent, manner, before = told
            added = Drawn(latent=latent, manner=manner)
            self.desk.change_board(with_added(self.desk.board, [added], before), "Drop latent")

    def _on_moved(self, told: object) -> None:
        if isinstance(told, tuple):
            places, before = told
            self.desk.change_board(with_moved(self.desk.board, places, before), "Move latent")
