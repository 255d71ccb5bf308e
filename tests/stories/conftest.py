"""Stories drive whole windows: nothing of one may outlive it."""

from tests.qt_discipline import clean_qt  # noqa: F401 - a fixture of every test
