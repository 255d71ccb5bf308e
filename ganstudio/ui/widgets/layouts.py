"""Layouts whose widgets are made anew."""

from PySide6.QtWidgets import QLayout


def empty_out(layout: QLayout) -> None:
    """Take all widgets and spaces out of a layout; the widgets go at once from sight, then away.

    What Qt deletes later is drawn until then, in its old place, under what takes its own.
    """
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
