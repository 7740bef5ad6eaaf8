"""Capacity: cash is saved in lumps, when a wing or a ward closes, and not with each day that is not used.

A claim at average cost takes the rent, the guards and the heating of an empty bed as saved. They are saved when enough
beds are empty to close a unit, so that of what is claimed only the whole units are cash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.risk import bounds
from sibmodel.risk.paid import paid_given

_FAR: Final = 9.0
"""Standard deviations beyond which no digit is left: a tail of 1e-19."""
_MOST_UNITS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class CapacitySaving:
    """What is saved where capacity closes in units.

    Args:
        cashable: What is expected in cash.
        claimed: What is claimed at average cost for the expected quantity.
        units_closed: The expected number of units closed.
    """

    cashable: float
    claimed: float
    units_closed: float

    @property
    def share(self) -> float | None:
        """What is cash of what is claimed; None where nothing is claimed."""
        return self.cashable / self.claimed if self.claimed else None


def capacity_saving(mean: float, sd: float, *, unit: float, cost: float) -> CapacitySaving:
    """What is expected in cash when a normal quantity is saved and closes as many units as it fills.

    Each unit, the first, the second and so on, closes with the chance that the quantity reaches it.

    Args:
        mean: The quantity saved that is expected, such as bed-days.
        sd: Its standard deviation; 0 for none.
        unit: The quantity at which a unit closes, above 0.
        cost: What one of the quantity costs on average.

    Raises:
        ValueError: If one of them cannot be, or units are so small that there are more than a million of them.

    Example:
        >>> found = capacity_saving(14_000, 4_000, unit=5_000, cost=60)
        >>> round(found.cashable, 2), found.claimed, round(found.share, 4)
        (690069.8, 840000.0, 0.8215)
    """
    bounds.at_least(0.0, sd=sd, cost=cost)
    bounds.more_than(0.0, unit=unit)
    bounds.finite(mean=mean, sd=sd, unit=unit, cost=cost)
    most = (mean + _FAR * sd) / unit
    if most > _MOST_UNITS:
        raise ValueError(f"a unit of {unit:g} is too small: more than {_MOST_UNITS:,} of them could close")
    reached = np.arange(1, int(most) + 2) * unit
    closed = float(paid_given(mean, reached, sd).sum())
    return CapacitySaving(closed * unit * cost, float(mean * cost), closed)
