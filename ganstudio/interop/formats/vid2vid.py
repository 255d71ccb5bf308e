"""Checkpoints of vid2vid, by Wang et al.: `<epoch>_net_G0.pth`, and `_net_D.pth` for frames.

Assumed where the weights do not tell: fineSize 512, use_instance false but for Cityscapes, and
that three planes a frame are a picture (label_nc 0). Critics of films begin anew, and so does what
paints at twice the size (`_net_G1.pth`), which has no place here.
"""

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.data.region_tables import numbered
from ganstudio.data.sequences_folder import Sequences
from ganstudio.interop.case import Case
from ganstudio.interop.families import pix2pixhd, vid2vid
from ganstudio.interop.formats.fields import data_size
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format, Role
from ganstudio.interop.formats.labels import COLOURS, KNOWN, Maps
from ganstudio.parts.multiscale import MultiscaleCritic
from ganstudio.systems.vid2vid import Vid2vidConfig

SIDE = 512
FRAMES = 9  # of a film: what the system's critics of films reach over, and those before


def maps_of(planes: int, case: Case, assumed: Assumed) -> Maps:
    """Of so many planes a frame; no regions where they are a picture."""
    known = KNOWN.get(planes)
    if known and "label_nc" not in case.options:
        return Maps(known.regions, known.has_instances, known.names)
    if planes == COLOURS and not case.options.get("label_nc"):
        return Maps((), False, "none")
    has_outlines = bool(assumed.option(case, "use_instance", False))
    return Maps(numbered(planes - has_outlines, with_unknown=False).regions, has_outlines, "none")


def design(cases: Cases, assumed: Assumed) -> Design:
    case = cases["G0"]
    part = vid2vid.painter_part(case)
    colours = case.option("output_nc")
    past, rest = divmod(case.option("prev_output_nc"), colours)
    planes, more = divmod(case.option("input_nc"), past + 1)
    if rest or more:
        raise InputError(
            f"{case.folder} reads {case.option('input_nc')} planes and "
            f"{case.option('prev_output_nc')} channels of frames before, which are no whole frames."
        )
    maps = maps_of(planes, case, assumed)
    step = 1 << part.halvings
    side = max(step, int(assumed.option(case, "fineSize", SIDE)) // step * step)
    shape = (colours, side, side)
    spec = DataSpec(
        shape,
        source=(COLOURS, side, side),
        is_paired=True,
        regions=maps.regions,
        has_instances=maps.has_outlines,
        frames=FRAMES - 2 + past,
    )
    critic = cases.get("D")
    new = MultiscaleCritic(channels=part.channels, widens=True)
    system = Vid2vidConfig(
        generator=part,
        critic=pix2pixhd.critic_part(critic, widens=True) if critic else new,
        video_critic=new,
        past=past,
        outlines=maps.has_outlines,
    )
    data = Sequences(size=data_size(spec), frames=spec.frames, names=maps.names)
    return Design(system, data, spec)


FORMATS = (
    Format(
        "vid2vid",
        "vid2vid",
        vid2vid.PROGRAM,
        "Wang et al. 2018, arXiv:1808.06601, sec. 3",
        (
            Role("G0", "the generator", vid2vid.recognise_painter, lambda s: s.generator,
                 vid2vid.fill_painter, r"^(?!.*_G[1-9]$)", is_needed=True),
            Role("D", "the critic of frames", pix2pixhd.recognise_critic, lambda s: s.critic,
                 pix2pixhd.fill_critic, r"^(?!.*_D_?(T\d|f))"),
        ),
        design,
        passes_over=r"_D_?(T\d|f)",
        notes=("Critics of films begin anew.",),
    ),
)  # fmt: skip
