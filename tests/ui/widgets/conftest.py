import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.ui.theme import theme


@pytest.fixture(autouse=True)
def _themed(qapp):
    theme().install("dark")
    yield
    theme().set_reduced_motion(on=False)
    theme().set_scale(1.0)
    theme().set_mode("dark")


@pytest.fixture
def shown(qtbot):
    """Put widgets in an active window; returns the window."""
    windows: list[QWidget] = []

    def show(*widgets: QWidget, size: tuple[int, int] = (400, 300)) -> QWidget:
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        window.resize(*size)
        window.show()
        window.activateWindow()
        with qtbot.waitExposed(window):
            pass
        return window

    yield show
    windows.clear()


@pytest.fixture
def heard():
    """Collect what a signal carries."""

    def listen(signal) -> list[object]:
        values: list[object] = []
        signal.connect(values.append, Qt.ConnectionType.DirectConnection)
        return values

    return listen
