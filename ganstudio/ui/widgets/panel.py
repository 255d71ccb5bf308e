"""The frame of every panel: a title bar over one content widget."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.theme import PANEL_BAR, RADIUS_CONTROL, SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.corners import Corners
from ganstudio.ui.widgets.label import Divider, ElidedLabel, Label
from ganstudio.ui.widgets.legend import Legend, LegendItem
from ganstudio.ui.widgets.painting import draw_box, follow_theme


class PanelBar(QWidget):
    """Title, quiet qualifier, legend, up to three icons, and the dots menu."""

    maximise_requested = Signal()

    def __init__(self, title: str, qualifier: str) -> None:
        super().__init__()
        self.title = Label(title, "title", "text")
        self.qualifier = ElidedLabel(qualifier, "control", "text3")
        self.legend = Legend()
        self.menu = QMenu(self)
        self.dots = IconButton("dots", f"More for {title}", size=SMALL_CONTROL)
        self.dots.setVisible(False)
        self.dots.clicked.connect(self.open_menu)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(4)
        row = QHBoxLayout(self)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.qualifier, 1)
        row.addWidget(self.legend)
        row.addLayout(self._buttons)
        row.addWidget(self.dots)
        self._row = row
        self.menu.installEventFilter(self)
        follow_theme(self.restyle)

    def add_action_button(self, icon: str, tooltip: str) -> IconButton:
        button = IconButton(icon, tooltip, size=SMALL_CONTROL)
        self._buttons.addWidget(button)
        self._fit_margin()
        return button

    def add_widget(self, widget: QWidget) -> None:
        """A small control between legend and icons: a segmented control, a badge."""
        self._row.insertWidget(self._row.count() - 2, widget)

    def take_legend(self) -> None:
        """Put the legend beside the title."""
        self._row.insertWidget(2, self.legend)

    def natural_width(self) -> int:
        """The width that everything but the legend takes when nothing is cut."""
        margins = self._row.contentsMargins()
        width = margins.left() + margins.right()
        for index in range(self._row.count()):
            item = self._row.itemAt(index)
            if item is not None and item.widget() is not self.legend and not item.isEmpty():
                width += item.sizeHint().width() + self._row.spacing()
        return width

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(PANEL_BAR))
        self._fit_margin()

    def open_menu(self) -> None:
        if not self.menu.isEmpty():
            self.menu.popup(self.dots.mapToGlobal(QPoint(0, self.dots.height() + 2)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.menu.isEmpty():
            self.menu.popup(event.globalPos())

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.maximise_requested.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ActionAdded, QEvent.Type.ActionRemoved):
            self.dots.setVisible(not self.menu.isEmpty())
            self._fit_margin()
        return super().eventFilter(watched, event)

    def _fit_margin(self) -> None:
        """Icons carry their own margin; words need one."""
        icons = self._buttons.count() > 0 or not self.menu.isEmpty()
        self._row.setContentsMargins(theme().px(12), 0, theme().px(4 if icons else 12), 0)


class PanelFrame(QWidget):
    """A panel with a hairline border. `maximise_requested` on a double click on the bar."""

    maximise_requested = Signal()

    def __init__(self, title: str, qualifier: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = PanelBar(title, qualifier)
        self._legend_line = QWidget()
        self._legend_line.hide()
        self._legend_row = QHBoxLayout(self._legend_line)
        self._legend_row.setContentsMargins(12, 0, 12, 0)
        self._content = QWidget()
        self._accent = False
        self._corners = Corners(self, self._edge)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self._bar)
        self._column.addWidget(Divider())
        self._column.addWidget(self._legend_line)
        self._column.addWidget(self._content, 1)
        self._bar.maximise_requested.connect(self.maximise_requested)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        follow_theme(self.restyle)

    @property
    def title(self) -> str:
        return self._bar.title.text()

    @property
    def menu(self) -> QMenu:
        """The dots menu, also the bar's context menu; the dots show when it is not empty."""
        return self._bar.menu

    @property
    def bar(self) -> PanelBar:
        return self._bar

    def set_title(self, title: str) -> None:
        self._bar.title.setText(title)
        self.setAccessibleName(title)

    def set_qualifier(self, words: str) -> None:
        self._bar.qualifier.setText(words)

    def set_legend(self, items: Sequence[LegendItem]) -> None:
        """Curves with their present values: (name, colour, dash, value in words)."""
        self._bar.legend.set_items(items)
        self._place_legend()

    def add_action_button(self, icon: str, tooltip: str) -> IconButton:
        return self._bar.add_action_button(icon, tooltip)

    def add_bar_widget(self, widget: QWidget) -> None:
        """A small control or badge in the title bar, before the icons."""
        self._bar.add_widget(widget)

    def set_content(self, widget: QWidget) -> None:
        """Show a widget under the bar; the one before is deleted."""
        self._column.removeWidget(self._content)
        self._content.hide()
        self._content.deleteLater()
        self._content = widget
        self._column.addWidget(widget, 1)
        self._corners.lift()

    def set_accent(self, on: bool) -> None:
        """A violet edge: this panel takes what is being dropped, or is chosen."""
        self._accent = on
        self.update()
        self._corners.update()

    def restyle(self) -> None:
        self._legend_line.setFixedHeight(theme().px(30))
        self._corners.place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._corners.place()
        self._place_legend()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_legend()

    def paintEvent(self, _event: QPaintEvent) -> None:
        radius = theme().px(RADIUS_CONTROL)
        fill = theme().colour("panel")
        draw_box(QPainter(self), QRectF(self.rect()), radius, fill, self._edge())

    def _edge(self) -> QColor:
        return theme().colour("accent" if self._accent else "hairline")

    def _place_legend(self) -> None:
        """Beside the title where it fits, otherwise on a line of its own."""
        legend = self._bar.legend
        below = legend.parentWidget() is self._legend_line
        room = self.width() - self._bar.natural_width()
        fits = room >= legend.sizeHint().width()
        if fits and below:
            self._legend_row.removeWidget(legend)
            self._bar.take_legend()
        elif not fits and not below:
            self._legend_row.addWidget(legend)
        self._legend_line.setVisible(not fits and legend.sizeHint().width() > 0)
