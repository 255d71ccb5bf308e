"""Objects that are needed no more, deleted by Python alone."""

from PySide6.QtCore import QObject, QTimer


class Leaving(QObject):
    """Holds objects until nothing of them is being called any more.

    `deleteLater` would hand them to Qt, whose delete event may find a Python half that nobody
    holds and read it after its end: a crash now and then.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._objects: list[QObject] = []

    def let_go(self, *objects: QObject) -> None:
        """Take them from their parents; they go once the event loop turns."""
        for one in objects:
            one.setParent(None)
        self._objects += objects
        QTimer.singleShot(0, self, self._objects.clear)
