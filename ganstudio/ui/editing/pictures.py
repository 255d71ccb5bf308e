"""Pictures of latents, drawn once by the worker and kept while the model is the same."""

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from ganstudio.edit.artist import Picture
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.ui.editing.models import Chosen, ModelSource
from ganstudio.ui.editing.renderer import PictureDone, Renderer, RequestFailed
from ganstudio.ui.images import to_qimage

MOST = 2048
Place = tuple[Latent, Manner]
_KEY = "pictures/"


class LatentPictures(QObject):
    """Small pictures for boards, heads of rows and key-frames.

    `wish` says what somebody shows; what is missing is drawn, and `arrived` told for each.
    """

    arrived = Signal(object)  # Place
    failed = Signal(object)  # Exception: the model cannot draw them

    def __init__(self, renderer: Renderer, models: ModelSource, parent: QObject) -> None:
        super().__init__(parent)
        self._renderer, self._models = renderer, models
        self._images: OrderedDict[Place, QImage] = OrderedDict()
        self._pixels: dict[Place, Picture] = {}
        self._old: dict[Place, QImage] = {}  # of older weights: shown until the new one is there
        self._wishes: dict[str, tuple[Place, ...]] = {}
        self._weights = ""
        self._run = ""
        renderer.picture_done.connect(self._take)
        renderer.failed.connect(self._fail)
        models.changed.connect(self._on_model)

    def image(self, latent: Latent, manner: Manner = PLAIN) -> QImage | None:
        """What is there already."""
        place = (latent, manner)
        return self._images.get(place) or self._old.get(place)

    def pixels(self, latent: Latent, manner: Manner = PLAIN) -> Picture | None:
        """The same as an array; None too for what older weights drew."""
        return self._pixels.get((latent, manner))

    def wish(self, who: str, places: Iterable[Place]) -> None:
        """What `who` shows now, the first of it first."""
        self._wishes[who] = tuple(dict.fromkeys(places))
        self._ask(who)

    def _ask(self, who: str) -> None:
        if self._models.chosen is None:
            return
        missing = [place for place in self._wishes[who] if place not in self._images]
        if not missing:
            self._renderer.cancel(_KEY + who)
            return
        items = tuple(Drawn(latent=latent, manner=manner) for latent, manner in missing)
        system = self._models.chosen.model.averaged
        self._renderer.ask(_KEY + who, Draw(items=items), system, follows=True)

    def _take(self, told: PictureDone) -> None:
        if not told.key.startswith(_KEY) or not isinstance(told.request, Draw):
            return
        item = told.request.items[told.index]
        place = (item.latent, item.manner)
        self._images[place] = to_qimage(told.picture)
        self._pixels[place] = told.picture
        self._old.pop(place, None)
        while len(self._images) > MOST:
            del self._pixels[self._images.popitem(last=False)[0]]
        self.arrived.emit(place)

    def _fail(self, told: RequestFailed) -> None:
        if told.key.startswith(_KEY):
            self.failed.emit(told.error)

    def _on_model(self, chosen: Chosen) -> None:
        if chosen.ref.weights == self._weights and chosen.ref.run == self._run:
            return
        self._old = dict(self._images) if chosen.ref.run == self._run else {}
        self._run, self._weights = chosen.ref.run, chosen.ref.weights
        self._images.clear()
        self._pixels.clear()
        for who in self._wishes:
            self._ask(who)
