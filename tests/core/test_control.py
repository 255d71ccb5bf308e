"""The control of a run, from any thread."""

import threading

from ganstudio.core.control import Edit, RunControl


def test_a_fresh_control_lets_a_run_go_and_a_paused_one_does_not() -> None:
    assert RunControl().may_step()
    paused = RunControl(paused=True)
    assert paused.is_paused
    assert not paused.may_step()


def test_allowed_steps_are_used_up_one_by_one() -> None:
    control = RunControl()
    control.step(2)
    assert not control.is_paused
    assert [control.may_step() for _ in range(3)] == [True, True, False]
    assert control.is_paused
    control.step()
    control.step()
    assert [control.may_step() for _ in range(3)] == [True, True, False]


def test_stop_wins_over_everything() -> None:
    control = RunControl(paused=True)
    control.step(5)
    control.stop()
    assert control.is_stopped
    assert not control.may_step()
    control.resume()
    assert not control.may_step()


def test_edits_are_taken_once_in_order() -> None:
    control = RunControl()
    control.edit("a", 1)
    control.edit("b", 2)
    assert control.take_edits() == [Edit("a", 1), Edit("b", 2)]
    assert control.take_edits() == []


def test_requests_are_taken_once() -> None:
    control = RunControl()
    control.ask_snapshot()
    control.ask_checkpoint()
    assert [control.take_snapshot_request() for _ in range(2)] == [True, False]
    assert [control.take_checkpoint_request() for _ in range(2)] == [True, False]


def test_every_request_wakes_a_waiting_run() -> None:
    for ask in ("resume", "step", "stop", "ask_snapshot", "ask_checkpoint"):
        control = RunControl(paused=True)
        waiting = threading.Thread(target=control.wait)
        waiting.start()
        getattr(control, ask)()
        waiting.join(30)
        assert not waiting.is_alive(), ask


def test_waiting_ends_by_itself_after_its_time() -> None:
    control = RunControl(paused=True)
    control.wait(0.001)
    assert control.is_paused


def test_steps_asked_for_by_many_threads_are_all_counted() -> None:
    control = RunControl(paused=True)
    threads = [threading.Thread(target=control.step, args=(25,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(control.may_step() for _ in range(300)) == 200
