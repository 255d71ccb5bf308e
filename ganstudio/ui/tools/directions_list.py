"""All directions by their source, under filters, in rows that are kept while a slider moves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.steer import Move
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.directions_row import WIDTHS, DirectionRow
from ganstudio.ui.widgets.chip import Chip
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.scrolled import scrolled

GROUPS = {
    "pca": ("PCA", "principal components, GANSpace (Härkönen 2020)"),
    "sefa": ("SeFa", "eigenvectors of the weights (Shen 2021)"),
    "difference": ("Differences", "mean of set A minus mean of set B"),
    "boundary": ("Boundaries", "normal of a linear classifier (Shen 2020)"),
}


class ColumnHeads(QWidget):
    """Names over the columns, laid out as a row is."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 4, 12, 2)
        row.setSpacing(8)
        row.addWidget(Label("Name", "head", "text3"), 4)
        row.addWidget(Label("Moves", "head", "text3"), 5)
        self._strength = Label("Strength", "head", "text3")
        self._layers = Label("Layers", "head", "text3")
        self._end = QWidget()
        row.addWidget(self._strength)
        row.addWidget(self._layers)
        scale = QHBoxLayout()
        scale.setContentsMargins(0, 0, 0, 0)
        for at, words in enumerate(("−3σ", "0", "+3σ")):
            if at:
                scale.addStretch(1)
            scale.addWidget(Label(words, "tick", "text3"))
        holder = QWidget()
        holder.setLayout(scale)
        row.addWidget(holder, 8)
        row.addWidget(self._end)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        px = theme().px
        self._strength.setFixedWidth(px(WIDTHS["strength"]))
        self._layers.setFixedWidth(px(WIDTHS["layers"]))
        self._end.setFixedWidth(px(WIDTHS["field"] + 24))


class DirectionList(QWidget):
    """`chosen` carries an index, `moved` (index, sigma), `starred` (index, bool)."""

    chosen = Signal(object)
    moved = Signal(object)
    released = Signal()
    starred = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[DirectionRow] = []
        self._moves: tuple[Move, ...] = ()
        self._filter = "all"
        self.chips = {key: Chip(words) for key, words in _CHIPS}
        self._group = QButtonGroup(self)
        self.search = SearchField("Find by name or factor")
        self.used = Label("", "control", "text3")
        self._heads: dict[str, QWidget] = {}
        self._inside = QVBoxLayout()
        self._inside.setSpacing(0)
        self._lay_out()
        self.search.changed.connect(self._sift)
        self._group.idClicked.connect(self._on_chip)

    def show_moves(self, moves: tuple[Move, ...], chosen: int, layers: int) -> None:
        """Rows are made anew only where there are others than before."""
        if [move.direction.key for move in moves] != [m.direction.key for m in self._moves]:
            self._make_rows(moves)
        self._moves = moves
        for index, (row, move) in enumerate(zip(self.rows, moves, strict=True)):
            row.show_move(move, layers)
            row.set_chosen(index == chosen)
        used = sum(bool(move.amount) for move in moves)
        self.used.setText(f"{used} of {len(moves)} in use" if moves else "")
        self._sift()

    def show_factor(self, index: int, words: str, *, is_mixed: bool) -> None:
        self.rows[index].show_factor(words, is_mixed=is_mixed)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 12, 8)
        bar.setSpacing(6)
        for at, chip in enumerate(self.chips.values()):
            self._group.addButton(chip, at)
            bar.addWidget(chip)
        self.chips["all"].setChecked(True)
        bar.addStretch(1)
        bar.addWidget(self.used)
        bar.addWidget(self.search)
        self.search.setFixedWidth(theme().px(212))
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(8, 0, 8, 8)
        inner.setSpacing(0)
        inner.addLayout(self._inside)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(Divider())
        heads = ColumnHeads()
        column.addWidget(heads)
        column.addWidget(scrolled(content), 1)

    def _make_rows(self, moves: tuple[Move, ...]) -> None:
        empty_out(self._inside)
        self.rows = [DirectionRow() for _ in moves]
        self._heads = {}
        for source, (name, about) in GROUPS.items():
            own = [i for i, move in enumerate(moves) if move.direction.source == source]
            if not own:
                continue
            self._heads[source] = _group_head(name, about)
            self._inside.addWidget(self._heads[source])
            for index in own:
                self._inside.addWidget(self.rows[index])
        for row in self.rows:
            row.chosen.connect(self._on_row)
            row.moved.connect(self._on_moved)
            row.released.connect(self.released)
            row.starred.connect(self._on_starred)

    def _on_row(self) -> None:
        self.chosen.emit(self._sender())

    def _on_moved(self, amount: object) -> None:
        self.moved.emit((self._sender(), amount))

    def _on_starred(self, on: object) -> None:
        self.starred.emit((self._sender(), bool(on)))

    def _sender(self) -> int:
        sender = self.sender()
        return next((i for i, row in enumerate(self.rows) if row is sender), -1)

    def _on_chip(self, at: int) -> None:
        self._filter = list(self.chips)[at]
        for index, chip in enumerate(self.chips.values()):
            chip.setChecked(index == at)
        self._sift()

    def _sift(self, _words: object = None) -> None:
        wanted = self.search.text().lower()
        seen = set()
        for row, move in zip(self.rows, self._moves, strict=True):
            direction = move.direction
            fits = self._filter in ("all", direction.source) or (
                (self._filter == "used" and bool(move.amount))
                or (self._filter == "star" and direction.is_starred)
            )  # fmt: skip
            words = f"{direction.name} {row.moves.text()}".lower()
            row.setVisible(fits and wanted in words)
            if fits and wanted in words:
                seen.add(direction.source)
        for source, head in self._heads.items():
            head.setVisible(source in seen)


_CHIPS = (("all", "All"), ("pca", "PCA"), ("sefa", "SeFa"), ("used", "In use"), ("star", "Starred"))


def _group_head(name: str, about: str) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(8, 8, 4, 4)
    row.setSpacing(8)
    row.addWidget(Label(name, "title", "text"))
    row.addWidget(Label(about, "control", "text3"), 1)
    return head
