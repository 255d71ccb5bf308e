"""A step that is pinned, to be shown in place of the playhead's for as long as a key is held."""

from PySide6.QtCore import QObject, Signal


class Moments(QObject):
    """Here and there: `asked` carries where the playhead is to stand, None for live."""

    changed = Signal(object)  # the pinned step, or None
    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pinned: int | None = None
        self.is_held = False
        self._here: int | None = None

    def pin(self, step: int | None) -> None:
        """Keep a step to compare with; None lets it go."""
        self.release()
        if step != self.pinned:
            self.pinned = step
            self.changed.emit(step)

    def hold(self, here: int | None, otherwise: int | None) -> None:
        """Show the pinned step, or `otherwise` where none is, until `release` goes back `here`."""
        there = otherwise if self.pinned is None else self.pinned
        if not self.is_held and there is not None:
            self.is_held, self._here = True, here
            self.asked.emit(there)

    def release(self) -> None:
        """Back to where the playhead stood."""
        if self.is_held:
            self.is_held = False
            self.asked.emit(self._here)

    def forget(self) -> None:
        """Another run is shown."""
        self.is_held = False
        if self.pinned is not None:
            self.pinned = None
            self.changed.emit(None)
