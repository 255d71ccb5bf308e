"""The Train workspace: a run, live or from its record."""

from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.engine.run import all_runs
from ganstudio.ui.actions import Action
from ganstudio.ui.context import PresetRequest, StudioContext
from ganstudio.ui.library.run_measuring import RunMeasuring
from ganstudio.ui.library.sheet_form import open_form
from ganstudio.ui.settings import Settings
from ganstudio.ui.sheet import Sheet
from ganstudio.ui.training.desk import RunDesk
from ganstudio.ui.training.longer import LongerForm
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.training.time_actions import TimeActions
from ganstudio.ui.training.twins_host import TwinsHost
from ganstudio.ui.training.twins_view import TwinsView
from ganstudio.ui.training.view import RunView
from ganstudio.ui.training.words import last_words
from ganstudio.ui.widgets.dialog import Question
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.pages import Pages
from ganstudio.ui.workspaces.base import Workspace

_NO_RUN = (
    "No run yet",
    "Start one, and its curves, samples and world are drawn here while it learns.",
    "Start the ring demo",
)


class TrainWorkspace(Workspace):
    """The desk does, the view shows; here both meet the window."""

    key = "train"
    title = "Train"
    help = (
        "Watch a run learn: its curves, its samples or its world, all at one step of the playhead.",
        "Drag in the snapshot strip or click on a plot to go back in time; End returns to live.",
        "Space pauses a run that trains; of one that rests, and on the strip, it plays the"
        " snapshots.",
        "Live settings change at the next step and are kept in the record. Resume goes on exactly,"
        " Fork begins a child run from a checkpoint, Fine-tune takes the weights alone.",
        "A run whose steps are all done can be trained longer; the rest of it stays as it was.",
    )

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self.desk = RunDesk(context, self)
        self.view = RunView(context, self.desk)
        self.empty = EmptyState("curves", *_NO_RUN, "Choose a preset", primary=True)
        self._last: Path | None = None  # the run that was used last, while none is open
        self._question: Question | None = None
        self._sheet: Sheet | None = None
        self.longer: LongerForm | None = None  # while the user is asked how much longer
        self._stack = Pages(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self.twins_view = TwinsView(context)
        self._stack.addWidget(self.twins_view)
        self.twins = TwinsHost(context, self.desk, self.twins_view)
        self.measuring = RunMeasuring(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.time = TimeActions(self.view, self.twins_view, self._is_beside)
        self._actions = {action.id: action for action in self._offered()}
        self._connect()
        self._on_settings(context.settings)

    @property
    def question(self) -> Question | None:
        """The question that is open now."""
        return self._question

    def actions_offered(self) -> tuple[Action, ...]:
        return tuple(self._actions.values())

    def shown(self) -> None:
        """Without a run, the one that was used last is offered, or the demo where there is none."""
        if self.desk.current is not None:
            return
        runs = all_runs(self.context.runs_folder())
        if runs:
            run, info = runs[0]
            self._last, words = run.path, ("No run is open", last_words(info), f"Open {info.name}")
        else:
            self._last, words = None, _NO_RUN
        title, text, button = words
        self.empty.set_words(title, text)
        self.empty.set_button(button)

    def document(self) -> str:
        if self._stack.currentWidget() is self.twins_view:
            return self.twins_view.document
        return self.desk.current.name if self.desk.current is not None else ""

    def where(self) -> str:
        return "Runs" if self.desk.current is not None else self.title

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.view.set_compact(compact)
        self.twins_view.set_compact(compact)

    def panes(self) -> tuple[QWidget, ...]:
        docks = [dock for dock in self.view.docks.docks.values() if dock.isVisible()]
        return (self.view.bar, *(dock.panel for dock in docks))

    def may_close(self) -> bool:
        self.view.docks.remember()
        self.view.finish()
        return self.twins_view.shut_down()

    def _connect(self) -> None:
        context = self.context
        context.preset_opened.connect(self._on_preset)
        context.run_opened.connect(self._on_run)
        context.run_resumed.connect(self._on_resumed)
        context.run_tuned.connect(self._on_tuned)
        context.settings_store.changed.connect(self._on_settings)
        self.desk.turned.connect(self._on_turned)
        self.desk.stop_asked.connect(self._ask_stop)
        self.view.asked.connect(self._on_asked)
        self.twins.shown.connect(self._show_twins)
        self.twins_view.left.connect(self._show_one)
        self.empty.activated.connect(self._on_empty)
        self.empty.alternative_activated.connect(self._choose_preset)

    def _offered(self) -> tuple[Action, ...]:
        desk, view = self.desk, self.view
        steer = partial(_steering, desk)
        panels = tuple(
            Action(f"train.{key}", dock.windowTitle(), dock.toggle, menu="View/Panels",
                   section="panels", enabled=dock.may_toggle, checked=dock.isVisible,
                   kind="View", where="Train")
            for key, dock in view.docks.docks.items()
        )  # fmt: skip
        return (
            steer("run.start", "Start or resume", desk.start, "Ctrl+R", "play"),
            steer("run.longer", "Train longer…", self._ask_longer, "", "resume"),
            Action("run.pause", "Pause, continue or play", self._pause_or_play,
                   "Of a run that rests, its snapshots are played", "Space", "Run", "steer",
                   self._may_pause_or_play, icon="pause", where="Train", repeats=False),
            steer("run.step", "One step", desk.step, ".", "step"),
            steer("run.stop", "Stop", desk.stop, "", "stop"),
            steer("run.fork", "Fork", desk.fork, "", "fork"),
            steer("run.fine_tune", "Fine-tune", desk.fine_tune, "", "swap"),
            Action("run.twin", "Compare with a twin…", self._ask_twin,
                   "Two forks that differ in one setting, side by side", "", "Run", "steer",
                   self._may_twin, icon="compare", where="Train"),
            Action("run.twins", "Show beside its twin", self.twins.show_linked,
                   "", "", "Run", "steer", self._may_show_twins, icon="compare", where="Train"),
            steer("run.snapshot", "Refresh samples", desk.take_snapshot, "F5", "image"),
            steer("run.checkpoint", "Write a checkpoint", desk.take_checkpoint, "", "bookmark"),
            Action("run.explore", "Open the run in Explore", partial(self._open_model, "explore"),
                   menu="Run", section="model", enabled=self._has_run, kind="Open",
                   icon="explore", where="Train"),
            Action("run.edit", "Open the run in Edit", partial(self._open_model, "edit"),
                   menu="Run", section="model", enabled=self._has_run, kind="Open", icon="edit",
                   where="Train"),
            Action("run.measure", "Measure the run…", self._measure, "FID, KID, modes and others",
                   menu="Run", section="model", enabled=self._may_measure, icon="theory",
                   where="Train"),
            *self.time.all(),
            Action("run.live", "Go to live", self._go_live, "Show the present in every panel",
                   "End", "View/Time machine", "playhead", self._may_go_live, kind="View",
                   where="Train"),
            *panels,
            Action("train.reset_layout", "Reset layout", view.reset_layout,
                   "Panels go back to where they stood at first", "", "View", "panels",
                   kind="View", icon="reset", where="Train"),
        )  # fmt: skip

    def _measure(self) -> None:
        if self.desk.current is not None:
            self.measuring.ask(self.desk.current.path)

    def _may_measure(self) -> bool | str:
        return self.desk.refusal("run.measure") or True

    def _may_twin(self) -> bool | str:
        return self.twins.refusal() or True

    def _may_show_twins(self) -> bool | str:
        return self.twins.link_refusal() or True

    def _ask_twin(self) -> None:
        self.twins.ask(self.view.board.playhead, self.window())

    def _show_twins(self) -> None:
        self._stack.show_page(self.twins_view)
        self.document_changed.emit()

    def _show_one(self) -> None:
        self._stack.show_page(self.view)
        self.document_changed.emit()

    def _has_run(self) -> bool | str:
        return self.desk.current is not None or "No run is open"

    def _open_model(self, workspace: Literal["explore", "edit"]) -> None:
        """With the weights that the run has published, where it trains right now."""
        if self.desk.current is not None:
            self.context.open_model(workspace, self.desk.current.path)

    def _is_beside(self) -> bool:
        return self._stack.currentWidget() is self.twins_view

    def _pause_or_play(self) -> None:
        if self._is_beside():
            self.twins_view.pause_or_play()
        elif self.desk.refusal("run.pause"):
            self.time.toggle_play()
        else:
            self.desk.pause_or_continue()

    def _may_pause_or_play(self) -> bool | str:
        return self.time.may_play() or self.desk.refusal("run.pause") or True

    def _go_live(self) -> None:
        (self.twins_view if self._is_beside() else self.view).go_live()

    def _may_go_live(self) -> bool | str:
        shown = self.twins_view if self._is_beside() else self.view
        return shown.playhead is not None or "The present is shown already"

    def _on_asked(self, action: object) -> None:
        self._actions[str(action)].run()

    def _on_preset(self, request: PresetRequest) -> None:
        if request.start:
            self.desk.open_preset(request)

    def _on_run(self, path: Path) -> None:
        self.desk.open_folder(path)

    def _on_resumed(self, path: Path) -> None:
        self.desk.open_folder(path, self._go_on)

    def _go_on(self) -> None:
        run = self.desk.current
        (self._ask_longer if run is not None and run.is_done else self.desk.start)()

    def _ask_longer(self) -> None:
        run = self.desk.current
        if run is None or self.desk.refusal("run.longer"):
            return
        self.longer = LongerForm(run.total_steps)
        self._sheet = open_form("Train longer", run.name, self.longer, self.window())
        self.longer.done.connect(self._on_longer)

    def _on_longer(self) -> None:
        if self.longer is not None and self._sheet is not None:
            more = self.longer.more
            self._sheet.close_overlay()
            self.desk.train_longer(more)

    def _on_tuned(self, path: Path) -> None:
        self.desk.open_folder(path, self.desk.fine_tune)

    def _on_turned(self, run: OpenRun) -> None:
        self._stack.show_page(self.view)
        self.view.show_run(run)
        self.document_changed.emit()

    def _on_settings(self, settings: Settings) -> None:
        self.view.set_rate(settings.plots.rate)
        self.view.set_axis(settings.plots.axis)
        self.twins_view.set_axis(settings.plots.axis)
        self.view.set_smoothing(settings.plots.smoothing)
        self.twins_view.set_smoothing(settings.plots.smoothing)
        self.desk.set_rate(settings.plots.rate)

    def _on_empty(self) -> None:
        if self._last is not None:
            self.context.open_run(self._last)
        else:
            self.desk.open_demo()

    def _choose_preset(self) -> None:
        self.context.navigate("presets")

    def _ask_stop(self, names: str) -> None:
        self._question = Question(
            self.window(),
            f"Stop {names}?",
            "One run trains at a time. It writes a checkpoint first and can be resumed exactly.",
            ("keep", "Keep training"),
            ("stop", "Stop and start"),
        )
        self._question.answered.connect(self._on_answer)
        self._question.open()

    def _on_answer(self, answer: object) -> None:
        self._question = None
        self.desk.answer_stop(stop=answer == "stop")


def _steering(desk: RunDesk, action: str, text: str, run: object, keys: str, icon: str) -> Action:
    """An action on the current run, refused with the desk's reason."""
    assert callable(run)
    return Action(action, text, run, "", keys, "Run", "steer", partial(_allowed, desk, action),
                  icon=icon, where="Train")  # fmt: skip


def _allowed(desk: RunDesk, action: str) -> bool | str:
    return desk.refusal(action) or True
