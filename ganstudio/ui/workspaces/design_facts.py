"""What a preflight found, as rows: names, values, ticks."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.engine.preflight import Check, Preflight
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme

UNKNOWN = "–"


class Facts(QWidget):
    """Names at the left, values at the right; a player's with its dot.

    Every row shares the width on its own, so that a long name is no reason to cut the longest value
    of another row.
    """

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._rows: list[_Fact] = []
        self.show_facts([("Measuring", UNKNOWN, "")])

    def show_facts(self, facts: Sequence[tuple[str, str, str]]) -> None:
        """(name, value, player or nothing); an indented name starts with a space."""
        while len(self._rows) < len(facts):
            self._rows.append(_Fact())
            self._column.addWidget(self._rows[-1])
        for row in self._rows[len(facts) :]:
            row.hide()
        for row, fact in zip(self._rows, facts, strict=False):
            row.say(*fact)
            row.show()
        self.set_stale(stale=False)

    def set_stale(self, *, stale: bool) -> None:
        for row in self._rows:
            row.value.set_tone("text3" if stale else "text")

    def said(self) -> dict[str, str]:
        return {row.name.text(): row.value.text() for row in self._rows if row.name.text()}


class _Fact(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._dot = Label("●")
        self.name = ElidedLabel()
        self.value = Label("", "control", "text")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self.name, 1)
        row.addWidget(self.value)

    def say(self, name: str, value: str, player: str) -> None:
        self._dot.setVisible(bool(player))
        self._dot.set_tone(player if player in ("generator", "critic") else "text2")
        self.name.setText(name.strip())
        indent = theme().px(12) if name.startswith(" ") else 0
        self.name.setContentsMargins(indent, 0, 0, 0)
        self.value.setText(value)


class Checks(QWidget):
    """A tick or a cross, and what was looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[Check, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._labels: list[Label] = []
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.show_checks(self.shown)

    def show_checks(self, checks: Sequence[Check]) -> None:
        self.shown = tuple(checks)
        while len(self._labels) < len(checks):
            label = Label("", "control", "text2", wrap=True)
            self._labels.append(label)
            self._column.addWidget(label)
        for index, label in enumerate(self._labels):
            label.setVisible(index < len(checks))
            if index < len(checks):
                check = checks[index]
                token = theme().palette.ok if check.passed else theme().palette.error
                mark = "✓" if check.passed else "✕"
                said = f"{check.name}, {check.detail}" if check.detail else check.name
                label.setTextFormat(Qt.TextFormat.RichText)
                sign = f'<td style="color:{token}; padding-right:6px">{mark}</td>'
                label.setText(f"<table><tr>{sign}<td>{escape(said)}</td></tr></table>")


def machine_facts(result: Preflight) -> list[tuple[str, str, str]]:
    if not result.seconds:
        return [("Time per step", UNKNOWN, ""), ("Device", result.device or UNKNOWN, "")]
    players = [
        (f" {name.capitalize()}, {count} update{'s' if count > 1 else ''}", _brief(seconds), "")
        for name, seconds in result.seconds_by_player.items()
        for count in [result.updates.get(name, 0)]
    ]
    return [
        ("Time per step", _brief(result.seconds), ""),
        *players,
        ("Whole run", f"about {_long(result.run_seconds)}", ""),
        ("Memory", _bytes(result.memory), ""),
        ("Device", result.device, ""),
    ]


def _brief(seconds: float) -> str:
    milliseconds = seconds * 1000
    if milliseconds >= 10_000:
        return f"{seconds:.0f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"


def _long(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if minutes < 10 else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"


def _bytes(count: int) -> str:
    size = count / 2**20
    return f"{size / 1024:.1f} GB" if size >= 1000 else f"{max(size, 0.1):.1f} MB"
