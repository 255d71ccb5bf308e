from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ganstudio.ui.widgets.layouts import empty_out


def test_an_emptied_layout_shows_nothing_before_qt_deletes_what_it_held(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    grid = QGridLayout(page)
    labels = [QLabel(words) for words in ("one", "two", "three")]
    for row, label in enumerate(labels):
        grid.addWidget(label, row, 0)
    grid.setRowStretch(3, 1)
    page.show()
    assert all(label.isVisible() for label in labels)
    empty_out(grid)
    assert grid.count() == 0
    assert not any(label.isVisible() for label in labels)
