"""The record of a run in words: edits, checkpoints, findings, notices, failures."""

from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ganstudio.core.events import (
    CheckpointWritten,
    DiagnosisMade,
    Event,
    NoticeGiven,
    PhaseChanged,
    RunContinued,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    SettingChanged,
)
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.wording import amount, setting_name, steps, value_text
from ganstudio.ui.theme import theme

_ENTRY = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class Entry(NamedTuple):
    step: int
    icon: str
    words: str
    aside: str = ""  # at the right edge: a size, who did it
    tone: str = "text3"  # of the icon
    details: str = ""  # only copied

    def text(self) -> str:
        """One line for the clipboard, with its details below."""
        line = "\t".join(part for part in (steps(self.step), self.words, self.aside) if part)
        return f"{line}\n{self.details}" if self.details else line


def entry_of(event: Event) -> Entry | None:
    """An event in words; None for those that only feed curves and pictures."""
    match event:
        case RunStarted(device=device, first_step=step, resumed=resumed):
            return Entry(step, "play", "Resumed" if resumed else "Started", device)
        case SettingChanged(step=step, path=path, old=old, new=new, refused=refused):
            name = setting_name(path).capitalize()
            if refused:
                return Entry(step, "error", f"{name} not changed: {refused}", "you", "error")
            return Entry(step, "swap", f"{name} {value_text(old)} to {value_text(new)}", "you")
        case CheckpointWritten(step=step, size=size):
            return Entry(step, "bookmark", "Checkpoint", amount(size))
        case DiagnosisMade(step=step, finding=finding, evidence=evidence, is_new=True):
            return Entry(step, "warn", finding, tone="warn", details=evidence)
        case NoticeGiven(step=step, text=text, tone=tone):
            is_warning = tone == "warning"
            return Entry(
                step, "warn" if is_warning else "info", text, tone="warn" if is_warning else "text3"
            )
        case RunFailed(step=step, message=message, details=details):
            return Entry(step, "error", message, tone="error", details=details)
    return _plain_entry(event)


def _plain_entry(event: Event) -> Entry | None:
    match event:
        case PhaseChanged(step=step, stage=stage):
            return Entry(step, "chevron-right", stage)
        case RunPaused(step=step):
            return Entry(step, "pause", "Paused", "you")
        case RunContinued(step=step):
            return Entry(step, "resume", "Continued", "you")
        case RunFinished(step=step, reason=reason):
            return Entry(step, "check" if reason == "finished" else "stop", reason.capitalize())
    return None


class _Entries(QAbstractListModel):
    """Newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[len(self.entries) - 1 - index.row()]
        if role == _ENTRY:
            return entry
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return entry.text() if role in texts else None

    def put(self, entry: Entry) -> None:
        self.beginInsertRows(QModelIndex(), 0, 0)
        self.entries.append(entry)
        self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self.entries.clear()
        self.endResetModel()


class _Lines(QStyledItemDelegate):
    """Icon, step, words, aside."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme().px(120), theme().px(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: Entry = index.data(_ENTRY)
        px, colour = theme().px, theme().colour
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("hover"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("raised"))
        middle, side = Qt.AlignmentFlag.AlignVCenter, px(14)
        icon = QRectF(rect.left() + px(12), rect.center().y() - side // 2 + 1, side, side)
        draw_icon(painter, entry.icon, icon, colour(entry.tone))
        metrics = QFontMetrics(theme().font("control"))
        painter.setFont(theme().font("control"))
        painter.setPen(colour("text3"))
        number = rect.adjusted(px(34), 0, 0, 0)
        number.setWidth(max(metrics.horizontalAdvance("10,000"), px(40)))
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, steps(entry.step))
        aside = rect.adjusted(0, 0, -px(12), 0)
        painter.drawText(aside, middle | Qt.AlignmentFlag.AlignRight, entry.aside)
        words = rect.adjusted(0, 0, -px(20) - metrics.horizontalAdvance(entry.aside), 0)
        words.setLeft(number.right() + px(10))
        painter.setPen(colour("text"))
        elided = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, middle, elided)


class LogPanel(Panel):
    """Every event that is worth a sentence; Enter or a double click moves the playhead there."""

    key = "panel-log"
    title = "Record"
    is_plain = True
    listens = (
        RunStarted, SettingChanged, CheckpointWritten, DiagnosisMade, NoticeGiven, PhaseChanged,
        RunPaused, RunContinued, RunFinished, RunFailed,
    )  # fmt: skip
    illustration = "runs"
    empty_title = "Nothing recorded yet"
    empty_text = "Changes, checkpoints, findings and notices of the run are listed here."

    def __init__(self) -> None:
        super().__init__("of this run")
        self._entries = _Entries()
        self._list = QListView()
        self._list.setModel(self._entries)
        self._list.setItemDelegate(_Lines(self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("Record of this run")
        self._list.activated.connect(self._go)
        self.set_body(self._list)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self._list)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_selected)
        self.menu.addAction("Copy the selected lines").triggered.connect(self.copy_selected)
        self.menu.addAction("Copy everything").triggered.connect(self.copy_all)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Oldest first."""
        return tuple(self._entries.entries)

    def take(self, event: Event) -> None:
        entry = entry_of(event)
        if entry is not None:
            self._entries.put(entry)

    def clear(self) -> None:
        super().clear()
        self._entries.clear()

    def is_empty(self) -> bool:
        return not self._entries.entries

    def redraw(self) -> None:
        self._list.viewport().update()

    def copy_selected(self) -> None:
        rows = sorted(index.row() for index in self._list.selectedIndexes())
        chosen = [self._entries.index(row, 0).data(_ENTRY).text() for row in rows]
        if chosen:
            QGuiApplication.clipboard().setText("\n".join(chosen))

    def copy_all(self) -> None:
        lines = [entry.text() for entry in reversed(self._entries.entries)]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _go(self, index: QModelIndex) -> None:
        self.playhead_moved.emit(index.data(_ENTRY).step)
