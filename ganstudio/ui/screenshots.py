"""Pictures of every workspace, panel and empty state, of the real window on real runs."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QApplication

from ganstudio.core.control import RunControl
from ganstudio.core.errors import InputError
from ganstudio.core.paths import HOME_VARIABLE, runs_dir
from ganstudio.engine.cards import find_preset
from ganstudio.engine.fork import fork
from ganstudio.engine.preset import load
from ganstudio.engine.run import find_run, next_run_path
from ganstudio.engine.shipped import shipped_models
from ganstudio.engine.worker import Job, train
from ganstudio.ui.command_palette import CommandPalette
from ganstudio.ui.editing.models import model_name
from ganstudio.ui.editing.workspace import EditorWorkspace
from ganstudio.ui.gallery import Gallery
from ganstudio.ui.intake.specimen_folder import write_streets
from ganstudio.ui.learning.pages import PAGES
from ganstudio.ui.studio import Studio, make_application
from ganstudio.ui.workspaces.learn import LearnWorkspace

RUNS = (("wgan-gp-ring", 300), ("dcgan-digits", 120), ("pacgan-ring", 300))
LIVE_SECONDS = 12.0
EDITORS: tuple[Literal["explore", "edit"], ...] = ("explore", "edit")
THEMES = {"dark": ("dark",), "light": ("light",), "both": ("dark", "light")}


def take_screenshots(folder: Path, theme: str, size: str) -> list[Path]:
    """Write `<what>-<theme>-<width>x<height>.png` for everything; gives the files.

    Raises InputError for a theme or size that is none.
    """
    if theme not in THEMES:
        raise InputError(f"{theme!r} is no theme: choose dark, light or both.")
    sizes = [_parsed(part) for part in size.split(",")]
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home, _home(Path(home)):
        application = QApplication.instance() or make_application()
        assert isinstance(application, QApplication)
        return _Photographer(application, folder).take(THEMES[theme], sizes)


def _shows(editor: EditorWorkspace, name: str) -> bool:
    return editor.desk.chosen is not None and editor.desk.chosen.ref.run == name


def _parsed(text: str) -> tuple[int, int]:
    width, _, height = text.strip().partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise InputError(f"{text!r} is no size: write it as 1280x720.")
    return int(width), int(height)


@contextmanager
def _home(path: Path) -> Iterator[None]:
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(path)
    try:
        yield
    finally:
        if before is None:
            del os.environ[HOME_VARIABLE]
        else:
            os.environ[HOME_VARIABLE] = before


class _Photographer:
    """Goes through the window as a user would and keeps a picture of each place."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._studio = Studio(application)
        self._written: list[Path] = []
        self._suffix = ""

    def take(self, themes: tuple[str, ...], sizes: list[tuple[int, int]]) -> list[Path]:
        studio = self._studio
        studio.begin()
        self._wait_for(lambda: studio.context.is_engine_ready)
        empty = {"train-empty": ("train",), "runs-empty": ("runs",), "data-empty": ("data",)}
        self._each(themes, sizes, empty)
        self._data(themes, sizes)
        self._learn(themes, sizes)
        self._make_runs()
        places = {
            "presets": ("presets",),
            "design-empty": ("design",),
            "settings": ("settings",),
            "runs": ("runs",),
        }
        self._each(themes, sizes, places)
        studio.context.open_preset(find_preset("wgan-gp-ring"))
        self._settle(4.0)
        self._each(themes, sizes, {"design": ("design",)})
        for name, run in (
            ("train-images", "dcgan-digits 01"),
            ("train-2d-record", "wgan-gp-ring 01"),
        ):
            studio.context.open_run(runs_dir() / run)
            self._settle(3.0)
            self._each(themes, sizes, {name: ("train",)})
        self._live(themes, sizes)
        self._editors(themes, sizes)
        self._overlays(themes, sizes)
        studio.window.close()
        self._settle(0.2)
        studio.end()
        return self._written

    def _data(self, themes: tuple[str, ...], sizes: list[tuple[int, int]]) -> None:
        """A folder of label maps with a few things wrong, checked."""
        context, centre = self._studio.context, self._studio.window.centre
        context.open_data(write_streets(runs_dir().parent / "streets"))
        self._wait_for(lambda: not context.tasks.tasks() and centre.current_key == "data")
        self._each(themes, sizes, {"data": ("data",)})

    def _learn(self, themes: tuple[str, ...], sizes: list[tuple[int, int]]) -> None:
        """Every page of Learn."""
        self._studio.context.navigate("learn")
        learn = self._studio.window.centre.current()
        assert isinstance(learn, LearnWorkspace)
        for page in PAGES:
            learn.open_page(page.key)
            self._each(themes, sizes, {f"learn-{page.key}": ("learn",)})

    def _live(self, themes: tuple[str, ...], sizes: list[tuple[int, int]]) -> None:
        """The Train workspace while a run trains, then paused."""
        context = self._studio.context
        context.open_preset(find_preset("wgan-gp-ring"), start=True)
        self._wait_for(lambda: bool(context.trainings()))
        self._settle(LIVE_SECONDS)
        self._each(themes, sizes, {"train-2d": ("train",)})
        for training in context.trainings():
            training.stop()
            training.wait(30_000)
        self._wait_for(lambda: not context.trainings())

    def _editors(self, themes: tuple[str, ...], sizes: list[tuple[int, int]]) -> None:
        """Every tool of Explore and Edit, with the first shipped model that it works with."""
        taken: set[str] = set()
        for path in shipped_models():
            for key in EDITORS:
                self._studio.context.open_model(key, path)
                editor = self._studio.window.centre.current()
                assert isinstance(editor, EditorWorkspace)
                self._wait_for(partial(_shows, editor, model_name(path)))
                chosen = editor.desk.chosen
                assert chosen is not None
                fitting = {tool.key for tool in editor.tools if tool.fits(chosen)}
                for tool in sorted(fitting - taken):
                    editor.choose_tool(tool)
                    self._settle(1.0)
                    self._wait_for(partial(self._rests, editor))
                    self._each(themes, sizes, {f"{key}-{tool}": (key,)})
                taken |= fitting

    def _rests(self, editor: EditorWorkspace) -> bool:
        return not (editor.desk.renderer.is_busy or self._studio.context.tasks.tasks())

    def _overlays(self, themes: tuple[str, ...], sizes: list[tuple[int, int]]) -> None:
        palette = next(
            found for found in self._studio.window.findChildren(CommandPalette) if found is not None
        )
        self._studio.context.navigate("presets")
        for _ in self._dressed(themes, sizes):
            palette.open()
            self._settle(0.4)
            self._shoot("command-palette")
            palette.close()
        gallery = Gallery()
        gallery.resize(720, 900)
        gallery.show()
        for _ in self._dressed(themes, sizes[:1]):
            self._settle(0.3)
            self._written.append(self._folder / f"components-{self._suffix}.png")
            gallery.grab().save(str(self._written[-1]))
        gallery.close()

    def _each(
        self,
        themes: tuple[str, ...],
        sizes: list[tuple[int, int]],
        places: dict[str, tuple[str]],
    ) -> None:
        for _ in self._dressed(themes, sizes):
            for name, (workspace,) in places.items():
                self._studio.context.navigate(workspace)
                self._settle(0.7)
                self._shoot(name)

    def _dressed(
        self, themes: tuple[str, ...], sizes: list[tuple[int, int]]
    ) -> Iterator[tuple[str, tuple[int, int]]]:
        """The window in every theme and size, one after the other."""
        for theme in themes:
            self._studio.settings.change("appearance", theme=theme)
            for width, height in sizes:
                self._studio.window.resize(width, height)
                self._suffix = f"{theme}-{width}x{height}"
                self._settle(0.5)
                yield theme, (width, height)

    def _shoot(self, name: str) -> None:
        path = self._folder / f"{name}-{self._suffix}.png"
        self._studio.window.grab().save(str(path))
        self._written.append(path)

    def _make_runs(self) -> None:
        """Short real runs, a fork among them, so that the library is not empty."""
        for name, steps in RUNS:
            job = Job(next_run_path(name), load(find_preset(name)), name, "cpu", steps)
            train(job, lambda _: self._application.processEvents(), RunControl())
        parent = find_run("wgan-gp-ring 01")
        fork(parent, 300, parent.path.with_name("wgan-gp-ring 01 fork"))
        self._studio.context.runs_changed.emit()

    def _wait_for(self, is_true: Callable[[], bool], seconds: float = 60.0) -> None:
        until = time.monotonic() + seconds
        while not is_true() and time.monotonic() < until:
            self._settle(0.05)

    def _settle(self, seconds: float) -> None:
        """Let the window work."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._application.processEvents()
            time.sleep(0.005)
