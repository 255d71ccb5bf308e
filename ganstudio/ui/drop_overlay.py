"""Says what will happen to what is dragged over the window, and lets it be dropped."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganstudio.core.errors import InputError
from ganstudio.edit.carried import LATENT_MIME
from ganstudio.ui.drops import Opened, classify_all
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_PALETTE, theme


def dragged(data: QMimeData) -> Opened | str | None:
    """What is dragged: a path the studio opens, the reason why it cannot, None for other things.

    A latent of the studio's own is for tools, though it is a file for other programs.
    """
    if data.hasFormat(LATENT_MIME):
        return None
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if not files:
        return None
    try:
        return classify_all(files)
    except InputError as error:
        return str(error)


class DropOverlay(QWidget):
    """Painted over the whole window while something is dragged; it takes no events itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = ""
        self._is_refused = False
        self.hide()

    @property
    def words(self) -> str:
        return self._words

    def show_words(self, words: str, *, is_refused: bool) -> None:
        self._words, self._is_refused = words, is_refused
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        painter.fillRect(event.rect(), colour("dim"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme().font("object")
        width = min(QFontMetrics(font).horizontalAdvance(self._words) + px(80), self.width() - 40)
        box = QRectF(0, 0, max(width, px(320)), px(128))
        box.moveCenter(QRectF(self.rect()).center())
        tone = "error" if self._is_refused else "accent"
        painter.setBrush(colour("panel"))
        painter.setPen(QPen(colour(tone), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, px(RADIUS_PALETTE), px(RADIUS_PALETTE))
        side = px(32)
        spot = QRectF(box.center().x() - side // 2, box.top() + px(24), side, side)
        draw_icon(painter, "error" if self._is_refused else "arrow-down", spot, tone)
        painter.setFont(font)
        painter.setPen(colour("text"))
        words = box.adjusted(px(20), px(60), -px(20), -px(12))
        wrap = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, wrap, self._words)
        painter.end()
