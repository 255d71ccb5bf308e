"""What is tried on each page."""

from collections.abc import Callable
from functools import partial

from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.dirac_paths import DIRAC_GAN
from ganstudio.ui.learning.distances import FOUR_DISTANCES
from ganstudio.ui.learning.divergence_bench import DIVERGENCE_BENCH
from ganstudio.ui.learning.duality_demo import DualityDemo
from ganstudio.ui.learning.errata_demo import ErrataDemo
from ganstudio.ui.learning.one_gaussian import SEEKING_AND_COVERING
from ganstudio.ui.learning.own_world import OwnWorld
from ganstudio.ui.learning.packing import PACKING
from ganstudio.ui.learning.piles_demo import PilesDemo
from ganstudio.ui.learning.sandbox_view import SandboxView
from ganstudio.ui.learning.slopes import VANISHING_GRADIENTS
from ganstudio.ui.learning.surfaces_demo import SurfacesDemo
from ganstudio.ui.learning.two_densities import OPTIMAL_DISCRIMINATOR, TWO_CRITICS
from ganstudio.ui.tasks import TaskList

DEMOS: dict[str, Callable[[TaskList], Demo]] = {
    "four-distances": partial(SandboxView, FOUR_DISTANCES),
    "earth-mover": lambda _tasks: PilesDemo(),
    "primal-and-dual": lambda _tasks: DualityDemo(),
    "optimal-discriminator": partial(SandboxView, OPTIMAL_DISCRIMINATOR),
    "vanishing-gradients": partial(SandboxView, VANISHING_GRADIENTS),
    "two-critics": partial(SandboxView, TWO_CRITICS),
    "critic-surfaces": SurfacesDemo,
    "f-divergences": partial(SandboxView, DIVERGENCE_BENCH),
    "modes": partial(SandboxView, SEEKING_AND_COVERING),
    "packing": partial(SandboxView, PACKING),
    "dirac-gan": partial(SandboxView, DIRAC_GAN),
    "errata": lambda _tasks: ErrataDemo(),
    "own-world": lambda _tasks: OwnWorld(),
}
"""By the key of the page; a demo may train something as a task."""
