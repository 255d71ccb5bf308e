"""Every system, written out: mypy, error messages, forms and commands read the same list."""

from typing import Annotated, NamedTuple

from pydantic import Field

from ganstudio.core.config import Config
from ganstudio.systems.alignflow import AlignFlowConfig
from ganstudio.systems.bigan import BiganConfig
from ganstudio.systems.defectgan import DefectGanConfig
from ganstudio.systems.graphsgan import GraphSganConfig
from ganstudio.systems.labels2image import LabelsToImageConfig
from ganstudio.systems.lapgan import LapganConfig
from ganstudio.systems.latent import LatentConfig
from ganstudio.systems.paired import PairedConfig
from ganstudio.systems.semisupervised import SemisupervisedConfig
from ganstudio.systems.stargan import StarganConfig
from ganstudio.systems.stargan2 import Stargan2Config
from ganstudio.systems.text2image import TextToImageConfig
from ganstudio.systems.unpaired import UnpairedConfig
from ganstudio.systems.unrolled import UnrolledConfig
from ganstudio.systems.veegan import VeeganConfig
from ganstudio.systems.vid2vid import Vid2vidConfig

System = Annotated[
    LatentConfig
    | UnrolledConfig
    | VeeganConfig
    | BiganConfig
    | SemisupervisedConfig
    | TextToImageConfig
    | LapganConfig
    | GraphSganConfig
    | PairedConfig
    | UnpairedConfig
    | StarganConfig
    | Stargan2Config
    | DefectGanConfig
    | LabelsToImageConfig
    | AlignFlowConfig
    | Vid2vidConfig,
    Field(discriminator="system"),
]

