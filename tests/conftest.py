"""One thread, no screen, a home of its own: what every test runs under."""

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest


def pytest_configure(config):
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Settings, runs and caches of a test are its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GANSTUDIO_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def one_thread():
    """Small networks are slower on two threads; a test that imports torch later sets its own."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)
