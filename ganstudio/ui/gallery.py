"""Every component in its states on one page, for screenshots and for looking at."""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.gallery_panels import equation_panel, gradient_panel, score_panel
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.badge import Badge, KeyCap
from ganstudio.ui.widgets.buttons import (
    Button,
    DestructiveButton,
    IconButton,
    PrimaryButton,
    QuietButton,
    SecondaryButton,
)
from ganstudio.ui.widgets.chip import Chip
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.dialog import DialogBox
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.fields import ErrorLine, NumberField, SearchField
from ganstudio.ui.widgets.focus import FocusRing
from ganstudio.ui.widgets.image_grid import ImageGrid
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.progress import ProgressRow
from ganstudio.ui.widgets.reset_dot import ResetDot
from ganstudio.ui.widgets.section import Section
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField
from ganstudio.ui.widgets.toast import Toast
from ganstudio.ui.widgets.toggle import Toggle


class Card(QWidget):
    """A titled box of the gallery."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(10)
        if title:
            self.column.addWidget(Label(title, "head", "text3"))
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.update()

    def row(self, *widgets: QWidget, spacing: int = 8) -> QHBoxLayout:
        """Add widgets side by side."""
        line = QHBoxLayout()
        line.setSpacing(spacing)
        for widget in widgets:
            line.addWidget(widget)
        line.addStretch(1)
        self.column.addLayout(line)
        return line

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = theme().colour
        radius = theme().px(RADIUS_CONTROL)
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), radius, colour("panel"), colour("hairline"))


class Gallery(QWidget):
    """The component sheet of the design, made of the real components."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rings: list[FocusRing] = []
        self._ringed: list[QWidget] = []
        page = QHBoxLayout(self)
        page.setContentsMargins(20, 20, 20, 20)
        page.setSpacing(16)
        for cards, stretch in (
            (self._first_column(), 374),
            (self._second_column(), 266),
            (self._third_column(), 320),
        ):
            column = QVBoxLayout()
            column.setSpacing(10)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            page.addLayout(column, stretch)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._rings:
            self._rings = [FocusRing(widget) for widget in self._ringed]

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("window"))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            for ring in self._rings:
                ring.raise_()
        return handled

    def _first_column(self) -> list[QWidget]:
        return [
            self._buttons(),
            self._fields(),
            self._property_rows(),
            gradient_panel(),
            score_panel(),
        ]

    def _second_column(self) -> list[QWidget]:
        grid = ImageGrid(columns=4, zoom=6)
        grid.setFixedHeight(64)
        grid.set_images(_blobs(3, 8), pending=1)
        grid.select(1)
        cells = Card("Image cells")
        cells.column.addWidget(grid)
        keys = Card()
        keys.row(KeyCap("Ctrl"), KeyCap("Shift"), KeyCap("P"), spacing=4)
        progress = ProgressRow("Digit-FID at step 7,800")
        progress.set_progress(0.62, "9 s left")
        busy = ProgressRow("Reading pictures")
        busy.set_unknown("12 s, decoding")
        running = Card()
        running.column.addWidget(progress)
        running.column.addWidget(busy)
        return [
            self._chips(),
            self._section(),
            cells,
            Note("warn", "Batch norm mixes samples, but the penalty is per sample."),
            Note("error", "Packing cannot be used with projection labels."),
            Toast("ok", "Checkpoint 6,000 written", "84 MB.", "Show folder", self),
            running,
            keys,
        ]

    def _third_column(self) -> list[QWidget]:
        question = DialogBox(
            "Stop while it trains?",
            "wgan-gp-ring 07 is at step 3,412. Stopping writes a checkpoint first.",
            ("keep", "Keep training"),
            ("stop", "Stop and save"),
        )
        note = Note(
            "warn",
            "Batch norm mixes samples, but the penalty is per sample.",
            "Gulrajani 2017, sec. 4",
            [("layer", "Use layer norm"), ("keep", "Keep it")],
        )
        info = Note("info", "Hinge with a gradient penalty works, though spectral norm is usual.")
        empty = PanelFrame("Train", "no run")
        empty.menu.addAction("Close")
        empty.set_content(
            EmptyState(
                "curves",
                "No run yet",
                "Start one and its curves, samples and world appear here.",
                "Start the ring demo",
                "Choose a preset",
                primary=True,
            )
        )
        empty.setMinimumHeight(340)
        return [question, note, info, equation_panel(), empty]

    def _buttons(self) -> QWidget:
        card = Card("Buttons")
        for kind, words in (
            (PrimaryButton, "Start"),
            (SecondaryButton, "Export"),
            (QuietButton, "Undo"),
        ):
            card.row(*self._states(kind, words), spacing=10)
        line = card.row(*self._icon_states())
        line.addWidget(Divider(vertical=True))
        line.addWidget(IconButton("eraser", "Eraser (E)", size=32))
        brush = IconButton("brush", "Brush (B)", checkable=True, size=32, accent=True)
        brush.setChecked(True)
        line.addWidget(brush)
        line.addStretch(1)
        line.addWidget(DestructiveButton("Discard"))
        more = SecondaryButton("Go to live 3,412", keys="End")
        more.set_dot("ok")
        card.row(SecondaryButton("Fork from here", "fork"), more)
        return card

    def _states(self, kind: type[Button], words: str) -> list[QWidget]:
        rest, hover, pressed, focus, off = (kind(words) for _ in range(5))
        _pose(hover, pressed)
        off.set_refusal("The form has an error.")
        self._ringed.append(focus)
        return [rest, hover, pressed, focus, off]

    def _icon_states(self) -> list[QWidget]:
        names = ("undo", "undo", "link", "expand", "redo")
        rest, hover, pressed, focus, off = (
            IconButton(name, name.capitalize(), size=24) for name in names
        )
        _pose(hover, pressed)
        off.set_refusal("Nothing to redo.")
        self._ringed.append(focus)
        return [rest, hover, pressed, focus, off]

    def _fields(self) -> QWidget:
        card = Card("Fields")
        speed = Segmented([("live", "Live"), ("end", "On stroke end"), ("manual", "Manual")])
        speed.set_value("end")
        view = Segmented([("form", "Form"), ("yaml", "YAML")], small=True)
        card.row(speed, view, spacing=10)
        hinge = Combo([("hinge", "Hinge", "")])
        wasserstein = Combo([("w", "Wasserstein", "")])
        rate = NumberField(minimum=0)
        rate.setText("−3e-4")
        rate.set_error("The rate must be above 0.")
        line = QHBoxLayout()
        line.setSpacing(10)
        for widget in (hinge, wasserstein, rate):
            line.addWidget(widget, 1)
        card.column.addLayout(line)
        error = ErrorLine(rate)
        error.setText(rate.error)
        error.setAlignment(Qt.AlignmentFlag.AlignRight)
        card.column.addWidget(error)
        slow, follow, focus, off = (Toggle(w) for w in ("Slow", "Follow", "Focus", "Disabled"))
        follow.set_value(True)
        focus.set_value(True)
        off.set_refusal("No run to follow.")
        card.row(slow, follow, focus, off, spacing=16)
        card.column.addWidget(SearchField("Search 46 presets"))
        self._ringed += [wasserstein, focus]
        return card

    def _property_rows(self) -> QWidget:
        card = Card("Property rows")
        rows = QGridLayout()
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(4)
        rows.setColumnMinimumWidth(0, 112)
        rate = SliderField(1e-5, 1e-2, log=True)
        rate.set_value(3e-4)
        turns = SliderField(1, 10, integer=True)
        turns.set_value(5)
        penalty = Combo([("gp", "Gradient penalty", "")])
        weight = SliderField(0.01, 1, log=True, unit="λ")
        weight.set_default(0.3)
        weight.set_value(0.1)
        self._ringed.append(weight.field)
        controls: list[tuple[str, QWidget, str | None]] = [
            ("Learning rate", rate, "1e-4"),
            ("Steps per turn", turns, None),
            ("Penalty", penalty, "none"),
            ("Weight λ", weight, "0.3"),
        ]
        for position, (words, control, default) in enumerate(controls):
            dot = ResetDot()
            dot.set_default(default)
            rows.addWidget(Label(words), position, 0)
            rows.addWidget(control, position, 1)
            rows.addWidget(dot, position, 2)
        card.column.addLayout(rows)
        return card

    def _chips(self) -> QWidget:
        card = Card("Chips and badges")
        ready, quick, mine = Chip("Ready"), Chip("Under 5 min"), Chip("Mine")
        ready.setChecked(True)
        self._ringed.append(mine)
        card.row(ready, quick, mine)
        real, fake = Chip("Real", dot="real"), Chip("Fake", dot="generator")
        real.setChecked(True)
        fake.setChecked(True)
        card.row(real, fake, Chip("Manifold"))
        card.row(Badge("Finished"), Badge("Running", "ok", dot=True), Badge("Paused", "warn"))
        card.row(Badge("Failed", "error"), Badge("Generator", "generator"))
        card.row(
            Badge("Critic", "critic"), Badge("best", "accent"), Badge("Trained", "ok", "check")
        )
        return card

    def _section(self) -> QWidget:
        card = Card()
        card.column.setSpacing(0)
        folded = Section("Generator", folded=True)
        folded.set_summary("MLP 3 × 128, Gaussian latent")
        opened = Section("Objective")
        opened.set_changed_count(4)
        opened.add_widget(Combo([("hinge", "Hinge", "")]))
        card.column.addWidget(folded)
        card.column.addWidget(opened)
        return card


def _pose(hover: Control, pressed: Control) -> None:
    hover.set_pose("hover")
    pressed.set_pose("pressed")


def _blobs(count: int, side: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Small pictures with a bright spot in different places; (count, side, side) uint8."""
    rows, columns = np.mgrid[0:side, 0:side]
    centres = np.linspace(2, side - 3, count)
    spots = [np.exp(-((rows - side / 2) ** 2 + (columns - c) ** 2) / 4) for c in centres]
    return (255 * np.stack(spots)).astype(np.uint8)
