"""Keeps a run's checkpoints."""

from ganstudio.core.events import CheckpointWritten
from ganstudio.engine import checkpoint
from ganstudio.engine.listener import Listener
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup


class Keeper:
    """Writes checkpoints, and forgets the oldest ones beyond a number."""

    def __init__(self, setup: Setup, run: RunFolder, listener: Listener) -> None:
        self._setup = setup
        self._run = run
        self._listener = listener
        self._saved_step = -1

    def is_due(self) -> bool:
        every = self._setup.preset.schedule.checkpoint_every
        return every > 0 and self._setup.step % every == 0

    def is_current(self) -> bool:
        """Whether the newest checkpoint holds everything as it is now."""
        return self._saved_step == self._setup.step

    def outdate(self) -> None:
        """The settings changed, so the newest checkpoint is not what is trained any more."""
        self._saved_step = -1

    def write(self) -> None:
        """Write a checkpoint now; only the main process of a group does."""
        if not self._setup.group.is_main:
            return
        self._listener.settle()
        state = self._setup.capture()
        self._saved_step = state.step
        folder = self._run.checkpoints
        size = checkpoint.write(folder, state)
        checkpoint.thin(folder, self._run.checkpoint_steps(), checkpoint.KEPT)
        self._listener.receive(CheckpointWritten(state.step, str(folder / str(state.step)), size))
