"""The line at the bottom: device, the last saved thing, torch's version, memory."""

import os
from pathlib import Path

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import STATUS_BAR, theme
from ganstudio.ui.warmup import cpu_words
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme

_STATM = Path("/proc/self/statm")
_GIGABYTE = 2**30
MEASURE_EVERY = 2000  # ms


def memory_words() -> str:
    """What this process holds of the machine's memory; empty where the system does not tell."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
        page = os.sysconf("SC_PAGE_SIZE")
        total = os.sysconf("SC_PHYS_PAGES") * page
    except (OSError, ValueError, AttributeError):
        return ""
    return f"Memory {pages * page / _GIGABYTE:.1f} of {total / _GIGABYTE:.1f} GB"


class StatusBar(QWidget):
    """Words at both ends; nothing in it can be clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Status")
        self._device = Label(cpu_words(), "tick")
        self._saved = ElidedLabel("", "tick")
        self._torch = Label("loading torch", "tick", "text3")
        self._memory = Label("", "tick")
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._device)
        self._layout.addWidget(self._saved, 1)
        self._layout.addWidget(self._torch)
        self._layout.addWidget(self._memory)
        follow_theme(self.restyle)
        self._timer = QTimer(self, interval=MEASURE_EVERY)
        self._timer.timeout.connect(self.measure)
        self._timer.start()
        self.measure()

    def set_device(self, words: str) -> None:
        self._device.setText(words)

    def set_saved(self, words: str) -> None:
        self._saved.setText(words)

    def set_torch(self, words: str, *, is_problem: bool = False) -> None:
        self._torch.setText(words)
        self._torch.set_tone("error" if is_problem else "text2")

    def measure(self) -> None:
        words = memory_words()
        self._memory.setText(words)
        self._memory.setVisible(bool(words))

    def restyle(self) -> None:
        px = theme().px
        self.setFixedHeight(px(STATUS_BAR))
        self._layout.setContentsMargins(px(32), 1, px(12), 0)
        self._layout.setSpacing(px(16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("window"))
        painter.fillRect(0, 0, self.width(), 1, theme().colour("hairline"))
        side = theme().px(14)
        spot = QRectF(theme().px(12), (self.height() - side) // 2 + 1, side, side)
        draw_icon(painter, "chip", spot, theme().colour("text3"))
        painter.end()
