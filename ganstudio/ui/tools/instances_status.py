"""The line under a picture of objects: how much there is, and whether what is promised holds."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.edit.instances import EditInstances
from ganstudio.ui.icons import pixmap
from ganstudio.ui.tools.canvas import Canvas
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme


class StatusLine(QWidget):
    """Size and counts, two checks of the picture that is shown, and what it took."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._size, self._counts = Label("", "tick", "text2"), Label("", "tick", "text2")
        self._spent = Label("", "tick", "text2")
        self.constant = Check("Features constant inside each mask", "A mask has several features")
        self.boundary = Check("Boundary map up to date", "Boundary map is out of date")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(16)
        for part in (self._size, self._counts, self.constant, self.boundary):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._spent)
        canvas.zoom_changed.connect(self.show_zoom)

    def show_scene(self, scene: EditInstances) -> None:
        classes = len(np.unique(scene.region_map))
        self._counts.setText(f"{len(scene.looks)} objects, {classes} classes")
        self.show_zoom()

    def show_zoom(self) -> None:
        viewport = self._canvas.viewport
        height, width = viewport.extent
        zoom = viewport.zoom * viewport.ratio
        self._size.setText(f"{width} × {height} px, shown at {zoom:.3g}×")

    def show_checks(self, *, constant: bool, boundary: bool, spent: float) -> None:
        """Of the picture that has come, `spent` ms after it was asked for."""
        self.constant.say(constant)
        self.boundary.say(boundary)
        self._spent.setText(f"Edit to picture {spent:.0f} ms")


class Check(QWidget):
    """A sentence that holds, or what does not; nothing until it was looked at."""

    def __init__(self, holds: str, fails: str) -> None:
        super().__init__()
        self._words = holds, fails
        self.is_well: bool | None = None
        self._mark, self.label = Label(""), Label("", "tick", "ok")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark)
        row.addWidget(self.label)
        follow_theme(self._restyle)

    def say(self, is_well: bool) -> None:
        self.is_well = is_well
        self.label.setText(self._words[0 if is_well else 1])
        self.label.set_tone("ok" if is_well else "warn")
        self._restyle()

    def _restyle(self) -> None:
        if self.is_well is not None:
            sign = ("check", "ok") if self.is_well else ("warn", "warn")
            self._mark.setPixmap(pixmap(sign[0], 14, sign[1], self.devicePixelRatio()))
