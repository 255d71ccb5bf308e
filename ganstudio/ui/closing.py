"""Closing the window while something is at work: ask once, save, then close."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ganstudio.ui.context import StudioContext, Training
from ganstudio.ui.widgets.dialog import Question
from ganstudio.ui.workspaces.base import Workspace

PATIENCE = 30_000  # ms for a run to write its last checkpoint


class Closing(QObject):
    """Knows whether the window may close, and closes it once the runs have ended."""

    def __init__(self, context: StudioContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._question: Question | None = None
        self._is_stopping = False
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._lose_patience)
        context.run_ended.connect(self._on_run_ended)

    @property
    def question(self) -> Question | None:
        """The question that is open now."""
        return self._question

    def may_close(self, workspaces: Iterable[Workspace]) -> bool:
        """Whether the window may close now; otherwise the user is asked, or runs are stopping."""
        trainings = self._context.trainings()
        if trainings and not self._is_stopping:
            self._ask(trainings)
        if trainings:
            return False
        return all(workspace.may_close() for workspace in workspaces)

    def _ask(self, trainings: tuple[Training, ...]) -> None:
        if self._question is not None:
            return
        names = ", ".join(training.name for training in trainings)
        one = len(trainings) == 1
        self._question = Question(
            self._window,
            "Stop while it trains?" if one else "Stop while they train?",
            f"{names} {'is' if one else 'are'} training. A checkpoint is written first, so that"
            f" {'it' if one else 'each'} can be resumed exactly.",
            ("keep", "Keep training"),
            ("stop", "Stop and save"),
        )
        self._question.answered.connect(self._on_answer)
        self._question.open()

    def _on_answer(self, answer: object) -> None:
        self._question = None
        if answer != "stop":
            return
        self._is_stopping = True
        self._context.tell("Writing checkpoints", "The studio closes when they are saved.")
        self._patience.start()
        for training in self._context.trainings():
            training.stop()
        self._on_run_ended(None)

    def _on_run_ended(self, _training: object) -> None:
        if self._is_stopping and not self._context.trainings():
            self._patience.stop()
            self._is_stopping = False
            self._window.close()

    def _lose_patience(self) -> None:
        self._is_stopping = False
        self._context.tell(
            "A run does not end",
            "It has not finished its step in 30 s. Close again to wait once more.",
            "warn",
        )
