import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, Signal

from ganstudio.core.errors import InputError
from ganstudio.ui.task_list import TaskPopover, describe, duration_words
from ganstudio.ui.tasks import TaskList


class Receiver(QObject):
    came = Signal()

    def __init__(self):
        super().__init__()
        self.results = []
        self.errors = []
        self.threads = []

    def take(self, result):
        self.threads.append(QThread.currentThread())
        self.results.append(result)
        self.came.emit()

    def take_error(self, failure):
        self.threads.append(QThread.currentThread())
        self.errors.append(failure)
        self.came.emit()


@pytest.fixture
def tasks(qapp):
    made = TaskList()
    yield made
    assert made.shut_down()
    made.deleteLater()


@pytest.fixture
def receiver(qapp):
    return Receiver()


def _finished(tasks):
    return not tasks.tasks()


def test_the_result_arrives_on_the_gui_thread(tasks, receiver, qtbot):
    def work(report):
        return threading.current_thread() is not threading.main_thread()

    with qtbot.waitSignal(receiver.came):
        tasks.run_task("Count", work, receiver.take)
    assert receiver.results == [True]
    assert receiver.threads == [receiver.thread()]
    qtbot.waitUntil(lambda: _finished(tasks))


def test_an_error_arrives_as_data_with_its_traceback(tasks, receiver, qtbot):
    def work(report):
        raise InputError("flowers.zip is not an archive: choose another file.")

    with qtbot.waitSignal(receiver.came):
        tasks.run_task("Unpack", work, receiver.take, receiver.take_error)
    assert str(receiver.errors[0].error).startswith("flowers.zip")
    assert "in work" in receiver.errors[0].details
    assert receiver.results == []


def test_an_error_nobody_takes_is_told_by_the_list(tasks, receiver, qtbot):
    with qtbot.waitSignal(tasks.failed) as told:
        tasks.run_task("Divide", lambda report: 1 / 0, receiver.take)
    assert isinstance(told.args[0].error, ZeroDivisionError)


def test_a_cancelled_task_ends_at_its_next_report_without_result_or_error(tasks, receiver, qtbot):
    begun = threading.Event()
    go_on = threading.Event()

    def work(report):
        begun.set()
        go_on.wait(5)
        report(0.5)
        return "never"

    task = tasks.run_task("Wait", work, receiver.take, receiver.take_error)
    assert begun.wait(5)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: _finished(tasks))
    assert (receiver.results, receiver.errors) == ([], [])


def test_nested_pieces_cover_their_share_of_the_whole(tasks, receiver, qtbot):
    seen = []
    heard = threading.Event()  # a work this short would be over before anyone listens

    def work(report):
        heard.wait(5)
        second = report.part(0.5, 1.0, "Second")
        inner = second.part(0.5, 1.0)
        inner(1.0, "done")

    task = tasks.run_task("Both", work)
    task.progressed.connect(seen.append)
    heard.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[-1].fraction == 1.0
    assert seen[-1].text == "Second: done"
    qtbot.waitUntil(lambda: _finished(tasks))


def test_a_flood_of_reports_is_thinned(tasks, receiver, qtbot):
    seen = []
    heard = threading.Event()

    def work(report):
        heard.wait(5)
        for number in range(20_000):
            report(number / 20_000)
        report(1.0)

    task = tasks.run_task("Flood", work, receiver.take)
    task.progressed.connect(seen.append)
    heard.set()
    with qtbot.waitSignal(receiver.came, timeout=20_000):
        pass
    assert len(seen) < 2000
    assert seen[-1].fraction == 1.0
    qtbot.waitUntil(lambda: _finished(tasks))


def test_only_methods_of_qobjects_may_receive(tasks):
    with pytest.raises(TypeError, match="bound method of a QObject"):
        tasks.run_task("No", lambda report: 1, lambda result: None)
    assert tasks.tasks() == ()


def test_shutting_down_waits_for_every_thread(tasks):
    def work(report):
        while True:
            report(None)

    running = [tasks.run_task("Loop", work) for _ in range(2)]
    assert tasks.shut_down(5000)
    assert all(task.isFinished() for task in running)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (9.4, "9 s"), (125, "2 min 5 s"), (4320, "1 h 12 min")],
)
def test_durations_are_words(seconds, words):
    assert duration_words(seconds) == words


def test_the_popover_lists_tasks_and_cancels_them(tasks, qtbot):
    window = __import__("PySide6.QtWidgets").QtWidgets.QWidget()
    qtbot.addWidget(window)
    window.show()
    go_on = threading.Event()

    def work(report):
        go_on.wait(10)
        report(0.5, "half")

    task = tasks.run_task("Measure FID", work)
    popover = TaskPopover(tasks, window)
    popover.open_under(window)
    row = popover._rows[task]
    assert row.accessibleName() == "Measure FID"
    assert popover._empty.isHidden()
    row.cancelled.emit()
    assert task.is_cancelled
    assert describe(task) == (None, "stopping")
    go_on.set()
    qtbot.waitUntil(lambda: _finished(tasks))
    assert popover._rows == {}
    assert not popover._empty.isHidden()
    popover.hide()
    popover.refresh()


def test_an_ended_task_is_deleted_by_python_alone(tasks, receiver, qtbot):
    task = tasks.run_task("Count", lambda report: 1, receiver.take)
    qtbot.waitUntil(lambda: _finished(tasks))
    assert task.isFinished()
    assert shiboken6.ownedByPython(task)
    gone = weakref.ref(task)
    del task
    assert gone() is None
