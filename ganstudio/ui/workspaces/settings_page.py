"""Settings: pages at the left, their rows in the middle, every shortcut at the right."""

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.actions import Action, ActionRegistry
from ganstudio.ui.context import StudioContext
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.setting_pages import (
    AccessPage,
    AppearancePage,
    DevicePage,
    PlotPage,
    SettingPage,
    StoragePage,
)
from ganstudio.ui.shortcut_editor import ShortcutEditor
from ganstudio.ui.theme import PANE_HEAD, RADIUS_CONTROL, ROW, theme
from ganstudio.ui.widgets.buttons import QuietButton, SecondaryButton
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.dialog import Question
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme, transparent
from ganstudio.ui.workspaces.base import Workspace

LIST, ROWS, WIDEST = 208, 568, 760
KEYS = 420  # px that the shortcuts need at least beside the rows
ALL = "all"
_PLACES = (
    (ALL, "All pages", "settings"),
    ("device", "Device", "chip"),
    ("appearance", "Appearance", "eye"),
    ("plots", "Plots", "train"),
    ("storage", "Storage", "folder"),
    ("shortcuts", "Shortcuts", "command"),
    ("access", "Access", "hand"),
)


class PlaceRow(Control):
    """A page in the list, with how many of its settings differ."""

    def __init__(self, key: str, title: str, icon: str) -> None:
        self.key = key
        self._icon = icon
        self._count = 0
        super().__init__(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleDescription(f"{count} changed" if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(LIST - 32), theme().px(ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        chosen = self.isChecked()
        rest = colour("hover") if chosen else transparent(colour("raised"))
        fill = self.tone(rest, "hover" if chosen else "raised", "hover")
        draw_box(painter, QRectF(self.rect()), px(RADIUS_CONTROL), fill)
        side = px(16)
        spot = QRectF(px(10), (self.height() - side) // 2, side, side)
        draw_icon(painter, self._icon, spot, "text2" if chosen else "text3")
        painter.setFont(theme().font("body"))
        painter.setPen(colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(px(34), 0, 0, 0), middle, self.text())
        if not self._count:
            return
        painter.setFont(theme().font("tick"))
        painter.setPen(colour("text3"))
        words = f"{self._count} changed" if self.key == ALL else str(self._count)
        place = self.rect().adjusted(0, 0, -px(10), 0)
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, words)
        if self.key != ALL:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            width = painter.fontMetrics().horizontalAdvance(words)
            dot = px(6)
            left = self.width() - px(10) - width - px(5) - dot
            painter.drawEllipse(QRectF(left, (self.height() - dot) / 2, dot, dot))


class _PageList(QWidget):
    """`chosen` carries a page's key, `searched` the words of the search."""

    chosen = Signal(object)
    searched = Signal(object)

    def __init__(self, context: StudioContext) -> None:
        super().__init__()
        self._context = context
        self.search = SearchField("Find a setting")
        self.search.changed.connect(self.searched)
        self._rows = {key: PlaceRow(key, title, icon) for key, title, icon in _PLACES}
        self._title = Label("Settings", "object", "text")
        self._open = SecondaryButton("Open settings file", icon="folder")
        self._open.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._open.clicked.connect(self._open_file)
        self._reset = QuietButton("Reset everything…", icon="reset")
        self._reset.clicked.connect(self._ask_reset)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self.search)
        for row in self._rows.values():
            self._column.addWidget(row)
            row.clicked.connect(self._on_clicked)
        self._column.addStretch(1)
        self._column.addWidget(self._open)
        self._column.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignHCenter)
        context.settings_store.changed.connect(self.count)
        follow_theme(self._restyle)
        self.choose(ALL)
        self.count()

    def choose(self, key: str) -> None:
        self._rows[key].setChecked(True)

    def count(self) -> None:
        store = self._context.settings_store
        counts = {key: len(store.differing(key)) for key in self._rows if key != ALL}
        for key, row in self._rows.items():
            row.set_count(sum(counts.values()) if key == ALL else counts[key])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("panel"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().colour("hairline"))
        painter.end()

    def _restyle(self) -> None:
        px = theme().px
        self.setFixedWidth(px(LIST))
        self._title.setFixedHeight(px(PANE_HEAD) - px(8))
        self._title.setIndent(px(4))
        self._column.setContentsMargins(px(10), px(4), px(11), px(16))
        self._column.setSpacing(px(2))

    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, PlaceRow):
            self.chosen.emit(row.key)

    def _open_file(self) -> None:
        store = self._context.settings_store
        store.save()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(store.path))):
            self._context.tell("No program opens this file", str(store.path), "warn")

    def _ask_reset(self) -> None:
        count = sum(len(self._context.settings_store.differing(key))
                    for key in self._rows if key != ALL)  # fmt: skip
        if not count:
            self._context.tell("Every setting is at its default")
            return
        question = Question(
            self.window(),
            "Reset everything?",
            f"{count} setting{'s go' if count > 1 else ' goes'} back to the default."
            " Runs, presets and window sizes stay.",
            ("keep", "Keep them"),
            ("reset", "Reset everything"),
        )
        question.answered.connect(self._on_answer)
        question.open()

    def _on_answer(self, answer: object) -> None:
        if answer == "reset":
            self._context.settings_store.reset_all()