CONFIGS: tuple[type[Config], ...] = (
    LatentConfig,
    UnrolledConfig,
    VeeganConfig,
    BiganConfig,
    SemisupervisedConfig,
    TextToImageConfig,
    LapganConfig,
    GraphSganConfig,
    PairedConfig,
    UnpairedConfig,
    DefectGanConfig,
    StarganConfig,
    Stargan2Config,
    LabelsToImageConfig,
    AlignFlowConfig,
    Vid2vidConfig,
)


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
        ("gan-1d", "ns-gan-ring", "ns-gan-moons"),
    ),
    NamedSystem(
        "DCGAN",
        "Radford et al. 2015, arXiv:1511.06434",
        "latent.py",
        ("dcgan-digits", "dcgan-flowers-large"),
    ),
    NamedSystem(
        "LSGAN",
        "Mao et al. 2016, arXiv:1611.04076",
        "latent.py",
        ("lsgan-ring", "lsgan-flowers-large"),
    ),
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
            "fgan-kl-flowers-large",
        ),
    ),
    NamedSystem("WGAN", "Arjovsky et al. 2017, arXiv:1701.07875", "latent.py", ("wgan-ring",)),
    NamedSystem(
        "WGAN-GP",
        "Gulrajani et al. 2017, arXiv:1704.00028",
        "latent.py",
        (
            "wgan-gp-ring",
            "wgan-gp-grid",
            "wgan-gp-swiss-roll",
            "wgan-gp-digits",
            "wgan-gp-flowers-large",
        ),
    ),
    NamedSystem(
        "SN-GAN",
        "Miyato et al. 2018, arXiv:1802.05957",
        "latent.py",
        ("sngan-ring", "sngan-flowers-large"),
    ),
    NamedSystem(
        "PacGAN",
        "Lin et al. 2018, arXiv:1712.04086",
        "latent.py",
        ("pacgan-ring", "pacgan-stacked-large"),
    ),
    NamedSystem(
        "cGAN",
        "Mirza and Osindero 2014, arXiv:1411.1784",
        "latent.py",
        ("cgan-digits", "cgan-flowers-large"),
    ),
    NamedSystem(
        "AC-GAN",
        "Odena et al. 2016, arXiv:1610.09585",
        "latent.py",
        ("acgan-digits", "acgan-flowers-large"),
    ),
    NamedSystem(
        "Unrolled GAN",
        "Metz et al. 2017, arXiv:1611.02163",
        "unrolled.py",
        ("unrolled-ring", "unrolled-stacked-large"),
    ),
    NamedSystem(
        "VEEGAN",
        "Srivastava et al. 2017, arXiv:1705.07761",
        "veegan.py",
        ("veegan-ring", "veegan-grid", "veegan-stacked-large"),
    ),
    NamedSystem(
        "Semi-supervised GAN",
        "Salimans et al. 2016, arXiv:1606.03498",
        "semisupervised.py",
        ("semisupervised-digits", "supervised-digits", "semisupervised-flowers-large"),
    ),
    NamedSystem(
        "BiGAN",
        "Donahue et al. 2017, arXiv:1605.09782",
        "bigan.py",
        ("bigan-digits", "bigan-flowers-large"),
    ),
    NamedSystem(
        "GAN-CLS",
        "Reed et al. 2016, arXiv:1605.05396",
        "text2image.py",
        ("gan-cls-shapes", "gan-cls-flowers-large"),
    ),
    NamedSystem(
        "GAN-INT-CLS",
        "Reed et al. 2016, arXiv:1605.05396, sec. 4.3",
        "text2image.py",
        ("gan-int-cls-shapes", "gan-int-cls-flowers-large"),
    ),
    NamedSystem(
        "LAPGAN",
        "Denton et al. 2015, arXiv:1506.05751",
        "lapgan.py",
        ("lapgan-digits", "lapgan-flowers-large"),
    ),
    NamedSystem(
        "ProGAN",
        "Karras et al. 2018, arXiv:1710.10196",
        "latent.py",
        ("progan-digits", "progan-digits-large", "progan-flowers"),
    ),
    NamedSystem(
        "StyleGAN",
        "Karras et al. 2019, arXiv:1812.04948",
        "latent.py",
        ("stylegan-digits", "stylegan-flowers-large"),
    ),
    NamedSystem(
        "StyleGAN2",
        "Karras et al. 2020, arXiv:1912.04958",
        "latent.py",
        ("stylegan2-digits", "stylegan2-large", "stylegan2-flowers", "stylegan2-flowers-large"),
    ),
    NamedSystem(
        "BigGAN",
        "Brock et al. 2019, arXiv:1809.11096",
        "latent.py",
        ("biggan-digits", "biggan-digits-large"),
    ),
    NamedSystem(
        "GraphSGAN",
        "Ding et al. 2018, arXiv:1809.00130",
        "graphsgan.py",
        (
            "graphsgan-citations",
            "supervised-citations",
            "graphsgan-karate",
            "graphsgan-citations-large",
        ),
    ),
    NamedSystem(
        "pix2pix", "Isola et al. 2017, arXiv:1611.07004", "paired.py", ("pix2pix-streets",)
    ),
    NamedSystem(
        "CycleGAN", "Zhu et al. 2017, arXiv:1703.10593", "unpaired.py", ("cyclegan-stripes",)
    ),
    NamedSystem("DualGAN", "Yi et al. 2017, arXiv:1704.02510", "unpaired.py", ("dualgan-stripes",)),
    NamedSystem(
        "Defect-GAN",
        "Zhang et al. 2021, arXiv:2103.15158",
        "defectgan.py",
        ("defectgan-textures", "defectgan-textures-large"),
    ),
    NamedSystem(
        "StarGAN",
        "Choi et al. 2018, arXiv:1711.09020",
        "stargan.py",
        ("stargan-tokens", "stargan-tokens-large"),
    ),
    NamedSystem(
        "StarGAN v2",
        "Choi et al. 2020, arXiv:1912.01865",
        "stargan2.py",
        ("stargan2-tokens", "stargan2-tokens-large"),
    ),
    NamedSystem(
        "pix2pixHD",
        "Wang et al. 2018, arXiv:1711.11585",
        "labels2image.py",
        ("pix2pixhd-streets", "pix2pixhd-streets-large"),
    ),
    NamedSystem(
        "SPADE",
        "Park et al. 2019, arXiv:1903.07291",
        "labels2image.py",
        ("spade-streets", "spade-streets-large"),
    ),
    NamedSystem(
        "AlignFlow", "Grover et al. 2020, arXiv:1905.12892", "alignflow.py", ("alignflow-stripes",)
    ),
    NamedSystem(
        "DiscoGAN",
        "Kim et al. 2017, arXiv:1703.05192",
        "unpaired.py",
        ("discogan-stripes", "discogan-worlds"),
    ),
    NamedSystem(
        "vid2vid",
        "Wang et al. 2018, arXiv:1808.06601",
        "vid2vid.py",
        ("vid2vid-traffic", "vid2vid-traffic-large"),
    ),
)
