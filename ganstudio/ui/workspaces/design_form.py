"""The left pane of Design: the preset as a form or as text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.engine.preset import Preset
from ganstudio.ui.forms.form import Form
from ganstudio.ui.theme import PANE_HEAD, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.yaml_editor import YamlView


class FormPane(QWidget):
    """The form or the text of a preset, with undo and a search."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.yaml = YamlView()
        self.setAutoFillBackground(True)
        stack = form.history.stack
        self.undo = IconButton("undo", "Undo", size=28)
        self.redo = IconButton("redo", "Redo", size=28)
        self.mode = Segmented([("form", "Form"), ("yaml", "YAML")], small=True)
        self.mode.setAccessibleName("Edit the preset as")
        self.search = SearchField("Find a setting")
        self.count = Label("", "control", "text3")
        self._pages = QStackedWidget()
        self._pages.addWidget(form)
        self._pages.addWidget(self.yaml)
        self._lay_out()
        self.undo.clicked.connect(stack.undo)
        self.redo.clicked.connect(stack.redo)
        self.mode.changed.connect(self._switch)
        self.search.changed.connect(form.search)
        form.counted.connect(self._tell_count)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self._bar.setFixedHeight(theme().px(PANE_HEAD))
        self._tell_count(self.form.count())

    def add_tool(self, widget: QWidget) -> None:
        self._head.insertWidget(1, widget)

    def find_setting(self) -> None:
        self.mode.set_value("form")
        self._switch("form")
        self.search.setFocus()

    def show_preset(self, preset: Preset, form: Form) -> None:
        stack = form.history.stack
        for button, can, text in (
            (self.undo, stack.canUndo(), f"Undo {stack.undoText()}"),
            (self.redo, stack.canRedo(), f"Redo {stack.redoText()}"),
        ):
            button.set_tooltip(text)
            button.set_refusal("" if can else f"Nothing to {text.split()[0].lower()}")
        self.yaml.set_preset(preset)

    def _lay_out(self) -> None:
        self._bar = QWidget()
        self._head = QHBoxLayout(self._bar)
        self._head.setContentsMargins(12, 0, 12, 0)
        self._head.setSpacing(4)
        self._head.addWidget(Label("System", "strong", "text"), 1)
        tools: tuple[QWidget, ...] = (self.undo, self.redo, self.mode)
        for tool in tools:
            self._head.addWidget(tool)
        self._tools = QWidget()
        line = QHBoxLayout(self._tools)
        line.setContentsMargins(12, 10, 12, 6)
        line.setSpacing(10)
        line.addWidget(self.search, 1)
        line.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._bar, Divider(), self._tools):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)

    def _switch(self, mode: object) -> None:
        self._pages.setCurrentIndex(0 if mode == "form" else 1)
        self._tools.setVisible(mode == "form")

    def _tell_count(self, count: int) -> None:
        dot = f'<span style="color:{theme().palette.accent}">●</span> ' if count else ""
        self.count.setTextFormat(Qt.TextFormat.RichText)
        self.count.setText(f"{dot}{count} changed")
