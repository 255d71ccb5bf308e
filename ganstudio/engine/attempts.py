"""Attempts at a run: where it diverges, it goes back to its last checkpoint and slows down."""

from ganstudio.core.events import NoticeGiven, RunFailed, SettingChanged
from ganstudio.engine import checkpoint
from ganstudio.engine.listener import Record
from ganstudio.engine.observer import falls_on
from ganstudio.engine.rescue import Diverged, explain_divergence, explain_error
from ganstudio.engine.trainer import Trainer


def train_with_retries(trainer: Trainer, record: Record, notices: list[str]) -> bool:
    """Train to an end that is told as an event; gives whether it was a good one.

    A divergence is retried from the last checkpoint as often as the schedule allows.
    """
    setup = trainer.setup
    while True:
        try:
            trainer.train(notices)
        except Diverged as error:
            failure = explain_divergence(setup, error)
            if setup.counters["retries"] >= setup.preset.schedule.retries:
                trainer.emit(failure)
                return False
            _go_back(trainer, record, failure)
            notices = []
        except Exception as error:  # noqa: BLE001 - every end of a run is told as an event
            trainer.emit(explain_error(error, setup.step, setup.preset.schedule.batch))
            return False
        else:
            return True


def _go_back(trainer: Trainer, record: Record, failure: RunFailed) -> None:
    """To the last checkpoint, with half the learning rates; and say so."""
    setup = trainer.setup
    state, _ = checkpoint.read_newest(trainer.run.checkpoints, trainer.run.checkpoint_steps())
    retries = setup.counters["retries"] + 1
    trainer.rewind(state)
    setup.counters["retries"] = retries
    record.rewind(state.step, falls_on(state.step, setup.preset.schedule.evaluate_every))
    _halve_rates(trainer)
    text = (
        f"{failure.message} Retry {retries}: back to step {state.step:,}, half the learning rates."
    )
    trainer.emit(NoticeGiven(state.step, text, "warning"))


def _halve_rates(trainer: Trainer) -> None:
    setup = trainer.setup
    for player, config in setup.preset.system.optimizers().items():
        path = f"system.{player}_optimizer.lr"
        setup.apply(setup.preset.edited(path, config.lr / 2))
        trainer.emit(SettingChanged(setup.step, path, config.lr, config.lr / 2))
