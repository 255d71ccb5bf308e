"""The curve under the tracks: how fast the film goes, or how long its latents are."""

import numpy as np
from numpy.typing import NDArray

from ganstudio.edit.timeline import Interpolate
from ganstudio.ui.tools.timeline_inspector import TimelineInspector
from ganstudio.ui.tools.timeline_pace import PathWords, path_words
from ganstudio.ui.tools.timeline_view import TimelineView


class PathTrack:
    """It writes into the tracks and the inspector what was measured of a film."""

    def __init__(self, view: TimelineView, inspector: TimelineInspector) -> None:
        self._view, self._inspector = view, inspector
        self._norms: NDArray[np.float64] = np.zeros(0)
        self._shows_norm = False

    @property
    def has_norms(self) -> bool:
        return len(self._norms) > 0

    def set_norms(self, norms: NDArray[np.float32]) -> None:
        """The length of the latent at each frame."""
        self._norms = norms.astype(np.float64)

    def toggle(self) -> None:
        """Show the other measure."""
        self._shows_norm = not self._shows_norm

    def show(self, film: Interpolate, steps: NDArray[np.float64]) -> None:
        """Args: steps: distances between neighbouring frames, NaN where one is missing."""
        words: PathWords = path_words(film, steps)
        self._inspector.show_note(words.note)
        if self._shows_norm:
            letter = "w" if film.space.startswith("w") else "z"
            self._view.set_path(self._norms, f"Norm of {letter}", "click for speed", [])
        else:
            self._view.set_path(steps, "Path speed", "pixel distance", words.lengths)

    def show_norm(self, film: Interpolate, index: int) -> None:
        """That of the key `index`."""
        frame = round(film.keys[index].time * film.frames_per_second)
        known = frame < len(self._norms)
        self._inspector.show_norm(film.space, float(self._norms[frame]) if known else None)
