"""A stack of pages that keeps the keyboard where its user meant it to be."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget


class Pages(QStackedWidget):
    """A page that had the keyboard has it again where it was, any other as a whole.

    Qt's own gives it to the first button of a page instead, which then takes keys such as Space
    that the workspace has a use for.
    """

    def show_page(self, page: QWidget) -> None:
        knew = page.focusWidget()
        self.setCurrentWidget(page)
        focused = QApplication.focusWidget()
        if knew is None and (focused is None or page.isAncestorOf(focused)):
            page.setFocus(Qt.FocusReason.OtherFocusReason)


def is_page(widget: QWidget) -> bool:
    """Whether it has the keyboard as a whole, for its parts to take: no ring around it then."""
    is_reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return isinstance(widget.parentWidget(), Pages) and not is_reached
