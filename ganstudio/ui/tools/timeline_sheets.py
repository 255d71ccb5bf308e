"""Tracks as they were painted last: what has not changed is not painted again."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPixmap

from ganstudio.ui.theme import theme
from ganstudio.ui.tools.timeline_layout import TimelineLayout, Track
from ganstudio.ui.tools.timeline_painting import TracksPainter

Paint = Callable[[TracksPainter], None]


class TrackSheets:
    """One picture a track, kept while what it was made of stays the same."""

    def __init__(self) -> None:
        self._sheets: dict[Track, tuple[Hashable, QPixmap]] = {}
        self.painted = 0  # tracks, since the beginning

    def clear(self) -> None:
        """Forget all of them: the theme is another one."""
        self._sheets.clear()

    def draw(
        self,
        painter: QPainter,
        layout: TimelineLayout,
        track: Track,
        made_of: Hashable,
        paint: Paint,
    ) -> None:
        """Show a track; `paint` is called where anything that it was made of differs."""
        ratio = painter.device().devicePixelRatio()
        whole = made_of, layout.width, layout.scale, layout.film.seconds, ratio
        kept = self._sheets.get(track)
        if kept is None or kept[0] != whole:
            kept = self._sheets[track] = whole, self._painted(layout, track, ratio, paint)
        painter.drawPixmap(layout.band(track).topLeft(), kept[1])

    def _painted(self, layout: TimelineLayout, track: Track, ratio: float, paint: Paint) -> QPixmap:
        band = layout.band(track)
        size = QSize(max(round(band.width() * ratio), 1), round(band.height() * ratio))
        sheet = QPixmap(size)
        sheet.setDevicePixelRatio(ratio)
        sheet.fill(theme().colour("well"))
        painter = QPainter(sheet)
        painter.translate(QPointF(0, -band.top()))
        paint(TracksPainter(painter, layout))
        painter.end()
        self.painted += 1
        return sheet
