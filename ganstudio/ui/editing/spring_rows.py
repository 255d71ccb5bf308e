"""Tools that open under a latent that is dragged over their names, to drop it there."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QTimer
from PySide6.QtGui import QDragMoveEvent

from ganstudio.ui.editing.latent_mime import from_mime
from ganstudio.ui.widgets.row_list import RowList

WAIT_MILLISECONDS = 450


class SpringRows(QObject):
    """Chooses a row of a list after a latent has rested over it for a moment."""

    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._rows = rows
        self._over = QPersistentModelIndex()
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MILLISECONDS)
        self._timer.timeout.connect(self._spring)
        rows.setAcceptDrops(True)
        rows.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragMoveEvent):  # an enter is one too
            if from_mime(event.mimeData()) is None:
                return False
            event.acceptProposedAction()
            self._rest_over(self._rows.indexAt(event.position().toPoint()))
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self._rest_over(QModelIndex())
            return event.type() == QEvent.Type.Drop
        return False

    def _rest_over(self, index: QModelIndex) -> None:
        if index != self._over:
            self._over = QPersistentModelIndex(index)
            self._timer.stop()
            if index.isValid():
                self._timer.start()

    def _spring(self) -> None:
        if self._over.isValid():
            self._rows.setCurrentIndex(self._rows.model().index(self._over.row(), 0))
