"""One session of the studio, from the application object to the clean end."""

import os
import signal
import sys
from base64 import b64decode
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QStyle

from ganstudio.core.paths import home
from ganstudio.ui.context import StudioContext
from ganstudio.ui.garbage import GarbageCollector
from ganstudio.ui.icons import mark_icon
from ganstudio.ui.notifications import UncaughtErrors, notice_of
from ganstudio.ui.session import Session, SessionState
from ganstudio.ui.settings import Settings, SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import WarmUp
from ganstudio.ui.widgets.dialog import Question
from ganstudio.ui.widgets.focus import install_focus_ring
from ganstudio.ui.window import MainWindow

AFTER_PAINT = 60  # ms: the first frame is on the screen before imports compete with it
LAST_WAIT = 30_000  # ms for threads that cannot be stopped, such as an import


def make_application() -> QApplication:
    """The QApplication with the studio's names and icon."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("GAN Studio")
    application.setApplicationDisplayName("GAN Studio")
    application.setDesktopFileName("ganstudio")
    application.setStyle("Fusion")
    # Qt alone stays if the window is closed while it still appears.
    application.lastWindowClosed.connect(application.quit)
    return application


def apply_look(settings: Settings) -> None:
    """Dress the application as the settings say."""
    look = theme()
    look.set_mode(settings.appearance.theme)
    look.set_scale(settings.appearance.scale / 100)
    look.set_stronger_edges(on=settings.access.stronger_edges)
    chosen = settings.access.reduced_motion
    look.set_reduced_motion(on=chosen == "on" or (chosen == "system" and _system_is_still()))


def _system_is_still() -> bool:
    """Whether the desktop has animations switched off."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(hint) == 0


def first_size(room: QSize, least: QSize) -> QSize:
    """Of a window that was never opened: what its screen has room for, but all that it needs."""
    return QSize(1440, 900).boundedTo(room).expandedTo(least)


class Studio(QObject):
    """Owns everything of a session: settings, journal, context, window, warm-up."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.settings = SettingsStore(parent=self)
        sentences = self.settings.load()
        theme().install(self.settings.value.appearance.theme)
        apply_look(self.settings.value)
        application.setWindowIcon(mark_icon())
        self._focus_ring = install_focus_ring(application)
        self.context = StudioContext(self.settings, self)
        self.errors = UncaughtErrors(self.context.log)
        self.session = Session(parent=self)
        self.window = MainWindow(self.context)
        self.warm_up = WarmUp(self)
        self.garbage = GarbageCollector(self)
        self._begun_warm_up = False
        self._has_ended = False
        self._connect()
        for sentence in sentences:
            self.context.tell(sentence, tone="warn")

    def begin(self, path: str | None = None) -> None:
        """Show the window as it was left, then open `path`."""
        self.errors.install()
        self.garbage.begin()
        self.session.begin(self.settings.value.storage.autosave)
        self._restore_geometry()
        self._go_to_start()
        self.window.show()
        self.window.installEventFilter(self)
        previous = self.session.previous
        if path:
            self.context.open_path(path)
        elif self.session.has_crashed and previous is not None and previous.is_worth_restoring:
            self._offer(previous)

    def end(self) -> bool:
        """Save what is still to be saved and stop every thread. Gives whether all of them ended."""
        if self._has_ended:
            return True
        self._has_ended = True
        self.settings.flush()
        self.session.end()
        QSettings(str(home() / "window.ini"), QSettings.Format.IniFormat).setValue(
            "geometry", self.window.saveGeometry()
        )
        for training in self.context.trainings():
            training.stop()
        ended = [training.wait(LAST_WAIT) for training in self.context.trainings()]
        ended += [self.context.tasks.shut_down(LAST_WAIT), self.warm_up.wait(LAST_WAIT)]
        self.errors.remove()
        self.garbage.end()
        self._focus_ring.deleteLater()
        return all(ended)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._begun_warm_up:
            self._begun_warm_up = True
            watched.removeEventFilter(self)
            QTimer.singleShot(AFTER_PAINT, self, self.warm_up.start)
        return False

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self.warm_up.ready.connect(self.context.set_engine_ready, queued)
        self.warm_up.finished.connect(self.garbage.spare_imports, queued)
        self.warm_up.failed.connect(self._on_engine_failed, queued)
        self.settings.changed.connect(self._on_settings)
        self.session.due.connect(self._update_journal)
        self.context.navigate_asked.connect(self._on_navigated)

    def _go_to_start(self) -> None:
        keys = list(self.window.centre.entries)
        last = self.session.previous.workspace if self.session.previous else ""
        wanted = last if self.settings.value.storage.restore and last in keys else keys[0]
        self.context.navigate(wanted)

    def _restore_geometry(self) -> None:
        stored = QSettings(str(home() / "window.ini"), QSettings.Format.IniFormat).value("geometry")
        previous = self.session.previous
        if self.session.has_crashed and previous is not None and previous.geometry:
            stored = QByteArray(b64decode(previous.geometry))
        if not isinstance(stored, QByteArray) or not self.window.restoreGeometry(stored):
            room = self.window.screen().availableSize()
            self.window.resize(first_size(room, self.window.minimumSize()))

    def _offer(self, previous: SessionState) -> None:
        names = [Path(name).name for name in (previous.run, previous.preset) if name]
        open_then = [*names, "unsaved edits"] if previous.has_unsaved else names
        told = f" It had open: {', '.join(open_then)}." if open_then else ""
        question = Question(
            self.window,
            "Bring back what was open?",
            f"The studio ended without closing.{told}",
            ("fresh", "Start afresh"),
            ("back", "Bring it back"),
        )
        question.answered.connect(self._on_offer_answered)
        question.open()

    def _on_offer_answered(self, answer: object) -> None:
        previous = self.session.previous
        if answer != "back" or previous is None:
            return
        if previous.run and Path(previous.run).is_dir():
            self.context.open_run(Path(previous.run))
        for key, part in previous.parts.items():
            if part:
                self.window.centre.bring_back(key, part)
        if previous.preset and not previous.parts.get("design") and Path(previous.preset).exists():
            self.context.open_preset(Path(previous.preset))
        self.context.navigate(previous.workspace)

    def _on_settings(self, settings: Settings) -> None:
        apply_look(settings)
        self.session.set_autosave(settings.storage.autosave)

    def _on_navigated(self, workspace: object) -> None:
        self.session.note(workspace=str(workspace))

    def _update_journal(self) -> None:
        for workspace in self.window.centre.workspaces():
            self.session.remember(workspace.key, workspace.remembered())
        self.session.note(
            run=self.context.current_run,
            preset=self.context.current_preset,
            geometry=self.window.geometry_words(),
        )

    def _on_engine_failed(self, error: object) -> None:
        if isinstance(error, Exception):
            self.context.log.post(notice_of(error))
            is_missing = isinstance(error, ModuleNotFoundError) and error.name == "torch"
            way_on = "Run `pip install torch`" if is_missing else "View, Notices has the details"
            self.window.centre.fail_engine(f"{error}. {way_on}, then start the studio again.")
            self.window.status.set_torch("no engine", is_problem=True)


def run(path: str | None = None) -> int:
    """Show the studio until its window is closed; gives the exit code."""
    application = make_application()
    studio = Studio(application)
    signal.signal(signal.SIGINT, lambda *_: studio.window.close())
    studio.begin(path)
    code = application.exec()
    if not studio.end():
        os._exit(code)  # Qt would abort over a thread that still runs; everything is saved
    return code