class SettingsWorkspace(Workspace):
    """Changes act at once and are kept."""

    key = "settings"
    title = "Settings"
    help = (
        "Every change acts at once and is kept in one file.",
        "A dot at the end of a row means that it differs from the default: click it to go back.",
    )

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self._list = _PageList(context)
        self._pages: tuple[SettingPage, ...] = (
            DevicePage(context),
            AppearancePage(context),
            PlotPage(context),
            StoragePage(context),
            AccessPage(context),
        )
        self._chosen = ALL
        self._middle = QWidget()
        self._middle_column = QVBoxLayout(self._middle)
        for page in self._pages:
            self._middle_column.addWidget(page)
        self._empty = Label("No setting is called that. Try one word of it.", "control", "text2")
        self._middle_column.addWidget(self._empty)
        self._middle_column.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._middle)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._middle.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self._list)
        self._line.addWidget(self._area, 100)
        self._line.addStretch(1)
        self._keys: ShortcutEditor | None = None
        self._list.chosen.connect(self._on_chosen)
        self._list.searched.connect(self._on_searched)
        context.keys_asked.connect(self._on_keys_asked)
        follow_theme(self._restyle)
        self._show_pages()

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("settings.find", "Find a setting", self._focus_search, "", "Ctrl+F",
                   "Edit", where="Settings", kind="Setting", icon="search"),
        )  # fmt: skip

    def panes(self) -> tuple[QWidget, ...]:
        keys = () if self._keys is None else (self._keys,)
        return (self._list, self._area, *keys)

    def shown(self) -> None:
        """The registry belongs to the window, which is known once this is in it."""
        registry = getattr(self.window(), "registry", None)
        if self._keys is None and isinstance(registry, ActionRegistry):
            self._keys = ShortcutEditor(self.context, registry)
            self._line.insertWidget(2, self._keys, 1000)
            self._restyle()
            self._show_pages()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_pages()

    def _on_chosen(self, key: object) -> None:
        self._chosen = str(key)
        self._list.search.clear()
        self._show_pages()

    def _on_searched(self, words: object) -> None:
        if words:
            self._chosen = ALL
            self._list.choose(ALL)
        self._show_pages()

    def _show_pages(self) -> None:
        """Where they do not fit side by side, the rows and the shortcuts take turns."""
        words = self._list.search.text()
        any_left = False
        for page in self._pages:
            fits = page.narrow(words) and self._chosen in (ALL, page.key)
            page.setVisible(fits)
            any_left = any_left or fits
        only_keys = self._chosen == "shortcuts"
        self._empty.setVisible(not any_left and not only_keys)
        self._area.setVisible(not only_keys)
        px = theme().px
        fits = self.width() >= px(LIST + ROWS + KEYS)
        if self._keys is not None:
            self._keys.setVisible(only_keys or (self._chosen == ALL and fits))
        has_room = self._keys is None or self._keys.isHidden()
        self._area.setMaximumWidth(px(WIDEST) if has_room else px(ROWS))

    def _on_keys_asked(self, action_id: object) -> None:
        self.shown()
        self._list.choose("shortcuts")
        self._on_chosen("shortcuts")
        if self._keys is not None:
            self._keys.go_to(str(action_id))

    def _focus_search(self) -> None:
        self._list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _restyle(self) -> None:
        px = theme().px
        self._area.setMinimumWidth(px(ROWS))
        self._middle_column.setContentsMargins(px(24), px(12), px(16), px(16))
        self._middle_column.setSpacing(px(16))
