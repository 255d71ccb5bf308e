"""Looks taken from pictures of elsewhere: what pix2pixHD's encoder reads from a part of one."""

import numpy as np
import torch
from pydantic import Field

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.features import Box, features_by_instance
from ganstudio.edit.given import Given, device_of
from ganstudio.edit.instances import painters
from ganstudio.edit.request import Rendering, Request, Told, untold

_PART = 1  # the id of the part; what surrounds it has 0


class ReadLook(Request):
    """The mean features of a part of a picture, as if that part were one object.

    Attributes:
        given: of the size that the model paints.
        box: top, left, bottom, right in pixels; the last two are outside.

    There are no pictures; the reading "values" has as many numbers as an object's look.
    """

    given: Given
    box: Box = Field(description="Pixels")

    @torch.no_grad()
    def run(self, system: System, told: Told = untold) -> Rendering:  # noqa: ARG002
        _, painter = painters(system)
        images = self.given.images(device_of(system))
        height, width = images.shape[2:]
        top, left, bottom, right = self.box
        part = np.zeros((height, width), np.int64)
        part[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = _PART
        if not part.any():
            raise InputError(
                f"The part lies outside of {self.given.name}, which is {width} x {height} px: "
                "drag over the picture."
            )
        ids = torch.from_numpy(part)[None].to(images.device)
        features = painter.features_of(images, ids)
        values = features_by_instance(features[0], part)[_PART]
        return Rendering(np.zeros((0, 1, 1, 1), np.uint8), readings={"values": values})
