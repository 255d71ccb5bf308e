"""One panel alone: a panel of a workspace fills the window's centre, and goes back to its place."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget


class PanelAlone(QObject):
    """Takes a panel out of its layout or splitter and leaves a placeholder there."""

    changed = Signal()

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._panel: QWidget | None = None
        self._placeholder: QWidget | None = None
        self._sizes: list[int] = []
        self._page: QWidget | None = None

    @property
    def is_active(self) -> bool:
        return self._panel is not None

    def show_alone(self, panel: QWidget) -> bool:
        """Gives whether the panel stands somewhere it can be taken from."""
        home = panel.parentWidget()
        if self.is_active or home is None:
            return False
        placeholder = QWidget()
        if isinstance(home, QSplitter):
            self._sizes = home.sizes()
            home.replaceWidget(home.indexOf(panel), placeholder)
        else:
            layout = home.layout()
            if layout is None or layout.replaceWidget(panel, placeholder) is None:
                placeholder.deleteLater()
                return False
            placeholder.setParent(home)
        self._panel, self._placeholder = panel, placeholder
        self._page = self._stack.currentWidget()
        self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        self.changed.emit()
        return True

    def put_back(self) -> None:
        panel, placeholder = self._panel, self._placeholder
        if panel is None or placeholder is None:
            return
        self._stack.removeWidget(panel)
        home = placeholder.parentWidget()
        if isinstance(home, QSplitter):
            home.replaceWidget(home.indexOf(placeholder), panel)
            home.setSizes(self._sizes)
        elif home is not None and (layout := home.layout()) is not None:
            layout.replaceWidget(placeholder, panel)
        placeholder.deleteLater()
        panel.show()
        self._panel = self._placeholder = None
        if self._page is not None:
            self._stack.setCurrentWidget(self._page)
        self.changed.emit()
