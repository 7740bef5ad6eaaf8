"""Evenly spread points in the place of random ones: scrambled Sobol points, a net of its own for each block.

Each block is scrambled by itself, so that the blocks are independent repetitions and the spread between them tells
the error, which one long sequence does not. A block is a power of two long, as such nets have to be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk.streams import BLOCK, stream

Array = NDArray[np.float64]

_LEAST = 2.0**-54
"""No point is at the very edge, where a normal number would be infinite."""


@dataclass(frozen=True, slots=True)
class Evenly:
    """Points in as many dimensions as there are uncertain numbers.

    Args:
        seed: The seed of the run.
        dimensions: How many.
    """

    seed: int
    dimensions: int

    def block(self, number: int) -> Array:
        """The points of a block, (dimension, scenario), between 0 and 1."""
        from scipy.stats import qmc

        if self.dimensions == 0:
            return np.empty((0, BLOCK))
        scramble = stream(self.seed, number, "evenly")
        net = qmc.Sobol(self.dimensions, scramble=True, rng=scramble)
        points = net.random_base2(BLOCK.bit_length() - 1).T
        return np.ascontiguousarray(np.clip(points, _LEAST, 1 - 2.0**-53))
