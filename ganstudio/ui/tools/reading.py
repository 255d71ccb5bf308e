"""A measured value with what it means."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.ui.icons import pixmap
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme


class Reading(QWidget):
    """A name, a value, and a verdict by a sign and a word."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.value = Label("", "strong", "text")
        self.verdict = Label("", "control", "ok")
        self.mark = Label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        row.addWidget(ElidedLabel(name, "control", "text2"), 1)
        row.addWidget(self.value)
        row.addWidget(self.mark)
        row.addWidget(self.verdict)
        self._is_well = True
        self.setAccessibleName(name)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        sign, tone = ("check", "ok") if self._is_well else ("warn", "warn")
        self.mark.setPixmap(pixmap(sign, 14, tone, self.devicePixelRatio()))

    def say(self, words: str) -> None:
        """A value that is neither good nor bad."""
        self.value.setText(words)
        self.mark.hide()
        self.verdict.hide()

    def judge(self, words: str, *, is_well: bool, wanted: str) -> None:
        """A value and what is wanted of it."""
        self._say_well(words, is_well=is_well)
        self.verdict.setText(wanted)
        self.verdict.set_tone("text3" if is_well else "warn")
        self.verdict.show()

    def say_share(self, share: float, *, is_well: bool, doubt: str) -> None:
        """A share in percent; where it is not well, why."""
        self._say_well(f"{share * 100:.1f}\N{THIN SPACE}%", is_well=is_well)
        self.verdict.setText("" if is_well else doubt)
        self.verdict.set_tone("warn")
        self.verdict.setVisible(not is_well)

    def _say_well(self, words: str, *, is_well: bool) -> None:
        self.value.setText(words)
        self._is_well = is_well
        self.restyle()
        self.mark.show()
