"""What the tests of the interface share."""

import pytest

from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
from tests.qt_discipline import clean_qt, spare_imports  # noqa: F401 - a fixture of every test


def pytest_collection_finish():
    spare_imports()


@pytest.fixture
def context(qapp, tmp_path):
    made = StudioContext(SettingsStore(tmp_path / "settings.json"))
    yield made
    made.settings_store.flush()
    assert made.tasks.shut_down()
    made.deleteLater()
