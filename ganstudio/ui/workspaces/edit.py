"""The Edit workspace: pictures changed by what things are."""

from PySide6.QtWidgets import QWidget

from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.editing.workspace import EditorWorkspace
from ganstudio.ui.tools.defects import DefectsTool
from ganstudio.ui.tools.films import FilmTool
from ganstudio.ui.tools.graph_editing import GraphEditingTool
from ganstudio.ui.tools.instances import InstancesTool
from ganstudio.ui.tools.painting import PaintingTool
from ganstudio.ui.tools.translate import AttributesTool, StylesTool, TranslateTool
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label

TOOLS: tuple[type[Tool], ...] = (
    PaintingTool,
    InstancesTool,
    DefectsTool,
    TranslateTool,
    AttributesTool,
    StylesTool,
    FilmTool,
    GraphEditingTool,
)


class EditWorkspace(EditorWorkspace):
    """The tools stand in the bar; each brings its own canvas and inspector."""

    key = "edit"
    title = "Edit"
    workspace = "edit"
    tools = TOOLS
    nothing = (
        "No model is open",
        "Edit works with what a run has learned: train SPADE or pix2pix, or choose a run above.",
    )
    help = (
        "Choose a trained run in the bar above; one that trains right now can be followed.",
        "Paint classes on the labels; the picture follows at the end of each stroke.",
        "B brush, E eraser, F fill, L lasso, R rectangle, U ellipse, S line, I pick, M move.",
        "1 to 9 choose a class, X swaps it with the one before, [ and ] change the size.",
        "The wheel zooms, 0 fits, Shift+0 shows pixels, Space moves, \\ wipes to the picture.",
        "Every exported picture carries its labels: drop it on the window to go on painting.",
    )

    def __init__(self, context: StudioContext) -> None:
        self.chooser = Combo([(kind.key, kind.title, "") for kind in self.tools], refuses=False)
        super().__init__(context)
        self.chooser.setAccessibleName("Tool")
        self.bar.middle.addSpacing(8)
        self.bar.middle.addWidget(Label("Tool", "control", "text2"))
        self.bar.middle.addWidget(self.chooser)
        self.chooser.changed.connect(self._on_chosen_tool)
        self._tell_tools()

    def show_tools(self, fitting: dict[str, str], shown: str) -> None:
        self.chooser.set_items(
            [(kind.key, kind.title, fitting.get(kind.key, "")) for kind in self.tools]
        )
        if shown:
            self.chooser.set_value(shown)

    def panes(self) -> tuple[QWidget, ...]:
        return (self.chooser, *super().panes())

    def _on_chosen_tool(self, key: object) -> None:
        self.choose_tool(str(key))
