"""The bar over the timeline's stage: through which space, how it ends, and the ways out."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ganstudio.edit.movies import why_not
from ganstudio.ui.tools.timeline_export import KINDS
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.segmented import Segmented

_Z = (("z-lerp", "z lerp"), ("z-slerp", "z slerp"))
_W = (("w-lerp", "w lerp"), ("w+", "w+"))


class TimelineBar(QWidget):
    """`space_chosen` carries a space, `ends_chosen` whether it loops, `export_asked` a kind."""

    space_chosen = Signal(object)
    ends_chosen = Signal(object)
    export_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.with_styles = Segmented((*_Z, *_W))
        self.without_styles = Segmented(_Z)
        self.ends = Segmented(((False, "Open"), (True, "Loop")))
        self.export = SecondaryButton("Export film", "film")
        self._seam = ElidedLabel("", "control", "text2")
        self._seam.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(Label("Space", "control", "text2"))
        for spaces in (self.with_styles, self.without_styles):
            spaces.setAccessibleName("Space")
            spaces.changed.connect(self.space_chosen)
            row.addWidget(spaces)
        row.addSpacing(8)
        row.addWidget(Label("Ends", "control", "text2"))
        row.addWidget(self.ends)
        row.addWidget(self._seam, 1)
        row.addWidget(self.export)
        self.ends.setAccessibleName("Ends")
        self.ends.changed.connect(self.ends_chosen)
        self.export.clicked.connect(self._open_menu)

    def show_film(self, space: str, *, is_loop: bool, has_styles: bool) -> None:
        """Show without emitting; a space that the model does not have is told when it is drawn."""
        self.with_styles.setVisible(has_styles)
        self.without_styles.setVisible(not has_styles)
        self.with_styles.set_value(space)
        if not space.startswith("w"):
            self.without_styles.set_value(space)
        self.ends.set_value(is_loop)

    def show_seam(self, problem: str, *, is_loop: bool) -> None:
        """Whether the film closes; an open one need not."""
        closes = "Loop closes exactly" if is_loop else "The ends are alike"
        self._seam.setText(problem or closes)
        tone = "warn" if problem and is_loop else "text2" if problem else "ok"
        self._seam.set_tone(tone)

    def menu(self) -> QMenu:
        """One entry for each kind of file."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for kind, words in KINDS:
            action = menu.addAction(words)
            reason = why_not(kind)
            action.setEnabled(not reason)
            action.setToolTip(reason)
            action.triggered.connect(partial(self.export_asked.emit, kind))
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        left = self.export.width() - menu.sizeHint().width()
        menu.popup(self.export.mapToGlobal(QPoint(left, self.export.height() + 4)))
