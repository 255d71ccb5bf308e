"""The right pane of Runs: one run, or two in one plot with what differs between them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.ui.library.compare_curve import DASHES, CurvePanel
from ganstudio.ui.library.compare_parts import LETTERS, RowTable
from ganstudio.ui.library.compare_pictures import PicturePanel
from ganstudio.ui.library.run_reading import Record
from ganstudio.ui.library.run_rows import RunRow
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import (
    DestructiveButton,
    IconButton,
    QuietButton,
    SecondaryButton,
)
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider, ElidedLabel
from ganstudio.ui.widgets.legend import Legend
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.scrolled import scrolled


class ComparePane(Pane):
    """Shows a Record. `metric_chosen` carries a scalar's name; the asked signals a RunRow."""

    metric_chosen = Signal(object)
    swap_asked = Signal()
    close_asked = Signal()
    resume_asked = Signal(object)
    fork_asked = Signal(object)
    tune_asked = Signal(object)
    open_asked = Signal(object)
    folder_asked = Signal(object)
    trash_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("panel", "left")
        self.rows: tuple[RunRow, ...] = ()
        self.record: Record | None = None
        self.heading = ElidedLabel("", "object", "text")
        self.legend = Legend()
        self.swap = QuietButton("Swap", "swap")
        self.close_button = IconButton("close", "Put the selection away  Esc")
        self.curve_panel = CurvePanel()
        self.picture_panel = PicturePanel()
        self.table = RowTable()
        self.table_panel = PanelFrame("What differs")
        self.note = Note("error", "")
        self.resume = SecondaryButton("Resume", "resume")
        self.fork = SecondaryButton("Fork", "fork")
        self.tune = SecondaryButton("Fine-tune", "wand")
        self.folder = QuietButton("Open folder", "folder")
        self.trash = DestructiveButton("Move to trash", "trash")
        self._pages = QStackedWidget()
        self._hint = EmptyState(
            "nodes", "No run is chosen", "Choose one to see it, two to compare them."
        )
        self._lay_out()
        self._connect()
        self.show_runs(())

    def show_runs(self, rows: Sequence[RunRow]) -> None:
        """Name what is chosen; its record follows."""
        self.rows = tuple(rows)
        self._pages.setCurrentIndex(1 if rows else 0)
        pair = len(rows) == 2
        self.heading.setText("Compare" if pair else rows[0].name if rows else "")
        self.swap.setVisible(pair)
        self.legend.setVisible(pair)
        if pair:
            self.legend.set_items([
                (f"{letter} {row.name}", theme().series_colour(number), DASHES[number], "")
                for number, (letter, row) in enumerate(zip(LETTERS, rows, strict=True))
            ])  # fmt: skip
        letter = " A" if pair else ""
        go_on = "Train longer…" if rows and not pair and rows[0].info.is_done else "Resume"
        for button, words in ((self.resume, go_on), (self.fork, "Fork"),
                              (self.tune, "Fine-tune")):  # fmt: skip
            button.set_label(f"{words}{letter}")
        self._refuse(rows[0] if rows else None)
        sentence = next((_sentence(row) for row in rows if _sentence(row)), "")
        self.note.setVisible(bool(sentence))
        self.note.set_text(sentence)

    def show_record(self, record: Record) -> None:
        self.record = record
        self.curve_panel.show_record(record)
        self.picture_panel.show_sides(record.sides)
        pair = len(record.sides) == 2
        self.table_panel.set_title("What differs" if pair else "Settings and results")
        self.table_panel.set_qualifier(self._table_words(record))
        self.table.show_rows(record.rows, LETTERS if pair else ())
        self.table_panel.setVisible(bool(record.rows))

    def restyle(self) -> None:
        """Legend and curves keep the colours they were given; give them anew."""
        self.show_runs(self.rows)
        self.curve_panel.draw()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(608), theme().px(600))

    def _table_words(self, record: Record) -> str:
        if len(record.sides) == 1:
            return "as its preset says"
        return f"{record.differing} of {record.settings:,} settings, and their results"

    def _refuse(self, row: RunRow | None) -> None:
        reason = row.problem if row is not None else "No run is chosen"
        is_training = row is not None and row.state in ("Running", "Paused")
        resume = reason
        if row is not None and not reason:
            if is_training:
                resume = "It trains now"
            elif row.has_weights_alone:
                resume = "It came as weights alone: fine-tune it"
            elif len(self.rows) == 2 and row.info.is_done:
                resume = "All its steps are done: choose it alone to train it longer"
        self.resume.set_refusal(resume)
        self.fork.set_refusal(reason or (resume if row and row.has_weights_alone else ""))
        self.tune.set_refusal(reason or ("Stop it first" if is_training else ""))
        self.trash.set_refusal("Stop it first" if is_training else "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 10, 10)
        head.setSpacing(12)
        head.addWidget(self.heading, 0)
        head.addWidget(self.legend, 0)
        head.addStretch(1)
        head.addWidget(self.swap)
        head.addWidget(self.close_button)
        self.table_panel.set_content(self.table)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        for widget in (self.note, self.curve_panel, self.picture_panel, self.table_panel):
            column.addWidget(widget)
        column.addStretch(1)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(Divider())
        inner.addWidget(scrolled(content), 1)
        inner.addLayout(self._buttons())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        self._pages.addWidget(self._hint)
        self._pages.addWidget(page)
        outer.addWidget(self._pages)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 16)
        row.setSpacing(8)
        for button in (self.resume, self.fork, self.tune):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.folder)
        row.addWidget(self.trash)
        return row

    def _connect(self) -> None:
        self.curve_panel.metric_chosen.connect(self.metric_chosen)
        self.swap.clicked.connect(self.swap_asked)
        self.close_button.clicked.connect(self.close_asked)
        self.resume.clicked.connect(self._on_resume)
        self.fork.clicked.connect(self._on_fork)
        self.tune.clicked.connect(self._on_tune)
        self.folder.clicked.connect(self._on_folder)
        self.trash.clicked.connect(self._on_trash)
        theme().changed.connect(self.restyle)

    def _on_resume(self) -> None:
        self.resume_asked.emit(self.rows[0])

    def _on_fork(self) -> None:
        self.fork_asked.emit(self.rows[0])

    def _on_tune(self) -> None:
        self.tune_asked.emit(self.rows[0])

    def _on_folder(self) -> None:
        self.folder_asked.emit(self.rows[0])

    def _on_trash(self) -> None:
        self.trash_asked.emit(self.rows)


def _sentence(row: RunRow) -> str:
    """What went wrong with a run, if anything did."""
    if row.problem:
        return row.problem
    return row.info.message if row.info.status == "failed" else ""
