import json
from pathlib import Path

import pytest

from ganstudio.core.errors import StudioError
from ganstudio.core.paths import HOME_VARIABLE
from ganstudio.ui.probes import probe_environment, run_probe


@pytest.mark.parametrize("platform", ["", "offscreen"])
def test_a_probe_without_a_screen_has_one_that_the_window_fits_on(monkeypatch, tmp_path, platform):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setattr("sys.platform", "linux")
    environment = probe_environment(str(tmp_path))
    assert environment[HOME_VARIABLE] == str(tmp_path)
    _, file = environment["QT_QPA_PLATFORM"].split("configfile=")
    (screen,) = json.loads(Path(file).read_text())["screens"]
    assert screen["width"] >= 1440
    assert screen["height"] >= 900


def test_a_probe_on_a_real_screen_keeps_it(monkeypatch, tmp_path):
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert "QT_QPA_PLATFORM" not in probe_environment(str(tmp_path))


def test_a_probe_that_fails_is_told_with_its_last_words():
    with pytest.raises(StudioError, match=r"no_probe failed.*No module named"):
        run_probe("no_probe")
