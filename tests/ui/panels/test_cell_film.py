"""One sample along a run."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ganstudio.ui.panels.cell_film import FilmRow


def test_keys_go_on_from_the_picture_that_was_clicked_before_the_playhead_is_told(qtbot):
    film = FilmRow()
    film.resize(400, 60)
    qtbot.addWidget(film)
    film.show()
    film.set_steps((0, 10, 20, 30))
    asked = []
    film.chosen.connect(asked.append)
    QTest.mouseClick(film, Qt.MouseButton.LeftButton, pos=film.cell(1).center().toPoint())
    QTest.keyClick(film, Qt.Key.Key_Right)
    QTest.keyClick(film, Qt.Key.Key_Right)
    QTest.keyClick(film, Qt.Key.Key_Left)
    assert asked == [10, 20, 30, 20]
