"""Run as a process of its own: strokes of a mouse on the shipped SPADE model in the real window.

Tells, as one line of JSON, how long each picture took after its stroke, and how late a timer came.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from ganstudio.engine.shipped import shipped_models
from ganstudio.ui.studio import Studio, make_application
from ganstudio.ui.tools.painting import PaintingTool
from ganstudio.ui.workspaces.edit import EditWorkspace

STROKES = 40
POINTS = 12  # of a stroke
LOOK_MILLISECONDS = 16
MODEL = "spade-streets"


class _Hand(QObject):
    """Waits for the tool, then paints one stroke after another."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._random = np.random.default_rng(0)
        self._strokes: list[float] = []
        self._gaps: list[float] = []
        self._released = self._last = 0.0
        self._path: list[QPointF] = []
        self._timer = QTimer(self, interval=LOOK_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._act)
        studio.context.engine_ready.connect(self._open)

    def _open(self) -> None:
        self._studio.context.open_model("edit", _model())
        self._timer.start()

    def _tool(self) -> PaintingTool | None:
        workspace = self._studio.window.centre.current()
        tool = workspace.tool if isinstance(workspace, EditWorkspace) else None
        return tool if isinstance(tool, PaintingTool) else None

    def _act(self) -> None:
        tool = self._tool()
        now = time.perf_counter()
        if tool is None or (not self._last and self._is_loading(tool)):
            return
        if self._last:
            self._gaps.append(1e3 * (now - self._last))
        self._last = now
        if self._released:
            self._wait_for_picture(tool, now)
        elif len(self._strokes) >= STROKES:
            self._end(tool)
        else:
            self._move(tool)

    def _is_loading(self, tool: PaintingTool) -> bool:
        is_made = tool.exported() is not None
        return not is_made or bool(self._studio.context.tasks.tasks()) or tool.desk.renderer.is_busy

    def _move(self, tool: PaintingTool) -> None:
        """One event of the mouse."""
        canvas = tool.canvas
        if not self._path:
            tool.canvas.set_value(int(self._random.integers(len(tool.side.palette_list.names))))
            pane = canvas.viewport.panes()[0]
            corners = self._random.uniform(0.2, 0.8, (2, 2))
            for share in np.linspace(0, 1, POINTS):
                x, y = corners[0] + share * (corners[1] - corners[0])
                height, width = canvas.viewport.extent
                self._path.append(canvas.viewport.to_widget((x * width, y * height), pane))
            self._send(tool, QEvent.Type.MouseButtonPress, self._path[0])
        at = self._path.pop(0)
        if self._path:
            self._send(tool, QEvent.Type.MouseMove, at)
            return
        self._released = time.perf_counter()
        self._send(tool, QEvent.Type.MouseButtonRelease, at)
        if tool.exported() is not None:  # the stroke changed nothing
            self._released = 0.0

    def _send(self, tool: PaintingTool, kind: QEvent.Type, at: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
        place = tool.canvas.mapToGlobal(at)
        event = QMouseEvent(kind, at, place, left, held, none)
        QCoreApplication.sendEvent(tool.canvas, event)

    def _wait_for_picture(self, tool: PaintingTool, now: float) -> None:
        if tool.exported() is not None:
            self._strokes.append(1e3 * (now - self._released))
            self._released = 0.0

    def _end(self, tool: PaintingTool) -> None:
        self._timer.stop()
        size = tool.canvas.viewport.extent[1]
        line = {"strokes": self._strokes, "gaps": self._gaps, "size": size}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        self._studio.window.close()


def _model() -> Path:
    return next(path for path in shipped_models() if path.stem == MODEL)


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
