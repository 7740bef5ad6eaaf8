"""When flows fall: the distances between instants, of which an even grid has one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.graph.returns import HIGHEST_GROWTH, LOWEST_GROWTH

Array = NDArray[np.float64]

ENDS: Final = np.array([LOWEST_GROWTH, HIGHEST_GROWTH])
_SAME: Final = 12
"""Digits after the point to which two distances in years are the same."""


class Grid:
    """The distances between instants, each different one once.

    Args:
        years: (instant, 1 or scenario), years since the first instant.
    """

    def __init__(self, years: Array) -> None:
        self.years = years
        gaps = np.round(np.diff(years, axis=0, prepend=years[:1]), _SAME)
        different, which = np.unique(gaps[1:], axis=0, return_inverse=True)
        self.gaps: list[Array] = list(different)
        self.which: list[int] = [0, *which.reshape(-1).tolist()]
        self.ends: list[Array] = list(np.power(ENDS[None, :, None], gaps[:, None, :]))
        self.last: Array = np.power(ENDS[:, None], years[-1])

    def of(self, scenarios: NDArray[np.intp]) -> Grid:
        """The grid of some scenarios."""
        return self if self.years.shape[1] == 1 else Grid(self.years[:, scenarios])

    def discounts(self, x: Array) -> list[Array]:
        """What money of an instant is worth at the one before it, for each different distance, where growth is e^x."""
        return [np.exp(x * -gap) for gap in self.gaps]
