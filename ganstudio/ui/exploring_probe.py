"""Run as a process of its own: sliders of every tool of Explore, dragged in the real window.

Tells, as one line of JSON, what each change cost, how fast pictures followed, and in which order
the cells of a mixing grid came.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from ganstudio.edit.artist import Artist
from ganstudio.edit.finding import Find
from ganstudio.edit.inversion import Invert
from ganstudio.edit.latents import Latent
from ganstudio.edit.mix import Mix
from ganstudio.edit.photos import own_photo
from ganstudio.edit.steer import Move, Steer
from ganstudio.engine.shipped import shipped_models
from ganstudio.ui.editing.renderer import PictureDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.studio import Studio, make_application
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.board import BoardTool
from ganstudio.ui.tools.mixing import MixingTool
from ganstudio.ui.widgets.slider import Slider
from ganstudio.ui.workspaces.explore import ExploreWorkspace

STYLED, CLASSED = "stylegan2-flowers", "cgan-digits"
TOOLS = ("board", "plane", "timeline", "mixing", "truncation", "directions", "inversion")
CHANGES = 60  # of each slider
APART = 0.016  # seconds between two of them
FOLLOWED = 2.0  # seconds that pictures follow a slider
SIDE = 8  # of the mixing grid
SIZE = (1440, 900)  # px of the window
SCALE = 2.0  # of the appearance, at which not all cells of the grid can be seen
LOOK_MILLISECONDS = 4

Ready = Callable[[], bool]


@dataclass(slots=True)
class Figures:
    """What was measured.

    Attributes:
        changes: by tool, milliseconds that each change took: of work on the GUI thread, and of
            the clock, which counts too what else the machine does.
        followed: pictures a second that were shown while the truncation was dragged.
        seen: how many cells of the grid could be seen, and how many of them came first.
    """

    changes: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    followed: float = 0.0
    seen: tuple[int, int] = (0, 0)


class _Hand(QObject):
    """Goes through a story whose every stop waits until something is so."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._figures = Figures()
        self._ready: Ready = _now
        self._story = self._told()
        self._timer = QTimer(self, interval=LOOK_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._act)
        studio.context.engine_ready.connect(self._timer.start)

    def _act(self) -> None:
        """A change works off events by itself: the timer rests meanwhile."""
        if not self._ready():
            return
        self._timer.stop()
        ready = next(self._story, None)
        if ready is None:
            self._end()
            return
        self._ready = ready
        self._timer.start()

    def _end(self) -> None:
        shown = self._figures
        line = {"changes": shown.changes, "followed": shown.followed, "seen": shown.seen}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        self._studio.window.close()

    # the story

    def _told(self) -> Iterator[Ready]:
        self._studio.window.resize(*SIZE)
        yield from self._open(STYLED)
        for key in TOOLS:
            yield from self._drag(key)
        yield from self._follow()
        yield from self._open(CLASSED)
        yield from self._drag("classes")
        yield from self._open(STYLED)
        yield from self._fill_grid()

    def _open(self, name: str) -> Iterator[Ready]:
        path = next(path for path in shipped_models() if path.stem == name)
        self._studio.context.open_model("explore", path)
        yield lambda: self._is_open(name)

    def _drag(self, key: str) -> Iterator[Ready]:
        """There and back over the first slider of a tool."""
        tool = self._choose(key)
        yield self._rests
        slider = _slider(tool)
        places = _swing(slider, CHANGES)
        _send(slider, QEvent.Type.MouseButtonPress, places[0])
        spent = self._figures.changes[key] = []
        for place in places:
            begin = time.perf_counter(), time.thread_time()
            _send(slider, QEvent.Type.MouseMove, place)
            QCoreApplication.processEvents()
            now = time.perf_counter(), time.thread_time()
            spent.append((1e3 * (now[1] - begin[1]), 1e3 * (now[0] - begin[0])))
            yield _after(APART)
        _send(slider, QEvent.Type.MouseButtonRelease, places[-1])
        yield self._rests

    def _follow(self) -> Iterator[Ready]:
        tool = self._choose("truncation")
        yield self._rests
        slider = _slider(tool)
        shown = _Counter(tool, "truncation/large")
        begin, at = time.perf_counter(), 0
        places = _swing(slider, CHANGES)
        _send(slider, QEvent.Type.MouseButtonPress, places[0])
        while time.perf_counter() - begin < FOLLOWED:
            _send(slider, QEvent.Type.MouseMove, places[at % len(places)])
            at += 1
            yield _after(APART)
        self._figures.followed = shown.count / (time.perf_counter() - begin)
        _send(slider, QEvent.Type.MouseButtonRelease, places[-1])
        yield self._rests

    def _fill_grid(self) -> Iterator[Ready]:
        """Rows of latents that nobody has drawn yet, so large that not all of them are seen."""
        theme().set_scale(SCALE)
        tool = self._choose("mixing")
        yield self._rests
        assert isinstance(tool, MixingTool)
        came = _Counter(tool, "mixing/cells")
        rows, columns = (
            tuple(Latent(seed=first + at) for at in range(SIDE)) for first in (500, 600)
        )
        tool.change(Mix(sources=rows, destinations=columns, layers=(2, 3)), "Fill the grid")
        seen = {cell.row * SIDE + cell.column for cell in tool.grid.visible_cells()}
        yield lambda: len(set(came.places)) == SIDE**2
        first = set(came.places[: len(seen)])
        self._figures.seen = len(seen), len(first & seen)

    # the window

    @property
    def _explore(self) -> ExploreWorkspace | None:
        workspace = self._studio.window.centre.current()
        return workspace if isinstance(workspace, ExploreWorkspace) else None

    def _is_open(self, name: str) -> bool:
        explore = self._explore
        chosen = explore.desk.chosen if explore is not None else None
        return chosen is not None and chosen.ref.run == name and self._rests()

    def _rests(self) -> bool:
        explore = self._explore
        assert explore is not None
        return not explore.desk.renderer.is_busy and not self._studio.context.tasks.tasks()

    def _choose(self, key: str) -> Tool:
        """A tool with something in it that a slider moves."""
        explore = self._explore
        assert explore is not None
        explore.choose_tool(key)
        tool = explore.tool
        assert tool is not None
        assert explore.desk.chosen is not None
        system = explore.desk.chosen.model.averaged
        if isinstance(tool, BoardTool):
            tool.select(0)
        elif key == "inversion":
            target = own_photo(Artist(system), 7)
            tool.change(Invert(target=target, name="own picture", space="w"), "Choose photo")
        elif key == "directions":
            found = Find(source="sefa").run(system).readings["directions"]
            moves = tuple(Move(direction=one) for one in found)
            tool.change(Steer(latents=(Latent(seed=1),), moves=moves), "Find directions")
        return tool


