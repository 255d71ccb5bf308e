"""What is known and named of the picked node, what the edits come to, and ways out."""

from PySide6.QtCore import Signal

from ganstudio.core.instruments import NodesRead
from ganstudio.data.batches import UNKNOWN
from ganstudio.edit.graph import EditGraph, Spread
from ganstudio.ui.editing.inspector import Inspector, LabelledRow
from ganstudio.ui.panels.node_inspector import NodeInspector
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.tools.reading import Reading
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note

_ANY, _NOTHING = 16_777_215, "–"  # px, and of what cannot be told
_HOW = (
    "Drag a node to move it, Shift+drag from node to node to link or part them. "
    "1 to 9 tell the picked node's class, Delete takes its label away."
)
_NOT_TRAINED = (
    "Labels reach the critic when it is trained again; until then only label propagation heeds "
    "them."
)


class GraphEditingInspector(Inspector):
    """`label_changed` carries a class for the picked node, -1 for none."""

    label_changed = Signal(object)
    save_asked = Signal()
    train_asked = Signal()
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Graph")
        self.how = Label(_HOW, "control", "text2", wrap=True)
        self.critic, self.spread = Reading("Right, by the critic"), Reading("By label propagation")
        self.changed = Reading("Named otherwise than before")
        self.lack = Note("warn", "")  # why labels cannot spread
        self.note = Note("info", _NOT_TRAINED)
        self.label = Combo((), small=True)
        self.node = NodeInspector(edge=0)
        self.save = SecondaryButton("Save as CSV…", "export")
        self.train = SecondaryButton("Train on it", "play")
        self.reset = SecondaryButton("Take all edits back", "reset")
        self.add(self.how)
        for widget in (self.critic, self.spread, self.changed, self.lack, self.note):
            self.add(widget)
        self.add_divider()
        self._row = LabelledRow("Label", self.label)
        self.nobody = Label("Click a node to look into it and to label it.", "control", "text3",
                            wrap=True)  # fmt: skip
        self.add(self.nobody)
        self.add(self._row)
        self.add(self.node)
        self.add_divider()
        self.add_line(self.save, self.train)
        self.add(self.reset)
        self.node.stand(beside=True)
        self.node.setMaximumWidth(_ANY)
        self.label.changed.connect(self.label_changed)
        self.save.clicked.connect(self.save_asked)
        self.train.clicked.connect(self.train_asked)
        self.reset.clicked.connect(self.reset_asked)

    def show_request(self, request: EditGraph) -> None:
        """Say what was edited."""
        links, labels = len(request.joined) + len(request.parted), len(request.told)
        parts = [_count(links, "link"), _count(labels, "label"), _count(len(request.moved), "node")]
        said = ", ".join(f"{part}{' moved' if 'node' in part else ''}" for part in parts if part)
        self.head.set_words("Graph", said or "as it was given")
        self.note.setVisible(bool(labels))
        for button in (self.save, self.train):
            button.set_refusal("" if request.graph is not None else "The graph is not read yet")
        self.reset.set_refusal("" if said else "Nothing was edited")

    def show_found(self, shown: NodesRead, spread: Spread, changed: int) -> None:
        """Say what is named now. Args: changed: nodes that are named otherwise than before."""
        asked = int(shown.is_asked.sum())
        right = asked - int(shown.is_wrong.sum())
        self.critic.say(_share(right, asked))
        if spread.named is None:
            self.spread.say(_NOTHING)
        else:
            same = (spread.named == shown.labels) & shown.is_asked
            self.spread.say(_share(int(same.sum()), asked))
        self.lack.set_text(spread.lack)
        self.lack.setVisible(bool(spread.lack))
        self.changed.say(_count(changed, "node") or "no node")

    def show_node(self, shown: NodesRead | None, node: int | None) -> None:
        """Look into a node; none for nothing."""
        is_seen = shown is not None and node is not None
        self.nobody.setVisible(not is_seen)
        self._row.setVisible(is_seen)
        self.node.setVisible(is_seen)
        if shown is None or node is None:
            return
        names = [(i, name, "") for i, name in enumerate(shown.classes)]
        self.label.set_items([(UNKNOWN, "Held back", ""), *names])
        self.label.set_value(int(shown.labels[node]) if shown.is_shown[node] else UNKNOWN)
        self.node.show_node(shown, node)


def _share(right: int, asked: int) -> str:
    return f"{percent(right / asked)} of {asked:,}" if asked else _NOTHING


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}" if number else ""
