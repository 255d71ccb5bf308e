"""A step of a lesson that is a preset: its picture, and the ways to run it."""

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.errors import PresetError
from ganstudio.engine.cards import find_preset, read_card
from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.page import Page
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.picture_view import PictureView


class PresetStep(Demo):
    """Nothing to move: `train_asked` opens it ready to start, `design_asked` to look into."""

    train_asked = Signal()
    design_asked = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.train = SecondaryButton("Open in Train", "play")
        self.design = SecondaryButton("Open in Design", "design")
        self.train.clicked.connect(self.train_asked)
        self.design.clicked.connect(self.design_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if page.problem:
            column.addWidget(EmptyState("search", "This step is not here", page.problem))
        else:
            column.addWidget(self._card(page), 1)
        self.begin()

    def state(self) -> Hashable:
        return ()

    def first_state(self) -> Hashable:
        return ()

    def show_state(self, state: Hashable) -> None:
        """There is but one."""

    def _card(self, page: Page) -> QWidget:
        image = _picture(page.preset)
        told = "" if image.isNull() else "what a finished run looks like"
        frame = PanelFrame(page.preset_words, told)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        if not image.isNull():
            picture = PictureView()
            picture.set_image(image)
            column.addWidget(picture, 1)
        column.addWidget(Label(page.source, "control", "text3", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.train)
        row.addWidget(self.design)
        row.addStretch(1)
        column.addLayout(row)
        if image.isNull():
            column.addStretch(1)
        frame.set_content(inside)
        return frame


def _picture(preset: str) -> QImage:
    """Of a finished run; none for a preset that has not been trained."""
    try:
        found = read_card(find_preset(preset)).picture
    except PresetError:
        return QImage()
    return QImage(str(found)) if found is not None else QImage()
