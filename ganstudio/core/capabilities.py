"""What a trained system can be asked: one Protocol for each tool that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from ganstudio.core.system import RandomSource, System

C = TypeVar("C")


@runtime_checkable
class Generates(Protocol):
    """Makes data from latents."""

    classes: int

    def latents(self, count: int, random: RandomSource) -> Tensor:
        """(count, d) draws from the prior."""
        ...

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        """Fakes in the shape of the data: (n, 2) points or (n, c, h, w) images in [-1, 1]."""
        ...


@runtime_checkable
class Judges(Protocol):
    """Scores data with the critic.

    One whose scores have D(x) as their sigmoid says so by a true `are_logits`; one that knows the
    score of samples as likely real as fake names it in `undecided`, else None.
    """

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:
        """(n,) critic values, one a sample; a packing critic sees the sample repeated."""
        ...


@runtime_checkable
class Styles(Protocol):
    """Draws every layer of an image in a style of its own: what style mixing needs (StyleGAN)."""

    style_sides: tuple[int, ...]  # px of each style's layer, coarse to fine: 4, 4, 8, 8, ...

    def styles(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        """(n, layers, d), the same style in every layer."""
        ...

    def synthesise(self, styles: Tensor, noise: Sequence[Tensor] | None = None) -> Tensor:
        """(n, c, h, w) images of styles (n, layers, d); `noise` as NoiseInputs has it."""
        ...

    def mean_style(self) -> Tensor:
        """(d,): what truncation pulls styles toward."""
        ...


@runtime_checkable
class Truncates(Protocol):
    """Trades variety for typical samples."""

    def truncated(
        self,
        latents: Tensor,
        strength: float,
        labels: Tensor | None = None,
        layers: int | None = None,
    ) -> Tensor:
        """(n, c, h, w) images; `strength` 1 leaves them as they are, 0 makes all alike.

        `layers`: only the first ones are truncated, where the generator has layers; None for all.
        """
        ...


@runtime_checkable
class NoiseInputs(Protocol):
    """Takes noise maps beside the latent: the details that chance decides."""

    noise_sides: tuple[int, ...]  # px of each map, coarse to fine

    def draw_noise(self, count: int, random: RandomSource) -> tuple[Tensor, ...]:
        """A fresh map (count, 1, side, side) for each input; zeros switch an input off."""
        ...

    def stored_noise(self) -> tuple[Tensor, ...]:
        """The maps (1, 1, side, side) that images have when none are given."""
        ...


@runtime_checkable
class Captioned(Protocol):
    """Makes pictures of sentences."""

    @property
    def words(self) -> tuple[str, ...]:
        """What a caption may be written with; other words are passed over."""
        ...

    def conditions(self, captions: Sequence[str]) -> Tensor:
        """(n, d): a point between two of them means something between two captions.

        Raises:
            InputError: a caption has no known word.
        """
        ...

    def depict(self, latents: Tensor, conditions: Tensor) -> Tensor:
        """Pictures (n, c, h, w) in [-1, 1]."""
        ...

    def fit(self, pictures: Tensor, conditions: Tensor) -> Tensor:
        """(n,) critic values: higher where a picture is real and fits."""
        ...


@runtime_checkable
class Refines(Protocol):
    """Makes an image from coarse to fine, each size with noise of its own."""

    sides: tuple[int, ...]  # px of the image at each level, coarse to fine

    def chain(self, latents: Tensor) -> tuple[Tensor, ...]:
        """(n, c, side, side) for each level: the image as it grows; the last one is what it is."""
        ...

    def details(self, lows: Sequence[Tensor], random: RandomSource) -> tuple[Tensor, ...]:
        """What each finer level adds to (n, c, side, side) images without details, one a level."""
        ...

    def redrawn(self, latents: Tensor, level: int, random: RandomSource) -> Tensor:
        """The latents with other noise at `level`: coarser images stay, finer ones follow."""
        ...


@runtime_checkable
class ShowsLevels(Protocol):
    """Has a way to an image at every size that its features pass through (ProGAN)."""

    def level_images(self, latents: Tensor) -> tuple[Tensor, ...]:
        """(n, c, s, s) for each level in use, coarse to fine: without what fades in between."""
        ...


@runtime_checkable
class Augments(Protocol):
    """Changes what a critic sees as often as it needs to stop learning samples by heart (ADA)."""

    p: Tensor  # (), chance of each kind of change


@runtime_checkable
class Encodes(Protocol):
    """Finds latents for data: what an inversion without a search needs (BiGAN)."""

    def encode(self, samples: Tensor) -> Tensor:
        """(n, ...) data to (n, d) latents that `generate` makes something like them of."""
        ...


@runtime_checkable
class Classifies(Protocol):
    """Names the class of data (semi-supervised GAN, AC-GAN)."""

    def classify(self, samples: Tensor) -> Tensor:
        """(n, k) probabilities of the classes, each row summing to 1."""
        ...


@runtime_checkable
class Perceives(Protocol):
    """Sees data by features that it learned: what classes are told apart by (GraphSGAN)."""

    def perceive(self, samples: Tensor) -> Tensor:
        """(n, ...) data to (n, width) features of the last hidden layer."""
        ...


@runtime_checkable
class Illustrates(Protocol):
    """Shows what it does with data: what a preview of a system that is given images needs."""

    def illustrate(self, batch: Any) -> dict[str, Tensor]:
        """Rows of (n, c, h, w) images in [-1, 1] by name, one column for each sample of the batch.

        The first row is what the system makes; then what it was given, what else it makes, and
        what belongs there, in the order in which people should see them. Draws nothing from the
        system's own random source: a preview must not change what is trained.
        """
        ...


@runtime_checkable
class Translates(Protocol):
    """Makes one image of another (pix2pix, CycleGAN)."""

    directions: tuple[str, ...]  # what is made of what, in words: "photo of labels"

    def translate(self, images: Tensor, direction: int = 0) -> Tensor:
        """(n, c, h, w) images in [-1, 1] to (n, c', h, w) images of the other kind."""
        ...


@runtime_checkable
class MovesDomains(Protocol):
    """Moves an image into other domains: red instead of blue, large instead of small (StarGAN)."""

    @property
    def groups(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Name and classes of each group of domains; classes of a group exclude each other.

        A group of one class is one that images have or have not.
        """
        ...

    def move(self, images: Tensor, wanted: Tensor) -> Tensor:
        """(n, c, h, w) images in [-1, 1] as they would look in the domains asked for.

        Args:
            images: (n, c, h, w) in [-1, 1].
            wanted: (n, groups) int64 class ids, 1 or 0 for groups of one class, -1 for groups that
                are not spoken of; or (n, all classes) floats, group behind group, that blend
                classes, and beyond 1 exaggerate.
        """
        ...


@runtime_checkable
class MovesInStyle(Protocol):
    """Moves an image into a domain in one of many styles (StarGAN v2)."""

    @property
    def groups(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """As MovesDomains has it; there is one."""
        ...

    def style_latents(self, count: int, random: RandomSource) -> Tensor:
        """(count, d) draws of what a style may be made of."""
        ...

    def styles_from(self, given: Tensor, domain: Tensor) -> Tensor:
        """(n, s) styles of domains (n,) int64: of latents (n, d), or of images (n, c, h, w)."""
        ...

    def typical_styles(self, domain: Tensor) -> Tensor:
        """(n, s) the mean style of each domain: what truncation pulls styles toward."""
        ...

    def move_in_style(self, images: Tensor, styles: Tensor) -> Tensor:
        """(n, c, h, w) images in [-1, 1] drawn in styles (n, s), which may lie between others."""
        ...


@runtime_checkable
class PaintsDefects(Protocol):
    """Puts layers of defects on surfaces, other ones in other places, or takes them off."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of surfaces, one for each plane of a control map: "normal", "crack", ..."""
        ...

    @property
    def sound(self) -> int:
        """Which of them is without a defect: asked for on a defect, it takes the defect off."""
        ...

    def draw_noise(self, count: int, random: RandomSource) -> tuple[Tensor, ...]:
        """Fresh maps for `paint`: how a defect turns out by chance."""
        ...

    def paint(
        self, images: Tensor, control: Tensor, noise: Sequence[Tensor] | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Images with the layer, the layer's foreground, and its mask (n, 1, h, w) in [0, 1].

        Args:
            images: (n, c, h, w) in [-1, 1].
            control: (n, kinds, h, w) in [0, 1], how much of each kind is wanted at every place.
            noise: as `draw_noise` gives it; without it the same maps every time.
        """
        ...


@runtime_checkable
class PaintsRegions(Protocol):
    """Makes pictures of label maps (pix2pixHD, SPADE): what a brush for regions needs."""

    @property
    def regions(self) -> tuple[str, ...]:
        """What may be painted, by the ids of a label map."""
        ...

    def paint(
        self,
        regions: Tensor,
        instances: Tensor | None = None,
        style: Tensor | None = None,
        features: Tensor | None = None,
    ) -> Tensor:
        """(n, c, h, w) pictures in [-1, 1]; the same arguments always make the same ones.

        Args:
            regions: (n, h, w) int64 ids.
            instances: (n, h, w) int64, another number for every object; without them all places of
                a region are one.
            style: (n, style_size) as PaintsStyles has it; without one the middle of all styles.
            features: (n, feature_size, h, w) as PaintsInstances has them; without them zeros.
        """
        ...


@runtime_checkable
class PaintsStyles(Protocol):
    """Paints the same label map in many styles (SPADE): by day, by night."""

    @property
    def style_size(self) -> int:
        """Numbers of a style; any point between two styles is one."""
        ...

    def styles(self, count: int, random: RandomSource) -> Tensor:
        """(count, style_size) draws from the prior."""
        ...

    def style_of(self, images: Tensor) -> Tensor:
        """(n, style_size): in whose style a map is painted that looks like the images."""
        ...


@runtime_checkable
class PaintsInstances(Protocol):
    """Paints each object by a few numbers of its own (pix2pixHD): this car red, that one blue."""

    @property
    def feature_size(self) -> int:
        """Numbers of an object, each in [-1, 1]."""
        ...

    def features_of(self, images: Tensor, instances: Tensor) -> Tensor:
        """(n, feature_size, h, w), the same all over an object, to be edited by its mask.

        Args:
            images: (n, c, h, w) in [-1, 1], of which the features are read.
            instances: (n, h, w) int64 objects of the images.
        """
        ...


@runtime_checkable
class PlaysFrames(Protocol):
    """Paints films frame by frame, each frame of those before it (vid2vid)."""

    @property
    def past(self) -> int:
        """How many frames before it a frame is painted of; 0 where each stands for itself."""
        ...

    @property
    def moves(self) -> bool:
        """Whether it takes from the frame before what has only moved, and paints the rest."""
        ...

    def semantic_maps(self, batch: Any) -> Tensor:
        """(n, t, k, h, w) what `next_frame` is shown of a batch of films."""
        ...

    def next_frame(self, maps: Tensor, before: Tensor) -> dict[str, Tensor]:
        """The frame (n, c, h, w) in [-1, 1] that comes next, under "painting".

        Where the painter moves frames, beside it "moved", the frame before by the painter's flow,
        "paint", the frame painted anew, and "fresh", how much of the paint is taken, in colours
        from black for none to white for all.

        Args:
            maps: (n, past + 1, k, h, w) semantic maps, the one of the wanted frame last.
            before: (n, past, c, h, w) frames in [-1, 1], painted or given.
        """
        ...

    def play(self, batch: Any) -> dict[str, Tensor]:
        """Films (n, t, c, h, w) in [-1, 1] by name, in the order of `Illustrates.illustrate`.

        The first is what is painted, behind `past` frames that are given. Where the painter moves
        frames, "flow" is its flow in colours and "fresh" how much is painted anew, white for all.
        """
        ...


def capability(system: System, wanted: type[C]) -> C | None:
    """Who in `system` (the system itself, then its parts) offers `wanted`; None if nobody does."""
    for candidate in (system, *system.parts()):
        if isinstance(candidate, wanted):
            return candidate
    return None


CAPABILITIES: tuple[type, ...] = (
    Generates,
    Judges,
    Styles,
    Truncates,
    NoiseInputs,
    Captioned,
    Refines,
    ShowsLevels,
    Augments,
    Encodes,
    Classifies,
    Perceives,
    Illustrates,
    Translates,
    MovesDomains,
    MovesInStyle,
    PaintsDefects,
    PaintsRegions,
    PaintsStyles,
    PaintsInstances,
    PlaysFrames,
)
"""All of them, for lists of what a system offers."""


NAMES_NODES = "NamesNodes"
"""What a run that names the nodes of a graph offers, beside the capabilities of its system."""


def offered(system: System) -> tuple[str, ...]:
    """The capabilities that the system or one of its parts has, by name."""
    return tuple(
        wanted.__name__ for wanted in CAPABILITIES if capability(system, wanted) is not None
    )
