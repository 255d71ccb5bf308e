"""Edits of paint on a surface: opacity, noise, what is cleared or restored."""

from PySide6.QtCore import QObject

from ganstudio.edit.defects import restored
from ganstudio.ui.tools.defects_bench import FIRST_SEED, DefectBench
from ganstudio.ui.tools.defects_noise import seeds_around


class DefectEditor(QObject):
    """Each edit is a step of undo; those of one drag are one."""

    def __init__(self, bench: DefectBench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._press: object = object()

    def edit(self, update: dict[str, object], title: str, press: object | None = None) -> None:
        """Change some fields, where there is a surface."""
        if not self._bench.request.is_empty:
            self._bench.change(self._bench.request.model_copy(update=update), title, press)

    def set_opacity(self, told: object) -> None:
        """Of a kind: (kind, opacity)."""
        paints = self._bench.paints
        if paints is None or not isinstance(told, tuple):
            return
        kind, opacity = told
        before = [self._bench.request.opacity_of(one) for one in range(len(paints.kinds))]
        before[kind] = opacity
        self.edit({"opacities": tuple(before)}, f"Opacity of {paints.kinds[kind]}", self._press)

    def set_strength(self, strength: object) -> None:
        """Of the noise."""
        update: dict[str, object] = {"noise_strength": float(str(strength))}
        self.edit(update, "Strength of the noise", self._press)

    def release(self) -> None:
        """A slider came to rest: what follows is a step of its own."""
        self._press = object()

    def take_noise(self, seed: object) -> None:
        """The noise of a seed."""
        if isinstance(seed, int):
            self.edit({"noise_seed": seed}, f"Noise {seed}")

    def next_noise(self) -> None:
        """The seed behind the present one."""
        self.take_noise((self._bench.request.noise_seed or FIRST_SEED) + 1)

    def roll_five(self) -> None:
        """The first seed behind those that are offered."""
        self.take_noise(seeds_around(self._bench.request.noise_seed or FIRST_SEED)[-1] + 1)

    def clear(self) -> None:
        """Take the paint away."""
        self.edit({"kinds": None}, "Clear the paint")

    def restore(self) -> None:
        """Take off what was painted, and what the surface had."""
        paints, request = self._bench.paints, self._bench.request
        if paints is None or request.is_empty:
            return
        found = self._bench.exported()
        assert request.image is not None  # it is not empty
        composite = request.image.array() if found is None else found[1].pictures[0]
        restoring = restored(request, composite, paints.sound)
        self._bench.change(restoring, "Restore the picture")
