"""The bar over the timeline's stage: through which space, how it ends, and the ways out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.ui.tools.timeline_export import FilmButton
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
        self.export = FilmButton()
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
        self.export.asked.connect(self.export_asked)

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
