"""The Explore workspace: what a generator knows, walked, mixed and taken apart."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.board import BOARD
from ganstudio.ui.context import StudioContext
from ganstudio.ui.drops import Opened
from ganstudio.ui.editing.board_pane import BoardPane
from ganstudio.ui.editing.spring_rows import SpringRows
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.editing.workspace import EditorWorkspace
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.tools.board import BoardTool
from ganstudio.ui.tools.classes import ClassesTool
from ganstudio.ui.tools.confirming import ConfirmingTool
from ganstudio.ui.tools.details import DetailsTool
from ganstudio.ui.tools.directions import DirectionsTool
from ganstudio.ui.tools.forgetting import ForgettingTool
from ganstudio.ui.tools.inversion import InversionTool
from ganstudio.ui.tools.mixing import MixingTool
from ganstudio.ui.tools.plane import PlaneTool
from ganstudio.ui.tools.timeline import TimelineTool
from ganstudio.ui.tools.truncation import TruncationTool
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.row_list import ListRow, RowList

TOOLS: tuple[type[Tool], ...] = (
    BoardTool,
    PlaneTool,
    TimelineTool,
    MixingTool,
    DetailsTool,
    TruncationTool,
    DirectionsTool,
    InversionTool,
    ClassesTool,
    ConfirmingTool,
    ForgettingTool,
)  # fmt: skip


class ExploreWorkspace(EditorWorkspace):
    """Tools and the latent board at the left, the tool in the middle, its settings at the right."""

    key = "explore"
    title = "Explore"
    workspace = "explore"
    tools = TOOLS
    nothing = (
        "No model is open",
        "Explore works with what a run has learned: train one, or choose a run above.",
    )
    help = (
        "Choose a trained run in the bar above; one that trains right now can be followed.",
        "The latent board keeps what you like: drag its pictures onto the other tools.",
        "Every exported picture carries its latents and edits: drop it on the window to go on.",
    )

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self.list.changed.connect(self._on_tool)
        self.board.opened.connect(self._on_opened_place)
        self._spring = SpringRows(self.list)
        self._directions: Path | None = None  # a file that waits for a model
        context.path_opened.connect(self._on_path)
        self.desk.model_changed.connect(self._open_directions)
        self._tell_tools()

    def left_pane(self) -> QWidget:
        self.list = RowList("Tools")
        self.board = BoardPane(self.desk)
        pane = Pane("panel", "right")
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(Divider())
        tools = QVBoxLayout()
        tools.setContentsMargins(8, 8, 7, 8)
        tools.addWidget(self.list)
        column.addLayout(tools)
        column.addWidget(Divider())
        column.addWidget(self.board, 1)
        return pane

    def panes(self) -> tuple[QWidget, ...]:
        return (self.list, self.board.grid, *super().panes())

    def show_tools(self, fitting: dict[str, str], shown: str) -> None:
        rows = [
            ListRow(kind.key, kind.title, lead=kind.icon, reason=fitting.get(kind.key, ""))
            for kind in self.tools
        ]
        self.list.set_rows(rows)
        if shown and shown != self.list.chosen:
            self.list.blockSignals(True)
            self.list.choose(shown)
            self.list.blockSignals(False)

    def _head(self) -> QHBoxLayout:
        """The workspace's name, and undo: the bar over the picture need not repeat it."""
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 10, 10)
        row.setSpacing(4)
        row.addWidget(Label(self.title, "strong", "text"), 1)
        bar = self.bar.layout()
        for button in (self.bar.undo, self.bar.redo):
            if bar is not None:
                bar.removeWidget(button)
            row.addWidget(button)
        return row

    def _on_tool(self, key: object) -> None:
        self.choose_tool(str(key))

    def _on_path(self, opened: Opened) -> None:
        if opened.kind == "direction":
            self._directions = opened.path
            self._open_directions()

    def _open_directions(self) -> None:
        """Those of a file that was dropped on the window, once there is a model for them."""
        path = self._directions
        if path is None or self.desk.chosen is None:
            return
        self._directions = None
        self.choose_tool(DirectionsTool.key)
        if isinstance(self.tool, DirectionsTool):
            self.tool.open_from(path)

    def _on_opened_place(self, place: object) -> None:
        self.choose_tool(BOARD)
        tool = self.tool
        if isinstance(tool, BoardTool) and isinstance(place, int):
            tool.select(place)
