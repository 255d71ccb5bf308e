import sys
import threading

import pytest

from ganstudio.core.errors import InputError
from ganstudio.ui.notifications import Notice, NoticeLog, UncaughtErrors, notice_of


@pytest.fixture
def log(qapp):
    made = NoticeLog()
    yield made
    made.deleteLater()


@pytest.fixture
def hooks(log):
    installed = UncaughtErrors(log)
    installed.install()
    yield installed
    installed.remove()


def test_our_own_errors_are_their_sentence(log):
    notice = notice_of(InputError("ring.yaml is missing: choose another preset."))
    assert notice.title == "ring.yaml is missing: choose another preset."
    assert notice.details == ""


def test_any_other_error_keeps_its_traceback_behind_details():
    try:
        int("x")
    except ValueError as error:
        notice = notice_of(error)
    assert "Traceback" in notice.details
    assert "Traceback" not in notice.title + notice.detail
    assert notice.tone == "error"


def test_the_log_keeps_what_was_said_in_order(log, qtbot):
    with qtbot.waitSignal(log.added):
        log.post(Notice("One"))
    log.post(Notice("Two"))
    assert [notice.title for notice in log.notices()] == ["One", "Two"]


def test_an_uncaught_error_becomes_a_notice(log, hooks, qtbot):
    with qtbot.waitSignal(log.added):
        sys.excepthook(ValueError, ValueError("broken"), None)
    assert "broken" in log.notices()[0].detail


def test_an_uncaught_error_of_a_thread_arrives_on_the_gui_thread(log, hooks, qtbot):
    arrived = []
    log.added.connect(lambda _: arrived.append(threading.current_thread()))

    def fail():
        raise ValueError("in the thread")

    thread = threading.Thread(target=fail)
    with qtbot.waitSignal(log.added):
        thread.start()
    thread.join()
    assert arrived == [threading.main_thread()]


def test_removed_hooks_are_pythons_own_again(log):
    before = sys.excepthook, threading.excepthook
    hooks = UncaughtErrors(log)
    hooks.install()
    assert sys.excepthook != before[0]
    hooks.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_what_an_error_says_ends_in_one_full_stop():
    assert notice_of(RuntimeError("It is gone.")).detail.startswith("It is gone. Your work")
