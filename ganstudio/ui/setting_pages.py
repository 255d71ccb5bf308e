"""The pages of the settings: one class each, its rows bound to the fields of the store."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.ui.context import StudioContext
from ganstudio.ui.setting_rows import PageHead, SettingRow, ThemeChoice
from ganstudio.ui.settings import Page, PlotSettings, Settings
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import cores, cpu_words
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField
from ganstudio.ui.widgets.toggle import Toggle


@dataclass(frozen=True, slots=True)
class _Bound:
    row: SettingRow
    show: Callable[[Any], None]
    words: Callable[[Any], str]  # the default, in the dot's tooltip


class SettingPage(QWidget):
    """Head and rows; every control writes its field and follows the store."""

    changed = Signal()

    def __init__(self, context: StudioContext, key: str, title: str, qualifier: str = "") -> None:
        super().__init__()
        self.key = key
        self.title = title
        self.context = context
        self._bound: dict[str, _Bound] = {}
        self.head = PageHead(title, qualifier)
        self.head.reset_asked.connect(self._reset_page)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        context.settings_store.changed.connect(self._show)
        follow_theme(self._restyle)

    def rows(self) -> tuple[SettingRow, ...]:
        return tuple(bound.row for bound in self._bound.values())

    def bind(
        self,
        field: str,
        row: SettingRow,
        show: Callable[[Any], None],
        words: Callable[[Any], str] = str,
    ) -> None:
        """Let `row` show and reset a field of this page."""
        self._bound[field] = _Bound(row, show, words)
        self._column.addWidget(row)
        row.reset_asked.connect(self._reset_row)
        self._show(self.context.settings)

    def write(self, field: str, value: object) -> None:
        try:
            self.context.settings_store.change(self.key, **{field: value})
        except InputError as error:
            self.context.tell_error(error)

    def narrow(self, words: str) -> bool:
        """Show only rows that hold `words`; gives whether any is left."""
        wanted = words.casefold().strip()
        whole = wanted in self.title.casefold()
        for row in self.rows():
            row.setVisible(whole or wanted in row.words().casefold())
        return whole or any(wanted in row.words().casefold() for row in self.rows())

    def _reset_page(self) -> None:
        self.context.settings_store.reset(self.key)

    def _reset_row(self) -> None:
        for field, bound in self._bound.items():
            if bound.row is self.sender():
                self.context.settings_store.reset(self.key, field)
                return

    def _show(self, settings: Settings) -> None:
        page: Page = getattr(settings, self.key)
        default = type(page)()
        differing = self.context.settings_store.differing(self.key)
        for field, bound in self._bound.items():
            bound.show(getattr(page, field))
            usual = bound.words(getattr(default, field))
            bound.row.set_default(usual if field in differing else None)
        self.head.set_changed(len(differing))
        self.changed.emit()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(2))


def _slider(low: float, high: float, *, integer: bool = True, unit: str = "") -> SliderField:
    return SliderField(low, high, integer=integer, unit=unit)


class DevicePage(SettingPage):
    """For new runs and for editing."""

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context, "device", "Device", "for new runs and for editing")
        self._device = Combo(self._choices())
        self._device.changed.connect(self._on_device)
        self.bind(
            "device", SettingRow("Train on", self._device), self._device.set_value, _automatic
        )
        self._threads = _slider(0, cores())
        self._threads.committed.connect(self._on_threads)
        self._threads.set_default(0)
        row = SettingRow("Threads", self._threads, "0 goes by size")
        self.bind("threads", row, self._threads.set_value)
        context.engine_ready.connect(self._on_engine_ready)

    def _choices(self) -> list[tuple[object, str, str]]:
        engine = self.context.engine
        found = engine.devices if engine else (("cpu", cpu_words()),)
        best = f"Automatic ({engine.device})" if engine else "Automatic"
        chosen = self.context.settings.device.device
        missing = "This machine has none" if engine else "Known once torch is loaded"
        there = [value for value, _ in found]
        absent = [(chosen, chosen.upper(), missing)] if chosen not in ("auto", *there) else []
        return [("auto", best, ""), *((value, words, "") for value, words in found), *absent]

    def _on_engine_ready(self) -> None:
        self._device.set_items(self._choices())
        self._device.set_value(self.context.settings.device.device)

    def _on_device(self, value: object) -> None:
        self.write("device", value)

    def _on_threads(self, value: object) -> None:
        self.write("threads", value)


def _automatic(value: object) -> str:
    return "automatic" if value == "auto" else str(value)


class AppearancePage(SettingPage):
    def __init__(self, context: StudioContext) -> None:
        super().__init__(context, "appearance", "Appearance")
        self._theme = ThemeChoice()
        self._theme.changed.connect(self._on_theme)
        self.bind("theme", SettingRow("Theme", self._theme), self._theme.set_value, _of_system)
        self._scale = _slider(90, 150, unit="%")
        self._scale.set_default(100)
        self._scale.committed.connect(self._on_scale)
        row = SettingRow("Scale", self._scale, "90 to 150 %")
        self.bind("scale", row, self._scale.set_value, lambda value: f"{value} %")

    def _on_theme(self, mode: object) -> None:
        self.write("theme", mode)

    def _on_scale(self, value: object) -> None:
        self.write("scale", value)


def _of_system(value: object) -> str:
    return "the system's" if value == "system" else str(value)


class PlotPage(SettingPage):
    def __init__(self, context: StudioContext) -> None:
        super().__init__(context, "plots", "Plots")
        self._rate = _slider(1, 30, unit="Hz")
        self._rate.set_default(PlotSettings().rate)
        self._rate.committed.connect(self._on_rate)
        row = SettingRow("Redraw", self._rate, "while a run trains")
        self.bind("rate", row, self._rate.set_value, lambda value: f"{value} Hz")
        self._smoothing = _slider(0, 0.99, integer=False)
        self._smoothing.set_default(PlotSettings().smoothing)
        self._smoothing.committed.connect(self._on_smoothing)
        row = SettingRow("Smoothing", self._smoothing, "of a run's curves")
        self.bind("smoothing", row, self._smoothing.set_value)
        words = [("steps", "Steps"), ("images", "Images seen"), ("time", "Training time")]
        self._axis = Segmented(words, small=True)
        self._axis.changed.connect(self._on_axis)
        self.bind("axis", SettingRow("Curves over", self._axis, fill=False), self._axis.set_value)

    def _on_rate(self, value: object) -> None:
        self.write("rate", value)

    def _on_smoothing(self, value: object) -> None:
        self.write("smoothing", value)

    def _on_axis(self, value: object) -> None:
        self.write("axis", value)


class StoragePage(SettingPage):
    def __init__(self, context: StudioContext) -> None:
        super().__init__(context, "storage", "Storage")
        self._folder = TextField(placeholder=str(context.runs_folder()))
        self._folder.changed.connect(self._on_folder)
        choose = SecondaryButton("Choose…")
        choose.clicked.connect(self._choose)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._folder, 1)
        line.addWidget(choose)
        both.setFocusProxy(self._folder)
        row = SettingRow("Runs folder", both)
        self._folder.setAccessibleName("Runs folder")
        self.bind("runs_folder", row, self._folder.set_text, lambda _: "the studio's own folder")
        self._autosave = _slider(10, 600, unit="s")
        self._autosave.set_default(60)
        self._autosave.committed.connect(self._on_autosave)
        row = SettingRow("Autosave", self._autosave, "of open edits")
        self.bind("autosave", row, self._autosave.set_value, lambda value: f"{value} s")
        self._restore = Toggle()
        self._restore.changed.connect(self._on_restore)
        row = SettingRow("Reopen", self._restore, "start in the workspace of last time", fill=False)
        self.bind("restore", row, self._restore.set_value, _on_off)

    def _on_folder(self, text: object) -> None:
        self.write("runs_folder", str(text).strip())

    def _choose(self) -> None:
        start = str(self.context.runs_folder())
        chosen = QFileDialog.getExistingDirectory(self, "Runs folder", start)
        if chosen:
            self.write("runs_folder", str(Path(chosen)))

    def _on_autosave(self, value: object) -> None:
        self.write("autosave", value)

    def _on_restore(self, on: object) -> None:
        self.write("restore", on)


def _on_off(value: object) -> str:
    return "on" if value else "off"


class AccessPage(SettingPage):
    def __init__(self, context: StudioContext) -> None:
        super().__init__(context, "access", "Access")
        self._edges = Toggle()
        self._edges.changed.connect(self._on_edges)
        row = SettingRow("Stronger edges", self._edges, "control borders over 3:1", fill=False)
        self.bind("stronger_edges", row, self._edges.set_value, _on_off)
        self._motion = Segmented([("system", "System"), ("on", "On"), ("off", "Off")], small=True)
        self._motion.changed.connect(self._on_motion)
        row = SettingRow("Reduced motion", self._motion, "no fades, no sliding", fill=False)
        self.bind("reduced_motion", row, self._motion.set_value, _of_system)

    def _on_edges(self, on: object) -> None:
        self.write("stronger_edges", on)

    def _on_motion(self, value: object) -> None:
        self.write("reduced_motion", value)
