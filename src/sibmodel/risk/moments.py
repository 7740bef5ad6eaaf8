"""A mean and a variance, which is all that some closed forms give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moments:
    """What is expected, and how far from it things are.

    Args:
        mean: The expected value, any shape.
        variance: The expected square of the distance from it, the same shape.

    Example:
        >>> Moments(np.array(2.0), np.array(9.0)).sd.tolist()
        3.0
    """

    mean: Array
    variance: Array

    @property
    def sd(self) -> Array:
        """The standard deviation."""
        return np.asarray(np.sqrt(self.variance))
