"""Screenshots of every panel: `python -m tests.ui.panels.look FOLDER [dark] [light]`.

QT_SCALE_FACTOR=2 in the environment gives those of a dense screen.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.gradients import GradientsPanel
from ganstudio.ui.panels.live import LivePanel, LiveRow
from ganstudio.ui.panels.log import LogPanel
from ganstudio.ui.panels.losses import LossesPanel
from ganstudio.ui.panels.samples import SamplesPanel
from ganstudio.ui.panels.scores import ScoresPanel
from ganstudio.ui.panels.snapshots import SnapshotsPanel
from ganstudio.ui.panels.throughput import ThroughputPanel
from ganstudio.ui.panels.wasserstein import WassersteinPanel
from ganstudio.ui.panels.world import WorldPanel
from ganstudio.ui.theme import theme
from tests.ui.panels import feed

ROWS = (
    LiveRow("system.generator_lr", "Learning rate", "generator", 1e-4, 1e-5, 1e-2, log=True),
    LiveRow("system.critic_lr", "Learning rate", "critic", 3e-4, 1e-5, 1e-2, True, default=1e-4),
    LiveRow("system.critic_steps", "Steps per turn", "critic", 5, 1, 20, integer=True),
    LiveRow("system.penalty.weight", "Penalty λ", "critic", 0.1, 0.01, 100.0, log=True),
    LiveRow("slow_motion", "Slow motion", "", False),
)


class Desk(QWidget):
    """The Train workspace's centre, as far as panels go."""

    def __init__(self, of_images=False):
        super().__init__()
        self.board = PanelBoard(self)
        self.live, self.log = LivePanel(), LogPanel()
        self.world, self.samples = WorldPanel("ring of 8, σ 0.07"), SamplesPanel()
        self.losses, self.wasserstein = LossesPanel(), WassersteinPanel()
        self.gradients, self.scores = GradientsPanel(), ScoresPanel()
        self.throughput, self.snapshots = ThroughputPanel(), SnapshotsPanel()
        self.main = self.samples if of_images else self.world
        left, centre, right = [self.live, self.log], [self.main], self.plots()
        self.board.add([*left, *centre, *right, self.snapshots])
        row = QHBoxLayout()
        for panels, stretch in ((left, 252), (centre, 520), (right, 524)):
            column = QVBoxLayout()
            column.setSpacing(8)
            for panel in panels:
                column.addWidget(panel, 1)
            row.addLayout(column, stretch)
        row.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(8)
        whole.addLayout(row, 1)
        whole.addWidget(self.snapshots)

    def plots(self):
        return [self.losses, self.wasserstein, self.gradients]

    def paintEvent(self, event):
        QPainter(self).fillRect(self.rect(), theme().colour("window"))


class Others(QWidget):
    """The panels that the desk leaves out."""

    def __init__(self):
        super().__init__()
        self.board = PanelBoard(self)
        self.samples, self.scores = SamplesPanel(), ScoresPanel()
        self.throughput, self.log = ThroughputPanel(), LogPanel()
        panels = [self.samples, self.scores, self.throughput, self.log]
        self.board.add(panels)
        grid = QGridLayout(self)
        grid.setSpacing(8)
        for index, panel in enumerate(panels):
            grid.addWidget(panel, index // 2, index % 2)

    paintEvent = Desk.paintEvent


def shoot(widget, path, size):
    widget.resize(size)
    widget.show()
    QApplication.processEvents()
    widget.board.refresh()
    QApplication.processEvents()
    widget.board.refresh()
    widget.grab().save(str(path))


def main(folder, modes):
    application = QApplication.instance() or QApplication([])
    theme().install(modes[0])
    folder.mkdir(parents=True, exist_ok=True)
    desk, images, others, empty = Desk(), Desk(True), Others(), Desk()
    for host, of_images in ((desk, False), (images, True), (others, True)):
        host.board.receive(feed.run(of_images=of_images))
    for host in (desk, images):
        host.live.set_rows(ROWS)
    for mode in modes:
        theme().set_mode(mode)
        tail = f"{mode}-{desk.devicePixelRatio():.0f}x.png"
        desk.board.set_playhead(2_100)
        shoot(desk, folder / f"desk-{tail}", QSize(1376, 780))
        shoot(images, folder / f"images-{tail}", QSize(1376, 780))
        shoot(others, folder / f"others-{tail}", QSize(1100, 700))
        shoot(empty, folder / f"empty-{tail}", QSize(1376, 780))
        shoot(desk, folder / f"small-{tail}", QSize(1116, 600))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ["dark", "light"])
