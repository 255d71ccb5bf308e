from PySide6.QtCore import QEvent, QObject

from ganstudio.ui.panels.instrument import ChoiceLine
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.progress import ProgressRow


class Shown(QObject):
    """Hears of every window that is shown."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, thing, event):
        if event.type() == QEvent.Type.Show and thing.isWidgetType() and thing.isWindow():
            self.windows.append(thing)
        return False


def test_no_part_of_a_widget_flashes_as_a_window_while_it_is_made(qtbot, qapp):
    shown = Shown()
    qapp.installEventFilter(shown)
    state = EmptyState("curves", "No run yet", "Start one.", "Start", "Choose", primary=True)
    others = ChoiceLine(), ProgressRow("Open a run")
    qapp.removeEventFilter(shown)
    for made in (state, *others):
        qtbot.addWidget(made)
    assert shown.windows == []
    state.show()
    assert state._button.isVisible()
    assert state._alternative.isVisible()
