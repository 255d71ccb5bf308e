"""Latents of other tools become key-frames."""

from collections.abc import Sequence

from ganstudio.core.errors import InputError
from ganstudio.edit.draw import Drawn
from ganstudio.edit.timeline import Interpolate
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.tools.timeline_changes import appended, first_film, first_space

TIMELINE = "timeline"  # the tool's key


def send_to_timeline(desk: Desk, given: Sequence[Drawn]) -> None:
    """Behind the last key, or as a new film where there is none; the timeline is shown then."""
    chosen = desk.chosen
    if chosen is None or not given:
        return
    film = desk.state_of(TIMELINE)
    if not isinstance(film, Interpolate):
        after = first_film(given, first_space(chosen.model.averaged))
    else:
        try:
            after = appended(film, given)
        except InputError as error:
            desk.context.tell_error(error)
            return
    desk.edit(TIMELINE, after, "Send to the timeline")
