"""What can be done to a mixing grid, as functions from request to request."""

from collections.abc import Sequence
from random import Random

from ganstudio.edit.latents import Latent
from ganstudio.edit.mix import Mix
from ganstudio.ui.tools.mixing_layout import Axis, Head

_Heads = list[tuple[Latent, bool]]
"""Latents of an axis, and whether each is locked."""


def reseeded(mix: Mix, heads: Sequence[Head], chance: Random) -> Mix:
    """Other seeds for these heads; locked ones stay."""
    for axis in Axis:
        found = _of(mix, axis)
        indices = {head.index for head in heads if head.axis is axis}
        mix = _with(
            mix,
            axis,
            [
                (latent.reseeded(chance) if at in indices and not lock else latent, lock)
                for at, (latent, lock) in enumerate(found)
            ],
        )
    return mix


def locked(mix: Mix, head: Head) -> Mix:
    """Lock a head, or unlock it."""
    found = _of(mix, head.axis)
    latent, lock = found[head.index]
    found[head.index] = (latent, not lock)
    return _with(mix, head.axis, found)


def removed(mix: Mix, head: Head) -> Mix:
    """Without a row or column; the last one stays."""
    found = _of(mix, head.axis)
    if len(found) > 1:
        del found[head.index]
    return _with(mix, head.axis, found)


def moved(mix: Mix, head: Head, before: int) -> Mix:
    """A head before another one; their number for the end."""
    found = _of(mix, head.axis)
    carried = found.pop(head.index)
    found.insert(before - (head.index < before), carried)
    return _with(mix, head.axis, found)


def dropped(mix: Mix, head: Head, latent: Latent) -> Mix:
    """A latent in the place of a head, locked; behind the last one it is added."""
    found = _of(mix, head.axis)
    found[head.index : head.index + 1] = [(latent, True)]
    return _with(mix, head.axis, found)


def swapped(mix: Mix) -> Mix:
    """Sources as destinations and destinations as sources."""
    turned = _with(mix, Axis.SOURCE, _of(mix, Axis.DESTINATION))
    return _with(turned, Axis.DESTINATION, _of(mix, Axis.SOURCE))


def resized(mix: Mix, rows: int, columns: int) -> Mix:
    """More or fewer heads; new ones get the seeds behind those that are there."""
    for axis, count in ((Axis.SOURCE, rows), (Axis.DESTINATION, columns)):
        found = _of(mix, axis)[:count]
        known = {latent.seed for latent in (*mix.sources, *mix.destinations)}
        seed = max((one for one in known if one is not None), default=0)
        while len(found) < count:
            seed += 1
            found.append((found[-1][0].at_seed(seed), False))
        mix = _with(mix, axis, found)
    return mix


def _of(mix: Mix, axis: Axis) -> _Heads:
    if axis is Axis.SOURCE:
        return [(one, at in mix.locked_sources) for at, one in enumerate(mix.sources)]
    return [(one, at in mix.locked_destinations) for at, one in enumerate(mix.destinations)]


def _with(mix: Mix, axis: Axis, heads: _Heads) -> Mix:
    names = ("sources", "locked_sources")
    if axis is Axis.DESTINATION:
        names = ("destinations", "locked_destinations")
    latents = tuple(latent for latent, _ in heads)
    locks = tuple(at for at, (_, lock) in enumerate(heads) if lock)
    return mix.model_copy(update=dict(zip(names, (latents, locks), strict=True)))
