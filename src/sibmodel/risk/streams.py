"""Streams of random numbers: one for each block of scenarios and each purpose, whoever draws it and when.

Scenarios come in blocks of a fixed size, and every block has streams of its own. A result is therefore the same on one
thread or many, a shorter run is the beginning of a longer one, and a new uncertain number changes no other. The size
of a block is part of the result: another size is another version of the streams.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import numpy as np

BLOCK: Final = 8192
VERSION: Final = "1"
"""The version of the streams: the generator, the size of a block, how a stream is found from its purpose."""
DEFAULT_SEED: Final = 1
LARGEST_SEED: Final = 2**63 - 1


def stream(seed: int, block: int, purpose: str) -> np.random.Generator:
    """The stream of one block for one purpose.

    Args:
        seed: The seed of the run.
        block: The number of the block, from 0.
        purpose: What it is for; a stable name, such as ``uncertain.effect``.

    Example:
        >>> one = stream(1, 0, "uncertain.effect").standard_normal(2)
        >>> bool((one == stream(1, 0, "uncertain.effect").standard_normal(2)).all())
        True
        >>> bool((one == stream(1, 1, "uncertain.effect").standard_normal(2)).any())
        False
    """
    key = int.from_bytes(sha256(purpose.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block, key))))


def described() -> str:
    """The streams in words, for whoever wants to draw them again."""
    return f"version {VERSION}: SFC64, {BLOCK:,} scenarios a block, numpy {np.__version__}"
