"""The middle of Design: equation, data flow, text and start point of the preset."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.engine.preflight import Preflight
from ganstudio.engine.preset import Preset
from ganstudio.ui.flow import FlowView
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.workspaces.design_panels import EquationPanel
from ganstudio.ui.workspaces.design_start import StartPointView
from ganstudio.ui.yaml_editor import YamlView

GUTTER = 8
EQUATION_HEIGHT, FLOW_HEIGHT, PRESET_HEIGHT = 148, 352, 300


class Centre(QWidget):
    """Equation, data flow, the preset's text and its start point.

    `alone_asked` carries a panel that is to be shown alone, or to go back to its place.
    """

    alone_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.equation = EquationPanel()
        self.flow = FlowView()
        self.yaml = YamlView()
        self.start = StartPointView()
        self.caption = Label("", "control", "text3", wrap=True)
        self.flow_panel = PanelFrame("Data flow", "players and losses")
        self.flow_panel.set_legend(
            [
                ("Generator", "generator", "solid", ""),
                ("Critic", "critic", "solid", ""),
                ("Gradient", "text3", "dash", ""),
            ]
        )
        self.flow_panel.set_content(self.flow)
        expand = self.flow_panel.add_action_button("expand", "Show alone (F11)")
        expand.clicked.connect(self._ask_alone)
        self.flow_panel.maximise_requested.connect(self._ask_alone)
        self.text_panel = PanelFrame("Preset file", "only what differs")
        self.text_panel.set_content(self.yaml)
        copy = self.text_panel.add_action_button("copy", "Copy the preset")
        copy.clicked.connect(self._copy)
        self.start_panel = PanelFrame("Start point", "at step 0")
        self.start_panel.set_content(self._start_page())
        self._lay_out()
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.caption.setMinimumHeight(theme().px(34))

    def show_preset(self, preset: Preset) -> None:
        self.equation.set_preset(preset)
        self.yaml.set_preset(preset)
        try:
            spec = preset.data.spec()
        except InputError:
            return
        self.flow.set_flow(preset.system.flow(spec, preset.data.label))

    def show_start_point(self, result: Preflight) -> None:
        self.start.set_start_point(result.start_point)
        self.caption.setText(self.start.caption())

    def _start_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.start, 1)
        under = QVBoxLayout()
        under.setContentsMargins(12, 8, 12, 10)
        under.addWidget(self.caption)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addLayout(under)
        return page

    def _lay_out(self) -> None:
        self.bottom = QSplitter(Qt.Orientation.Horizontal)
        self.bottom.addWidget(self.text_panel)
        self.bottom.addWidget(self.start_panel)
        self.bottom.setSizes([475, 230])
        self.bottom.setStretchFactor(0, 2)
        self.bottom.setStretchFactor(1, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        for widget in (self.equation, self.flow_panel, self.bottom):
            self.split.addWidget(widget)
        self.split.setSizes([EQUATION_HEIGHT, FLOW_HEIGHT, PRESET_HEIGHT])
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 3)
        self.split.setStretchFactor(2, 2)
        for splitter in (self.split, self.bottom):
            splitter.setHandleWidth(GUTTER)
            splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(GUTTER, GUTTER, GUTTER, GUTTER)
        column.addWidget(self.split)

    def _ask_alone(self) -> None:
        self.alone_asked.emit(self.flow_panel)

    def _copy(self) -> None:
        self.yaml.text.selectAll()
        self.yaml.text.copy()
        cursor = self.yaml.text.textCursor()
        cursor.clearSelection()
        self.yaml.text.setTextCursor(cursor)
