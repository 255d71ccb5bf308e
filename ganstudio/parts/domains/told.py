"""Which domain each image belongs to, where domains are classes or one group of attributes."""

import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch, DataSpec, Group
from ganstudio.parts.attributes.told import attributes_of, groups_of


def chosen_group(spec: DataSpec, name: str) -> tuple[int, Group] | None:
    """Number and group of the domains called `name`, the first one for ""; None without any.

    Yes and no of one class are two domains.
    """
    for number, group in enumerate(groups_of(spec)):
        if name in ("", group.name):
            is_one = len(group.classes) == 1
            return number, Group(group.name, (f"not {group.name}", group.name)) if is_one else group
    return None


def telling(batch: Batch, group: int) -> tuple[Tensor, Tensor]:
    """Images (n, c, h, w) and their domains (n,).

    Images that do not tell their domain give way to others of the batch.

    Raises:
        InputError: no image of the batch tells its domain.
    """
    domain = attributes_of(batch)[:, group]
    if batch.attributes is None:
        return batch.real, domain
    (rows,) = (domain >= 0).nonzero(as_tuple=True)
    if not len(rows):
        raise InputError(
            f"None of the {len(domain)} images of a batch tells its domain: choose data in which "
            "all images do, or a larger batch."
        )
    taken = rows[torch.arange(len(domain), device=rows.device) % len(rows)]
    return batch.real[taken], domain[taken]