class _Counter(QObject):
    """Pictures of one asker, as they are shown."""

    def __init__(self, tool: Tool, key: str) -> None:
        super().__init__(tool)
        self.places: list[int] = []
        self._key = key
        tool.desk.renderer.picture_done.connect(self._take)

    @property
    def count(self) -> int:
        return len(self.places)

    def _take(self, told: PictureDone) -> None:
        if told.key == self._key:
            self.places.append(told.index)


def _slider(tool: Tool) -> Slider:
    """The first that can be dragged: of the settings, else of the tool itself."""
    places = [part for part in (tool.inspector, tool) if part is not None]
    found = [one for place in places for one in place.findChildren(Slider)]
    return next(one for one in found if one.isVisible() and one.isEnabled())


def _swing(slider: QWidget, count: int) -> list[QPointF]:
    """Places along a slider, there and back."""
    shares = 0.5 + 0.4 * np.sin(np.linspace(0, 2 * np.pi, count))
    return [QPointF(share * slider.width(), slider.height() / 2) for share in shares.tolist()]


def _send(widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    is_move = kind == QEvent.Type.MouseMove
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    button = Qt.MouseButton.NoButton if is_move else left
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, none)
    QCoreApplication.sendEvent(widget, event)


def _now() -> bool:
    return True


def _after(seconds: float) -> Ready:
    due = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= due


def main() -> None:
    application = make_application()
    studio = Studio(application)
    hand = _Hand(studio)
    studio.begin()
    application.exec()
    studio.end()
    del hand


if __name__ == "__main__":
    main()
