"""The keys of the time machine, wherever the keyboard is in Train."""

from collections.abc import Callable
from functools import partial

from ganstudio.ui.actions import Action
from ganstudio.ui.panels.travel import Travel
from ganstudio.ui.training.twins_view import TwinsView
from ganstudio.ui.training.view import RunView

FAR = 10  # snapshots with Shift
_NONE = "There is no snapshot yet"


class TimeActions:
    """Moves go to what is looked at; what belongs to one run alone says so beside twins."""

    def __init__(self, view: RunView, twins: TwinsView, is_beside: Callable[[], bool]) -> None:
        self._view = view
        self._twins = twins
        self._is_beside = is_beside

    def all(self) -> tuple[Action, ...]:
        made = partial(
            Action, menu="View/Time machine", section="playhead", kind="View", where="Train"
        )
        once = partial(made, repeats=False)
        strip, moved, alone = self._view.strip, self._has_snapshots, self._has_one_run
        return (
            made("time.back", "Back one snapshot", partial(self._shift, -1), shortcut="Left",
                 enabled=moved),
            made("time.on", "On one snapshot", partial(self._shift, 1), shortcut="Right",
                 enabled=moved),
            made("time.far_back", "Back ten snapshots", partial(self._shift, -FAR),
                 shortcut="Shift+Left", enabled=moved),
            made("time.far_on", "On ten snapshots", partial(self._shift, FAR),
                 shortcut="Shift+Right", enabled=moved),
            once("time.first", "Go to the first snapshot", self._go_first, shortcut="Home",
                 enabled=moved),
            once("time.play", "Play the snapshots", self.toggle_play, shortcut="Shift+Space",
                 enabled=moved, icon="play"),
            once("time.loop", "Play over and over", strip.toggle_loop, shortcut="L",
                 enabled=alone, icon="loop", checked=self._is_looping),
            once("time.bookmark", "Bookmark this step", strip.toggle_bookmark, shortcut="B",
                 enabled=alone, icon="bookmark"),
            once("time.name", "Name the bookmark", strip.name_bookmark, shortcut="F2",
                 enabled=alone),
            once("time.pin", "Pin this step to compare with", strip.toggle_pin, shortcut="P",
                 enabled=alone, icon="pin", checked=self._is_pinned),
            once("time.other", "Show the pinned step, then the other", self._view.toggle_hold,
                 shortcut="\\", enabled=alone, icon="compare"),
        )  # fmt: skip

    def toggle_play(self) -> None:
        self._shown().toggle_play()

    def may_play(self) -> bool:
        return self._shown().has_snapshots

    def _shown(self) -> Travel:
        return (self._twins if self._is_beside() else self._view).strip.travel

    def _shift(self, move: int) -> None:
        self._shown().shift(move)

    def _go_first(self) -> None:
        self._shown().go_first()

    def _has_snapshots(self) -> bool | str:
        return self._shown().has_snapshots or _NONE

    def _has_one_run(self) -> bool | str:
        if self._is_beside():
            return "Go back to one run first"
        return self._view.strip.travel.has_snapshots or _NONE

    def _is_looping(self) -> bool:
        return self._view.strip.travel.is_looping

    def _is_pinned(self) -> bool:
        return self._view.strip.moments.pinned is not None
