"""The model of a run that trains right now, for tools on other threads.

What is published is a copy that nothing changes afterwards: asking it neither pauses training nor
meets half an update.
"""

from ganstudio.engine.sampling import TrainedModel, model_of
from ganstudio.engine.setup import Setup


class Publication:
    """Holds the newest copy. Written by the trainer between steps, read by anyone."""

    def __init__(self) -> None:
        self._model: TrainedModel | None = None

    def latest(self) -> TrainedModel | None:
        """The model of the last snapshot; None before the first one."""
        return self._model

    def publish(self, setup: Setup) -> None:
        """Copy the averaged and the trained weights of this step."""
        state = setup.capture()
        self._model = model_of(state.preset, state.weights, state.step, setup.device, setup.spec)
