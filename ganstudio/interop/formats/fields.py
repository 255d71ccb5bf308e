"""Numbers of designs that several formats share."""

from ganstudio.data.batches import DataSpec, Group

LARGEST = 1024  # px of the images that data are made into


def data_size(spec: DataSpec) -> int:
    """Side of the images that data for the system should have."""
    return min(spec.shape[-2], LARGEST)


def numbered_group(name: str, count: int) -> Group:
    """Domains whose names the weights do not tell."""
    return Group(name, tuple(f"{name} {number}" for number in range(1, count + 1)))
