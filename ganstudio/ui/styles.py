"""The style sheet for Qt's own widgets, generated from the palette.

Controls of `ganstudio.ui.widgets` paint themselves; this covers fields, menus, lists, tabs,
scroll bars, docks and tooltips.
"""

from collections.abc import Callable

from ganstudio.core.paths import assets_dir
from ganstudio.ui.palette import Palette

Measure = Callable[[float], int]


def stylesheet(palette: Palette, scale: float) -> str:
    """The application's style sheet at the user's scale."""

    def px(length: float) -> int:
        return round(length * scale)

    sections = (_windows, _fields, _menus, _lists, _tabs, _scroll_bars, _boxes)
    return "\n".join(section(palette, px) for section in sections)


def _icon(name: str) -> str:
    return (assets_dir() / "icons" / "static" / f"{name}.svg").as_posix()


def _windows(p: Palette, px: Measure) -> str:
    return f"""
QMainWindow, QDialog {{ background: {p.window}; }}
QMainWindow::separator {{ background: {p.window}; width: {px(8)}px; height: {px(8)}px; }}
QMainWindow::separator:hover {{ background: {p.accent}; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:horizontal {{ width: {px(8)}px; }}
QSplitter::handle:vertical {{ height: {px(8)}px; }}
QSplitter::handle:hover {{ background: {p.accent_tint}; }}
QScrollArea, QStackedWidget {{ background: transparent; border: none; }}
QToolTip {{
  background: {p.text}; color: {p.window}; border: none;
  padding: {px(4)}px {px(8)}px; border-radius: {px(4)}px;
}}
QStatusBar {{ background: {p.window}; color: {p.text2}; border-top: 1px solid {p.hairline}; }}
QStatusBar::item {{ border: none; }}
"""


def _fields(p: Palette, px: Measure) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit {{
  background: {p.well}; color: {p.text}; border: 1px solid {p.edge};
  border-radius: {px(6)}px; padding: 0 {px(7)}px;
  selection-background-color: {p.accent_fill}; selection-color: {p.on_accent};
}}
QPlainTextEdit, QTextEdit {{ padding: {px(6)}px; }}
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover {{ border-color: {p.text4}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border-color: {p.text2}; }}
QLineEdit[invalid="true"], QLineEdit[invalid="true"]:hover {{ border-color: {p.error}; }}
QLineEdit[doubtful="true"] {{ border-color: {p.warn}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {{
  color: {p.text4}; border-color: {p.hairline}; background: transparent;
}}
"""


def _menus(p: Palette, px: Measure) -> str:
    tick = _icon("tick-dark" if p.dark else "tick-light")
    arrow = _icon("chevron-dark" if p.dark else "chevron-light")
    return f"""
QMenuBar {{ background: transparent; color: {p.text2}; }}
QMenuBar::item {{
  padding: {px(5)}px {px(8)}px; border-radius: {px(6)}px; background: transparent;
}}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {p.hover}; color: {p.text}; }}
QMenu {{
  background: {p.raised}; color: {p.text}; border: 1px solid {p.edge}; padding: {px(4)}px;
}}
QMenu::item {{
  min-height: {px(26)}px; padding: 0 {px(20)}px 0 {px(28)}px; border-radius: {px(4)}px;
}}
QMenu::item:selected {{ background: {p.hover}; }}
QMenu::item:disabled {{ color: {p.text4}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {p.hairline}; margin: {px(4)}px {px(8)}px; }}
QMenu::icon {{ left: {px(8)}px; }}
QMenu::indicator {{ width: {px(14)}px; height: {px(14)}px; left: {px(8)}px; }}
QMenu::indicator:checked {{ image: url("{tick}"); }}
QMenu::right-arrow {{
  image: url("{arrow}"); width: {px(14)}px; height: {px(14)}px; right: {px(4)}px;
}}
"""


def _lists(p: Palette, px: Measure) -> str:
    opened = _icon("chevron-down-dark" if p.dark else "chevron-down-light")
    closed = _icon("chevron-dark" if p.dark else "chevron-light")
    return f"""
QListView, QTreeView, QTableView {{
  background: transparent; color: {p.text}; border: none; outline: none;
  alternate-background-color: transparent; gridline-color: {p.hairline};
}}
QListView::item, QTreeView::item {{ padding: {px(8)}px; border-radius: {px(6)}px; }}
QComboBox QListView::item {{ padding: 0; }}
QListView::item:hover, QTreeView::item:hover, QTableView::item:hover {{ background: {p.raised}; }}
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {{
  background: {p.hover}; color: {p.text};
}}
QTreeView::branch {{ background: transparent; }}
QTreeView::branch:has-children:closed {{ image: url("{closed}"); }}
QTreeView::branch:has-children:open {{ image: url("{opened}"); }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{
  background: {p.raised}; border: 1px solid {p.edge}; padding: {px(4)}px;
}}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{
  background: transparent; color: {p.text3}; border: none;
  border-bottom: 1px solid {p.hairline}; padding: 0 {px(8)}px; min-height: {px(28)}px;
}}
QTableCornerButton::section {{ background: transparent; border: none; }}
"""


def _tabs(p: Palette, px: Measure) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {p.hairline}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
  background: transparent; color: {p.text3}; border: none;
  border-bottom: 2px solid transparent; min-height: {px(28)}px;
  padding: 0 {px(4)}px; margin: 0 {px(8)}px;
}}
QTabBar::tab:hover {{ color: {p.text}; }}
QTabBar::tab:selected {{ color: {p.text}; border-bottom-color: {p.accent}; font-weight: 600; }}
QTabBar::tab:disabled {{ color: {p.text4}; }}
QDockWidget {{ color: {p.text}; border: none; }}
"""


def _scroll_bars(p: Palette, px: Measure) -> str:
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {px(10)}px; }}
QScrollBar:horizontal {{ height: {px(10)}px; }}
QScrollBar::handle {{ background: {p.pressed}; border-radius: {px(3)}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::handle:hover {{ background: {p.text4}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; }}
"""


def _boxes(p: Palette, px: Measure) -> str:
    return f"""
QCheckBox, QRadioButton {{ spacing: {px(8)}px; color: {p.text2}; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {p.text4}; }}
QCheckBox::indicator, QRadioButton::indicator {{
  width: {px(14)}px; height: {px(14)}px; border: 1px solid {p.edge};
  border-radius: {px(4)}px; background: {p.well};
}}
QRadioButton::indicator {{ border-radius: {px(8)}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {p.text3}; }}
QCheckBox::indicator:checked {{
  background: {p.accent_fill}; border-color: {p.accent_fill};
  image: url("{_icon("tick-white")}");
}}
QRadioButton::indicator:checked {{
  background: {p.on_accent}; border: {px(5)}px solid {p.accent_fill};
  width: {px(6)}px; height: {px(6)}px;
}}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
  border-color: {p.hairline}; background: {p.panel};
}}
QProgressBar {{
  background: {p.pressed}; border: none; border-radius: 2px;
  max-height: {px(4)}px; color: transparent;
}}
QProgressBar::chunk {{ background: {p.text2}; border-radius: 2px; }}
QGroupBox {{ border: none; }}
"""
