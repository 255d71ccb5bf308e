import json
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject, QSize, Signal

from ganstudio.ui.display import unfit_version
from ganstudio.ui.studio import Studio, first_size
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.dialog import Question

_START = """
import json, sys, time
began = time.perf_counter()
from PySide6.QtCore import QEvent, QObject, QTimer
from ganstudio.ui import studio as module

app = module.make_application()
studio = module.Studio(app)

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            studio.window.centre.stack.removeEventFilter(self)
            heavy = {"torch", "scipy", "sklearn"} & set(sys.modules)
            print(json.dumps({"heavy": sorted(heavy), "seconds": time.perf_counter() - began}))
            QTimer.singleShot(0, studio.window.close)
        return False

watch = Watch()
studio.window.centre.stack.installEventFilter(watch)
studio._begun_warm_up = True
studio.begin(None)
code = app.exec()
studio.end()
sys.exit(code)
"""

_STUBBORN = """
import sys, time
from PySide6.QtCore import QTimer
from ganstudio.ui import studio as module

class Stubborn(module.Studio):
    def begin(self, path=None):
        self._begun_warm_up = True
        super().begin(path)
        self.context.tasks.run_task("Never asks", lambda report: time.sleep(60))
        QTimer.singleShot(0, self.window.close)

module.Studio, module.LAST_WAIT = Stubborn, 200
sys.exit(module.run())
"""

_CRASH = """
import os
from PySide6.QtCore import QCoreApplication
from ganstudio.ui.session import Session

app = QCoreApplication([])
session = Session()
session.begin()
session.note(workspace="settings", run=os.environ["OPEN_RUN"])
session.write()
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def studio(qapp, own_home):
    """A session without its warm-up, so that torch is not imported."""
    begun = []

    def begin(path=None):
        made = Studio(qapp)
        made._begun_warm_up = True
        made.begin(path)
        begun.append(made)
        return made

    yield begin
    for made in begun:
        made.window.close()
        made.end()
        made.window.deleteLater()
        made.deleteLater()


def _start(script, home, **environment):
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "GANSTUDIO_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_window_is_painted_before_anything_heavy_is_imported(own_home):
    ended = _start(_START, own_home, QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["heavy"] == []
    assert ended.stderr.strip() in ("", "This plugin does not support propagateSizeHints()")
    assert not (own_home / "session.lock").exists()


def test_work_that_will_not_end_does_not_keep_the_studio_from_ending_well(own_home):
    ended = _start(_STUBBORN, own_home, QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 0, ended.stderr
    assert "QThread" not in ended.stderr
    assert not (own_home / "session.lock").exists()


def test_without_a_display_one_sentence_and_code_2(own_home):
    script = "import sys\nfrom ganstudio.ui.app import main\nsys.exit(main())"
    environment = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    ended = _start(script, own_home, **environment)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "no display" in ended.stderr


def test_a_qt_that_loses_references_is_refused():
    assert "pip install" in unfit_version((3, 11), "6.12.0")
    assert unfit_version((3, 12), "6.12.0") == ""
    assert unfit_version((3, 11), "6.11.3") == ""


def test_signals_lose_no_reference_to_true(qapp):
    class Emitter(QObject):
        happened = Signal(object)

    emitter = Emitter()
    before = sys.getrefcount(True)
    for number in range(5000):
        emitter.happened.emit(number)
    assert abs(sys.getrefcount(True) - before) < 50


@pytest.fixture
def crashed(own_home):
    run = own_home / "runs" / "ring 01"
    run.mkdir(parents=True)
    (run / "run.json").write_text("{}")
    ended = _start(_CRASH, own_home, OPEN_RUN=str(run))
    assert ended.returncode == -9, ended.stderr
    return run


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_after_a_crash_what_was_open_is_offered_and_brought_back(crashed, studio):
    session = studio()
    question = session.window.findChild(Question)
    assert question.box.accessibleDescription().endswith("It had open: ring 01.")
    asked = []
    session.context.navigate_asked.connect(asked.append)
    question.box.primary.click()
    assert asked == ["train", "settings"]
    assert session.context.current_run == str(crashed)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_starting_afresh_after_a_crash_opens_nothing(crashed, studio):
    session = studio()
    session.window.findChild(Question).box.safe.click()
    assert session.context.current_run == ""


def test_a_normal_start_asks_nothing_and_goes_where_the_last_one_ended(studio, own_home):
    first = studio()
    first.context.navigate("settings")
    first.window.close()
    first.end()
    second = studio()
    assert second.window.findChild(Question) is None
    assert second.window.centre.current_key == "settings"
    assert (own_home / "window.ini").exists()


@pytest.mark.parametrize(
    ("room", "wanted"),
    [((2560, 1400), (1440, 900)), ((1366, 728), (1366, 728)), ((800, 600), (1180, 720))],
)
def test_a_first_window_stays_on_its_screen_as_far_as_its_contents_allow(room, wanted):
    assert first_size(QSize(*room), QSize(1180, 720)) == QSize(*wanted)


def test_a_path_on_the_command_line_is_opened(studio, tmp_path):
    session = studio(str(tmp_path / "gone.yaml"))
    assert "does not exist" in session.context.log.notices()[-1].title


def test_settings_that_could_not_be_read_are_told(studio, own_home):
    (own_home / "settings.json").write_text('{"version": 2, "plots": {"rate": "often"}}')
    session = studio()
    assert "plots.rate" in session.context.log.notices()[0].title


def test_the_look_follows_the_settings(studio):
    session = studio()
    session.settings.change("appearance", theme="light", scale=120)
    session.settings.change("access", stronger_edges=True, reduced_motion="on")
    look = theme()
    assert (look.is_dark, look.scale) == (False, 1.2)
    assert (look.stronger_edges, look.duration(120)) == (True, 0)
    session.settings.reset_all()
    assert (look.scale, look.stronger_edges) == (1.0, False)
