"""Cyclic garbage is collected on the GUI thread alone.

Python collects on whatever thread happens to allocate. A widget that dies with a cycle while a
run trains would have its C++ half destroyed on the training thread, which Qt does not survive.
"""

import gc

from PySide6.QtCore import QObject, QTimer

PERIOD = 500  # ms between looks
_GENERATIONS = (2, 1, 0)  # the oldest that is due takes the younger ones with it


class GarbageCollector(QObject):
    """Stands in for the interpreter's own collector between `begin` and `end`.

    It starts to collect with `spare_imports`: to walk what is just being imported takes long.
    It keeps the interpreter's thresholds: a generation is collected once more things came, or
    younger collections were made, than `gc.get_threshold` says.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=PERIOD)
        self._timer.timeout.connect(self.collect_due)

    def begin(self) -> None:
        gc.disable()

    def end(self) -> None:
        self._timer.stop()
        gc.enable()

    def spare_imports(self) -> None:
        """What is imported stays for good, no collection walks it again: collect from now on."""
        gc.freeze()
        self._timer.start()

    def collect_due(self) -> int | None:
        """Collect the oldest generation that is due. Gives it, or None where none is."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in _GENERATIONS:
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return generation
        return None
