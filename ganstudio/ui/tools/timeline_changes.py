"""What can be done to the keys of a film, as functions from request to request."""

from collections.abc import Sequence
from typing import Any

from ganstudio.core.capabilities import Styles, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.draw import Drawn
from ganstudio.edit.latents import Latent
from ganstudio.edit.timeline import MOST_SECONDS, Interpolate, Key, Space, has_many_styles

FIRST_SECONDS = 6.0


def first_space(system: System) -> Space:
    """Where latents of a system are joined: a straight line stays in a uniform prior's cube."""
    if capability(system, Styles) is not None:
        return "w-lerp"
    prior = getattr(system.config, "prior", None)
    return "z-lerp" if getattr(prior, "distribution", "") == "uniform" else "z-slerp"


def first_film(given: Sequence[Drawn], space: Space) -> Interpolate:
    """Latents one after the other, evenly, in a loop, through a space that keeps them all."""
    apart = FIRST_SECONDS / len(given)
    keys = tuple(_key(at * apart, drawn) for at, drawn in enumerate(given))
    if any(has_many_styles(drawn.latent) for drawn in given):
        space = "w+"
    return Interpolate.model_validate(
        {"keys": keys, "space": space, "is_loop": True, "seconds": FIRST_SECONDS}
    )


def appended(film: Interpolate, given: Sequence[Drawn]) -> Interpolate:
    """A film that goes on through more latents, as far apart as its keys were on the whole.

    Raises InputError: it would become too long.
    """
    apart = film.seconds / len(film.keys)
    starts = film.seconds if film.is_loop else film.keys[-1].time + apart
    times = [starts + at * apart for at in range(len(given))]
    seconds = times[-1] + apart if film.is_loop else max(film.seconds, times[-1])
    if seconds > MOST_SECONDS:
        raise InputError(
            f"The film would last {seconds:,.0f} s and films last {MOST_SECONDS:g} s at most: "
            "shorten it or send fewer latents."
        )
    more = tuple(_key(time, drawn) for time, drawn in zip(times, given, strict=True))
    update = {"keys": (*film.keys, *more), "seconds": round(seconds, 3)}
    longer = film.model_copy(update=update)
    for drawn in given:
        longer = keeping(longer, drawn.latent)
    return longer


def _key(time: float, drawn: Drawn) -> Key:
    manner = drawn.manner
    return Key(
        time=round(time, 3),
        latent=drawn.latent,
        truncation=manner.truncation,
        noise_seed=manner.noise_seed,
    )


def added(film: Interpolate, time: float, latent: Latent) -> Interpolate:
    """A key at a time; its truncation is that of the film there, and it eases as the one before.

    The space becomes one that can keep the latent.
    """
    before = [key for key in film.keys if key.time <= time]
    like = before[-1] if before else film.keys[0]
    key = Key(
        time=bounded(film, time),
        latent=latent,
        easing=like.easing,
        truncation=film.moment_at(time).truncation,
        noise_seed=like.noise_seed,
    )
    return keeping(in_order(film, (*film.keys, key)), latent)


def changed(film: Interpolate, index: int, **values: Any) -> Interpolate:
    """A key with other values, in its place by time."""
    if "time" in values:
        values["time"] = bounded(film, values["time"])
    key = film.keys[index].model_copy(update=values)
    keys = (*film.keys[:index], key, *film.keys[index + 1 :])
    ordered = in_order(film, keys)
    return keeping(ordered, key.latent) if "latent" in values else ordered


def copied(film: Interpolate, index: int, time: float) -> Interpolate:
    """The same key once more, at another time."""
    key = film.keys[index].model_copy(update={"time": bounded(film, time)})
    return in_order(film, (*film.keys, key))


def removed(film: Interpolate, index: int) -> Interpolate:
    """Without a key; the last one stays."""
    if len(film.keys) < 2:
        return film
    return film.model_copy(update={"keys": film.keys[:index] + film.keys[index + 1 :]})


def in_order(film: Interpolate, keys: tuple[Key, ...]) -> Interpolate:
    ordered = tuple(sorted(keys, key=lambda key: key.time))
    return film.model_copy(update={"keys": ordered})


def keeping(film: Interpolate, latent: Latent) -> Interpolate:
    """The film in a space that can keep a latent."""
    is_flat = latent.styles is not None and not has_many_styles(latent)
    fits = {"w-lerp", "w+"} if is_flat else {"w+"}
    if latent.styles is None or film.space in fits:
        return film
    return film.model_copy(update={"space": "w+"})


def bounded(film: Interpolate, time: float) -> float:
    """A time within the film, on a millisecond."""
    return round(min(max(time, 0.0), film.seconds), 3)


def snapped(film: Interpolate, time: float, playhead: float, reach: float) -> float:
    """The playhead where it is within reach (seconds), else the nearest frame."""
    if abs(time - playhead) <= reach:
        return playhead
    return round(time * film.frames_per_second) / film.frames_per_second
