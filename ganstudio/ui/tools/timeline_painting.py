"""How the tracks of a timeline look."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPen, QPolygonF

from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CELL, theme
from ganstudio.ui.tools.timeline_layout import TimelineLayout, Track
from ganstudio.ui.widgets.axes import nice_ticks, tick_text
from ganstudio.ui.widgets.numbers import with_minus
from ganstudio.ui.widgets.painting import blend, draw_box, draw_ring

_SPACES = {"z-lerp": "z lerp", "z-slerp": "z slerp", "w-lerp": "w lerp", "w+": "w+"}
_NOISES = {"fixed": "the model's own", "off": "none"}
_TICK_ROOM = 90  # px between words of the ruler
_PATH_COLOUR = 2  # of the categorical colours
_LEAST_LINE = 2  # points
_MOMENT = 1e-6  # seconds, less than a frame by far


class TracksPainter:
    """One round of painting."""

    def __init__(self, painter: QPainter, layout: TimelineLayout) -> None:
        self._painter = painter
        self._layout = layout
        self._film = layout.film
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def ruler(self, spans: Sequence[tuple[int, int]]) -> None:
        """Seconds, and in green what is ready."""
        painter, layout, colour = self._painter, self._layout, theme().colour
        band = self._ground("ruler")
        most = max(int((layout.right - layout.left) / layout.px(_TICK_ROOM)), 2)
        spacing, ticks = nice_ticks(0, self._film.seconds, most)
        painter.setFont(theme().font("tick"))
        for tick in ticks:
            x = round(layout.x(tick)) + 0.5
            painter.setPen(colour("edge"))
            painter.drawLine(QLineF(x, band.top() + layout.px(8), x, band.bottom() - 4))
            painter.setPen(colour("text3"))
            words = f"{tick_text(tick, spacing)}\N{THIN SPACE}s"
            width = QFontMetrics(painter.font()).horizontalAdvance(words) + 2
            left = x + layout.px(5) if x + width < layout.right else x - width - layout.px(5)
            painter.drawText(QPointF(left, band.top() + layout.px(15)), words)
        per_second = self._film.frames_per_second
        for first, last in spans:
            start, end = layout.x(first / per_second), layout.x(last / per_second)
            painter.fillRect(QRectF(start, band.bottom() - 3, end - start, 3), colour("ok"))

    def keys(self, images: Sequence[QImage | None], selected: int) -> None:
        """Args: images: one for each key, where it is there."""
        painter, layout, colour = self._painter, self._layout, theme().colour
        middle = round(self._ground("keys").center().y()) + 0.5
        self._label("keys", "Key-frames", _SPACES[self._film.space])
        painter.setPen(QPen(colour("edge"), 1))
        last = (
            layout.right
            if self._film.is_loop
            else layout.key_rect(-1 % len(self._film.keys)).left()
        )
        painter.drawLine(QLineF(layout.key_rect(0).left(), middle, last, middle))
        for index, key in enumerate(self._film.keys):
            badge = layout.badge_rect(index)
            if not badge.isEmpty():
                self._badge(badge, key.easing.capitalize())
        order = [at for at in range(len(self._film.keys)) if at != selected]
        for index in [*order, *([selected] if 0 <= selected < len(self._film.keys) else [])]:
            self._key(layout.key_rect(index), images[index], index == selected)
            if self._film.keys[index].time > self._film.seconds:
                painter.fillRect(layout.key_rect(index), colour("dim"))

    def truncation(self, selected: int) -> None:
        """Straight between keys, whatever their easing; flat behind a key that holds."""
        painter, layout, colour = self._painter, self._layout, theme().colour
        centre = self._ground("truncation").center().y()
        self._label("truncation", "Truncation ψ", "")
        y = round(layout.truncation_y(0)) + 0.5
        painter.setPen(QPen(colour("grid"), 1))
        painter.drawLine(QLineF(layout.left, y, layout.right, y))
        painter.setPen(QPen(colour("text2"), 1.25))
        bends = self._bends()
        painter.drawPolyline(
            [
                QPointF(layout.x(time), layout.truncation_y(moment.truncation))
                for time, moment in zip(bends, self._film.moments_at(bends), strict=True)
            ]
        )
        painter.setFont(theme().font("tick"))
        for index, key in enumerate(self._film.keys):
            point = layout.truncation_point(index)
            self._diamond(point, "accent" if index == selected else "text")
            painter.setPen(colour("text3"))
            is_right = point.x() + layout.px(48) > layout.right
            offset = -layout.px(36) if is_right else layout.px(8)
            is_high = point.y() < centre
            below = layout.px(13) if is_high else -layout.px(4)
            painter.drawText(point + QPointF(offset, below), with_minus(f"{key.truncation:.2f}"))

    def _bends(self) -> list[float]:
        """Times between which the truncation is a straight line: both sides of each key."""
        end = self._film.seconds - _MOMENT
        inside = [key.time for key in self._film.keys if 0 < key.time < end]
        return [0.0, *(time for at in inside for time in (at - _MOMENT, at)), end]

    def noise(self) -> None:
        """A bar from each key to the next, where each has maps of its own."""
        painter, layout, colour = self._painter, self._layout, theme().colour
        band, film = self._ground("noise"), self._film
        self._label("noise", "Noise", "")
        middle = layout.px(7)
        if film.noise != "random":
            bars = [(0.0, film.seconds, f"{_NOISES[film.noise]}, all along")]
        else:
            bars = []
            ends = [*(key.time for key in film.keys[1:]), film.seconds]
            for key, end in zip(film.keys, ends, strict=True):
                bars.append((key.time, min(end, film.seconds), f"seed {key.noise_seed}"))
        painter.setFont(theme().font("tick"))
        for start, end, words in bars:
            left, right = layout.x(start), layout.x(end) - 2
            bar = QRectF(left, band.top() + middle, right - left, band.height() - 2 * middle)
            if bar.width() < 2:
                continue
            draw_box(painter, bar, 2, colour("hover"))
            painter.setPen(colour("text2"))
            room = bar.adjusted(layout.px(8), 0, -4, 0)
            metrics = QFontMetrics(painter.font())
            cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)

    def path(self, values: NDArray[np.float64], title: str, unit: str) -> None:
        """A curve over the frames."""
        painter, layout = self._painter, self._layout
        self._ground("path")
        self._label("path", title, unit)
        band = self._path_room()
        finite = values[np.isfinite(values)]
        if not len(finite):
            self._quiet(band, "Drawn as frames become ready")
            return
        top = float(finite.max()) or 1.0
        times = (np.arange(len(values)) + 0.5) / self._film.frames_per_second
        x = layout.xs(np.minimum(times, self._film.seconds))
        y = band.bottom() - values / top * band.height()
        gaps = [-1, *np.flatnonzero(~np.isfinite(values)).tolist(), len(values)]
        for before, behind in pairwise(gaps):
            if behind - before <= _LEAST_LINE:
                continue
            stretch = slice(before + 1, behind)
            points = zip(x[stretch].tolist(), y[stretch].tolist(), strict=True)
            self._curve(QPolygonF([QPointF(*point) for point in points]), band.bottom())
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text3"))
        place = QRectF(layout.left + layout.px(6), band.top() - layout.px(8), 120, layout.px(14))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"{top:.3g}")

    def lengths(self, lengths: Sequence[str]) -> None:
        """Words on the path, under each stretch between keys."""
        painter, layout, band = self._painter, self._layout, self._path_room()
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text2"))
        for index, words in enumerate(lengths):
            keys = self._film.keys
            end = keys[index + 1].time if index + 1 < len(keys) else self._film.seconds
            left, right = layout.x(keys[index].time), layout.x(end)
            room = QRectF(left, band.bottom() - layout.px(18), right - left, layout.px(16))
            if QFontMetrics(painter.font()).horizontalAdvance(words) < room.width():
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def playhead(self, time: float) -> None:
        painter, layout, colour = self._painter, self._layout, theme().colour
        x = round(layout.x(time))
        painter.fillRect(QRectF(x - 0.75, 0, 1.5, layout.height), colour("accent"))
        half = layout.px(6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x - half, 0), QPointF(x + half, 0), QPointF(x + half, layout.px(8)),
                 QPointF(x, layout.px(15)), QPointF(x - half, layout.px(8))]
            )
        )  # fmt: skip

    def target(self, time: float) -> None:
        """Where a latent would become a key."""
        band = self._layout.band("keys")
        x = self._layout.x(time)
        self._painter.fillRect(
            QRectF(x - 1, band.top(), 2, band.height()), theme().colour("accent")
        )

    def _path_room(self) -> QRectF:
        px = self._layout.px
        return self._layout.band("path").adjusted(0, px(10), 0, -px(8))

    def _ground(self, track: Track) -> QRectF:
        """The label column of a track, and the line over it. Gives its band."""
        painter, colour, band = self._painter, theme().colour, self._layout.band(track)
        labels = QRectF(0, band.top(), self._layout.px(112), band.height())
        painter.fillRect(labels, colour("panel"))
        if track != "ruler":
            painter.fillRect(QRectF(0, band.top(), band.width(), 1), colour("hairline"))
        return band

    def _label(self, track: Track, title: str, quiet: str) -> None:
        painter, layout = self._painter, self._layout
        band = layout.band(track)
        room = QRectF(layout.px(16), band.top(), layout.px(96), band.height())
        painter.setFont(theme().font("title"))
        painter.setPen(theme().colour("text"))
        if not quiet:
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
            return
        half = layout.px(17)
        middle = room.center().y()
        upper = QRectF(room.left(), middle - half, room.width(), half)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text3"))
        painter.drawText(upper.translated(0, half - 1), Qt.AlignmentFlag.AlignVCenter, quiet)

    def _key(self, rect: QRectF, image: QImage | None, is_selected: bool) -> None:
        painter = self._painter
        painter.fillRect(rect, theme().colour("window"))
        if image is not None:
            is_smaller = rect.width() * painter.device().devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
            painter.drawImage(rect, image)
        colour = theme().colour("accent" if is_selected else "text2")
        grown = rect.adjusted(-2, -2, 2, 2) if is_selected else rect.adjusted(-1, -1, 1, 1)
        draw_ring(painter, grown, RADIUS_CELL, colour, 2 if is_selected else 1)

    def _badge(self, rect: QRectF, words: str) -> None:
        draw_box(self._painter, rect, theme().px(RADIUS_BADGE), theme().colour("hover"))
        self._painter.setFont(theme().font("badge"))
        self._painter.setPen(theme().colour("text2"))
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _diamond(self, point: QPointF, tone: str) -> None:
        half = self._layout.px(5)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme().colour(tone))
        corners = [(0, -half), (half, 0), (0, half), (-half, 0)]
        self._painter.drawPolygon(QPolygonF([point + QPointF(*corner) for corner in corners]))

    def _curve(self, line: QPolygonF, floor: float) -> None:
        painter = self._painter
        tint = theme().colour(theme().series_colour(_PATH_COLOUR))
        area = QPolygonF(line)
        area.append(QPointF(line.last().x(), floor))
        area.append(QPointF(line.first().x(), floor))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(theme().colour("well"), tint, 0.2))
        painter.drawPolygon(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tint, 1.5))
        painter.drawPolyline(line)

    def _quiet(self, band: QRectF, words: str) -> None:
        self._painter.setFont(theme().font("control"))
        self._painter.setPen(theme().colour("text3"))
        place = band.adjusted(self._layout.left, 0, 0, 0)
        self._painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
