"""Pictures of a film's frames that were painted already."""

from ganstudio.edit.artist import Picture
from ganstudio.edit.films import PlayFilm, View
from ganstudio.edit.request import Rendering, rendered


class FilmBook:
    """Views of one film. What is shown of them, how fast and by which name, needs no new ones."""

    def __init__(self) -> None:
        self._asked: tuple[PlayFilm, str] | None = None
        self._pictures: dict[View, dict[int, Picture]] = {}
        self._count = 0

    @property
    def count(self) -> int:
        return self._count

    @property
    def ready_count(self) -> int:
        """Frames of which every view is there."""
        return min((len(frames) for frames in self._pictures.values()), default=0)

    @property
    def is_whole(self) -> bool:
        return 0 < self._count <= self.ready_count

    def begin(self, asked: PlayFilm, weights: str) -> bool:
        """What is to be drawn, of which `views` are all there; False where it is drawn already."""
        plain = asked.model_copy(update={"name": "", "frames_per_second": 1, "twin_name": ""})
        if self._asked == (plain, weights):
            return False
        self._asked = plain, weights
        self._pictures = {view: {} for view in asked.views}
        self._count = asked.frame_count
        return True

    def forget(self) -> None:
        """The film could not be drawn: it may be asked for again."""
        self._asked = None

    def take(self, index: int, picture: Picture) -> int:
        """Keep a picture by its place in the request's rendering; gives the number of its frame."""
        views = tuple(self._pictures)
        self._pictures[views[index // self._count]][index % self._count] = picture
        return index % self._count

    def picture(self, view: View, frame: int) -> Picture | None:
        return self._pictures.get(view, {}).get(frame)

    def nearest(self, frame: int) -> int:
        """The last frame that is ready, at most this one; frames come in the order of time."""
        return min(frame, self.ready_count - 1)

    def rendering(self, film: PlayFilm) -> Rendering | None:
        """What the request of the film would make; None while it is not all there."""
        views = [view for view in film.views if view in self._pictures]
        if not self.is_whole or not views:
            return None
        pictures = [self._pictures[view][at] for view in views for at in range(self._count)]
        return rendered(pictures, self._count)
