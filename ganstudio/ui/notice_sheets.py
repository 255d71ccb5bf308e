"""Sheets of the log: everything the user was told, and the details of one notice."""

import time
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ganstudio.ui.icons import icon
from ganstudio.ui.notifications import Notice, Tone
from ganstudio.ui.sheet import Sheet, column_of
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import QuietButton, SecondaryButton
from ganstudio.ui.widgets.label import Label

_ICONS: dict[Tone, str] = {"info": "info", "ok": "check", "warn": "warn", "error": "error"}
_TONES: dict[Tone, str] = {"info": "text3", "ok": "ok", "warn": "warn", "error": "error"}


class _Details(QWidget):
    """A traceback as text that can be copied."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        px = theme().px
        self._text = QPlainTextEdit(notice.details)
        self._text.setReadOnly(True)
        self._text.setFont(theme().font("code"))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setMinimumHeight(px(280))
        self._text.setAccessibleName("Details")
        copy = SecondaryButton("Copy details", icon="copy")
        copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.setSpacing(px(12))
        column.addWidget(Label(notice.detail, "control", "text2", wrap=True))
        column.addWidget(self._text, 1)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignRight)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())


class _LogRow(QWidget):
    def __init__(self, notice: Notice, window: QWidget) -> None:
        super().__init__()
        self._notice = notice
        self._window = window
        px = theme().px
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        picture = Label()
        picture.setPixmap(icon(_ICONS[notice.tone], 16, _TONES[notice.tone]).pixmap(px(16)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(notice.title, "title", "text", wrap=True))
        if notice.detail:
            words.addWidget(Label(notice.detail, "control", "text2", wrap=True))
        clock = time.strftime("%H:%M:%S", time.localtime(notice.time))
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        if notice.details:
            more = QuietButton("Details")
            more.clicked.connect(self._show_details)
            line.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(clock, "tick", "text3"), 0, Qt.AlignmentFlag.AlignTop)

    def _show_details(self) -> None:
        details_sheet(self._notice, self._window).open()


def details_sheet(notice: Notice, window: QWidget) -> Sheet:
    return Sheet(notice.title, "details", _Details(notice), window)


def log_sheet(notices: Iterable[Notice], window: QWidget) -> Sheet:
    """Newest first."""
    rows: list[QWidget | None] = [_LogRow(notice, window) for notice in reversed(tuple(notices))]
    if not rows:
        rows = [Label("Nothing was said in this session.", "control", "text3")]
    return Sheet("Notices", "of this session, newest first", column_of(rows), window)
