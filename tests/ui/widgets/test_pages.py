from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from ganstudio.ui.widgets.pages import Pages, is_page


def test_a_page_has_the_keyboard_as_a_whole_until_one_of_its_parts_had_it(qtbot):
    pages = Pages()
    qtbot.addWidget(pages)
    parts = []
    for number in range(2):
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(QPushButton("the first"))
        parts.append(QPushButton(f"the second of {number}"))
        column.addWidget(parts[-1])
        pages.addWidget(page)
    pages.show()
    qtbot.waitExposed(pages)
    pages.activateWindow()
    qtbot.waitUntil(pages.isActiveWindow)
    parts[0].setFocus()
    pages.show_page(pages.widget(1))
    assert QApplication.focusWidget() is pages.widget(1)
    assert is_page(pages.widget(1))
    assert not is_page(parts[1])
    parts[1].setFocus()
    pages.show_page(pages.widget(0))
    assert QApplication.focusWidget() is parts[0]
    pages.show_page(pages.widget(1))
    assert QApplication.focusWidget() is parts[1]
