"""Every system, written out: mypy, error messages, forms and commands read the same list."""

from typing import NamedTuple

from ganstudio.core.capabilities import Generates, Judges
from ganstudio.systems.latent import LatentConfig

System = LatentConfig
"""The union of all systems' configurations, discriminated by `system` once there are two."""

CONFIGS: tuple[type[LatentConfig], ...] = (LatentConfig,)


class NamedSystem(NamedTuple):
    """A system as its paper names it: users choose by these names."""

    name: str
    paper: str
    file: str
    presets: tuple[str, ...]


NAMED_SYSTEMS: tuple[NamedSystem, ...] = (
    NamedSystem("GAN", "Goodfellow et al. 2014, arXiv:1406.2661", "latent.py", ("gan-ring",)),
    NamedSystem(
        "NS-GAN",
        "Goodfellow et al. 2014, arXiv:1406.2661, sec. 3",
        "latent.py",
        ("ns-gan-ring", "ns-gan-moons"),
    ),
    NamedSystem("DCGAN", "Radford et al. 2015, arXiv:1511.06434", "latent.py", ("dcgan-digits",)),
    NamedSystem("LSGAN", "Mao et al. 2016, arXiv:1611.04076", "latent.py", ("lsgan-ring",)),
    NamedSystem(
        "f-GAN",
        "Nowozin et al. 2016, arXiv:1606.00709",
        "latent.py",
        (
            "fgan-kl-1d",
            "fgan-reverse-kl-1d",
            "fgan-jensen-shannon-1d",
            "fgan-pearson-1d",
            "fgan-hellinger-ring",
        ),
    ),
    NamedSystem("WGAN", "Arjovsky et al. 2017, arXiv:1701.07875", "latent.py", ("wgan-ring",)),
    NamedSystem(
        "WGAN-GP",
        "Gulrajani et al. 2017, arXiv:1704.00028",
        "latent.py",
        ("wgan-gp-ring", "wgan-gp-grid", "wgan-gp-swiss-roll", "wgan-gp-digits"),
    ),
    NamedSystem("SN-GAN", "Miyato et al. 2018, arXiv:1802.05957", "latent.py", ("sngan-ring",)),
    NamedSystem("PacGAN", "Lin et al. 2018, arXiv:1712.04086", "latent.py", ("pacgan-ring",)),
    NamedSystem("cGAN", "Mirza and Osindero 2014, arXiv:1411.1784", "latent.py", ("cgan-digits",)),
    NamedSystem("AC-GAN", "Odena et al. 2016, arXiv:1610.09585", "latent.py", ("acgan-digits",)),
)


def capabilities_of(named: NamedSystem) -> tuple[str, ...]:
    """The Protocols that the system's class or its players satisfy, by name."""
    offered = {"latent.py": (Generates, Judges)}
    return tuple(protocol.__name__ for protocol in offered[named.file])
