"""Latents between widgets, and through the clipboard: one type for drags, and words beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from ganstudio.core.errors import InputError
from ganstudio.edit.carried import LATENT_MIME
from ganstudio.edit.draw import Drawn, from_text, to_text
from ganstudio.edit.latents import PLAIN, Latent, Manner

PLACES = "application/x-ganstudio-board-places"


def to_mime(latent: Latent, manner: Manner = PLAIN, places: Sequence[int] = ()) -> QMimeData:
    """What a drag or a copy carries.

    Args:
        latent: where the picture comes from.
        manner: how it is drawn.
        places: of the board it was dragged from, so that a drop there moves it.
    """
    return fill_mime(QMimeData(), latent, manner, places)


def fill_mime(
    mime: QMimeData, latent: Latent, manner: Manner, places: Sequence[int] = ()
) -> QMimeData:
    """The same, added to data that carry something else beside it."""
    text = to_text(Drawn(latent=latent, manner=manner))
    mime.setData(LATENT_MIME, QByteArray(text.encode()))
    mime.setText(text)
    if places:
        mime.setData(PLACES, QByteArray(",".join(map(str, places)).encode()))
    return mime


def copy_latent(latent: Latent, manner: Manner = PLAIN) -> None:
    """To the clipboard, as words: data made in Python would outlive Python there."""
    QGuiApplication.clipboard().setText(to_text(Drawn(latent=latent, manner=manner)))


def from_mime(mime: QMimeData) -> tuple[Latent, Manner] | None:
    """What was dropped or pasted; None where it is no latent."""
    if mime.hasFormat(LATENT_MIME):
        text = bytes(mime.data(LATENT_MIME).data()).decode(errors="replace")
    elif mime.hasText() and not mime.hasUrls():
        text = mime.text()
    else:
        return None
    try:
        drawn = from_text(text)
    except InputError:
        return None
    return drawn.latent, drawn.manner


def places_of(mime: QMimeData) -> tuple[int, ...]:
    """Where on the board a drag began; empty where it began elsewhere."""
    text = bytes(mime.data(PLACES).data()).decode(errors="replace")
    return tuple(int(one) for one in text.split(",") if one.isdecimal())
