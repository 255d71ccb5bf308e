"""A sheet that measures a run: what images are compared by, how many, and what was found."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from ganstudio.engine.evaluations import Asked
from ganstudio.metrics.figures import Reading
from ganstudio.ui.intake.blocks import Field, Table
from ganstudio.ui.library.sheet_form import SheetForm
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.numbers import format_number

FILE = "file"
_FEATURES = (
    ("", "What fits the data", ""),
    ("digits", "A classifier of handwritten digits", ""),
    ("classes", "A classifier of the data's own classes", ""),
    ("pixels", "Pixels at 8 px", ""),
    (FILE, "A network of mine (TorchScript or ONNX)…", ""),
)
_HELP = (
    "FID, KID, precision and recall compare features, and mean nothing without the name of what "
    "gave them. Only an Inception network's FID can be set beside published numbers."
)
_TRUST = "TorchScript is a program that runs: choose only a file that you trust."


class MeasureForm(SheetForm):
    """Its quiet button closes the sheet, `done` asks to measure; the sheet stays."""

    def __init__(self, evaluations: Sequence[Asked], *, of_images: bool) -> None:
        super().__init__("Close", "Measure")
        self._path = ""
        self.features = Combo(_FEATURES)
        self.samples = TextField("", "As many as is usual")
        self.state = Label("", "control", "text2", wrap=True)
        self.note = Note("warn", "")
        self.table = Table(has_head=True)
        self.remarks = Label("", "control", "text3", wrap=True)
        self.column.addWidget(Label(_HELP, "control", "text2", wrap=True))
        if of_images:
            self.column.addWidget(Field("Compared by", self.features))
        self.column.addWidget(Field("Samples", self.samples))
        for widget in (self.note, self.state, self.table, self.remarks):
            self.column.addWidget(widget)
        self.note.hide()
        self.add_buttons()
        self.features.changed.connect(self._on_features)
        self.samples.textChanged.connect(self._check)
        self.samples.returnPressed.connect(self.primary.click)
        self.setFocusProxy(self.primary)
        self._show(evaluations[0] if evaluations else None)

    @property
    def asked_features(self) -> str:
        """A choice's word, or the path of a file."""
        return self._path if self.features.value == FILE else str(self.features.value)

    @property
    def asked_samples(self) -> int | None:
        words = self.samples.text().strip().replace(",", "")
        return int(words) if words else None

    def show_busy(self) -> None:
        self.primary.set_refusal("It is being measured")
        self.note.hide()
        self.state.setText("Measuring. The sheet may be closed: what is found is kept.")

    def show_asked(self, asked: Asked, problem: str = "") -> None:
        self._show(asked)
        self._warn(problem)
        self._check()

    def show_problem(self, words: str) -> None:
        self.state.setText("")
        self._warn(words)
        self._check()

    def _show(self, asked: Asked | None) -> None:
        if asked is None:
            self.state.setText("It was not measured yet.")
            return
        when = datetime.fromtimestamp(asked.made).strftime("%-d %B, %H:%M")
        self.state.setText(f"At step {asked.step:,}, measured {when}:")
        self.table.show_rows(_table(asked.rows))
        notes = dict.fromkeys(row.note for row in asked.rows if row.note)
        self.remarks.setText(" ".join(notes))
        self.grown.emit()

    def _warn(self, words: str) -> None:
        self.note.set_text(words)
        self.note.setVisible(bool(words))
        self.grown.emit()

    def _check(self, _words: object = None) -> None:
        words = self.samples.text().strip().replace(",", "")
        wrong = bool(words) and not (words.isdigit() and 2 <= int(words) <= 100_000)
        sentence = "Samples are 2 to 100,000, or left out." if wrong else ""
        self.samples.set_error(sentence)
        self.primary.set_refusal(sentence)

    def _on_features(self, value: object) -> None:
        if value != FILE:
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Choose a network", "", "Networks (*.pt *.pth *.ts *.onnx)"
        )
        if not chosen:
            self.features.set_value("")
            return
        self._path = chosen
        words = (
            f"{Path(chosen).name}: {_TRUST if not chosen.endswith('.onnx') else 'an ONNX file.'}"
        )
        self._warn(words)


def _table(rows: Sequence[Reading]) -> list[tuple[str, ...]]:
    """Titles name the features that are behind them; real data have a column where any has one."""
    lines: list[tuple[str, ...]] = [("Metric", "Value", "Real data", "Samples")]
    for row in rows:
        beside = "" if row.real is None else format_number(row.real, 4)
        lines.append((row.title, _value(row), beside, f"{row.samples:,}"))
    is_beside = any(row.real is not None for row in rows)
    return lines if is_beside else [(*line[:2], line[3]) for line in lines]


def _value(row: Reading) -> str:
    if row.value is None:
        return "not measured"
    spread = "" if row.spread is None else f" ± {format_number(row.spread, 2)}"
    return format_number(row.value, 4) + spread
