"""Crossings: every value at which a function passes a line, by trying many and narrowing each place down.

A payment schedule with steps crosses a line in a jump, so what is told are both sides: the last value that does not
meet the line, the first that does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

POINTS: Final = 401
"""So many values are tried first: what turns and turns back between two of them is not seen."""
_AT_ONCE: Final = 65
_NARROW: Final = 1e-9
"""How close both sides of a crossing are, as a share of the range."""
_GUARD: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a line is crossed.

    Args:
        met: The value on the side on which the line is met, next to the crossing.
        missed: The value on the other side.
    """

    met: float
    missed: float

    @property
    def rises(self) -> bool:
        """Whether the line is met by more of the input, and not by less."""
        return self.met > self.missed


def crossings(of: Callable[[Array], Array], low: float, high: float, *, is_whole: bool = False) -> list[Crossing]:
    """Every value at which a function passes from below nothing to nothing or more, or back.

    Args:
        of: A function of many values at once; not a number where it has no meaning, which is no crossing.
        low: Where the search begins.
        high: Where it ends.
        is_whole: Whether only whole numbers are tried.

    Returns:
        The crossings that a search by so many points can see, in rising order.

    Example:
        >>> [round(each.met, 6) for each in crossings(lambda x: (x - 1) * (x - 3), 0.0, 4.0)]
        [1.0, 3.0]
        >>> crossings(lambda x: x - 2.5, 0.0, 4.0, is_whole=True)
        [Crossing(met=3.0, missed=2.0)]
    """
    points = _whole(low, high) if is_whole else np.linspace(low, high, POINTS)
    found = []
    for left, right in _turns(of, points):
        pair = (left, right)
        while not is_whole and pair[1] - pair[0] > _NARROW * max(high - low, _NARROW):
            closer = _turns(of, np.linspace(*pair, _AT_ONCE))
            if not closer or closer[0] == pair:
                break
            pair = closer[0]
        is_met = bool(of(np.array(pair))[1] >= 0)
        found.append(Crossing(pair[1], pair[0]) if is_met else Crossing(pair[0], pair[1]))
    return found


def _whole(low: float, high: float) -> Array:
    return np.arange(np.ceil(low - _GUARD), np.floor(high + _GUARD) + 1)


def _turns(of: Callable[[Array], Array], points: Array) -> list[tuple[float, float]]:
    """Neighbours of which one meets the line and the other does not."""
    values = np.asarray(of(points))
    known = ~np.isnan(values)
    at = np.flatnonzero(known[1:] & known[:-1] & ((values[1:] >= 0) != (values[:-1] >= 0)))
    return [(float(points[each]), float(points[each + 1])) for each in at]
