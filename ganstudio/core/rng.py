"""Independent random streams from one seed."""

import hashlib


def derive(seed: int, *names: str | int) -> int:
    """A 63-bit seed for the stream `names` of `seed`; equal on every machine and version."""
    text = "/".join([str(seed), *map(str, names)])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
