import json
import os
import subprocess
import sys

from PySide6.QtCore import QObject, Signal

from ganstudio.ui.display import unfit_version

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
            heavy = {"torch", "scipy", "sklearn", "pyqtgraph"} & set(sys.modules)
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
