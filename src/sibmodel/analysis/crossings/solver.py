"""Every value at which a figure meets a target, never taken for granted: one, several, a leap, a stretch, or none.

The solver knows nothing of deals. Where figures are rounded on their way, a target on a level is met and missed again
hundreds of times within the rounding: that is one stretch and not hundreds of roots.

Where a figure turns back before the target, its peak is looked at more closely. What else lies between two points of
the grid and comes back again is not seen; the result says how many points were tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from sibmodel.analysis.crossings.found import Crossing, Solved
from sibmodel.analysis.crossings.search import Array, Figure, Search, Searching

_LONG: Final = 1e-3
_AGAIN: Final = 1e-4


def solve(figure: Figure, grid: Array, target: float, search: Search | None = None) -> Solved:
    """Find every value at which a figure meets a target.

    The grid is tried first. Wherever the figure stands differently to the target at two neighbours, the section is cut
    until both sides of the crossing are as close as is asked for, and every crossing that shows up inside is followed.
    Both sides are evaluated and told, so that a root is proved and no leap or hole is taken for one.

    A price asks for the figure itself, so that roots are met to the last digit. A question that has only yes or no for
    an answer (is the line met?) is a figure of two values: it is never met but leapt over, and both sides are told.

    Args:
        figure: Gives the figure at each of some values; not a number where it has no meaning.
        grid: The values that are tried first, rising.
        target: The target.
        search: How it is searched for.

    Example:
        >>> found = solve(lambda x: x * x, np.linspace(0.0, 10.0, 11), 2.0)
        >>> found.kind, round(found.first.value, 6)
        ('one', 1.414214)
        >>> found = solve(lambda x: np.minimum(x, 3.0), np.linspace(0.0, 10.0, 11), 4.0)
        >>> found.kind, round(found.nearest.at, 6), round(found.nearest.figure, 6)
        ('none', 3.0, 3.0)
        >>> leap = solve(lambda x: np.where(x * x >= 2.0, 1.0, -1.0), np.linspace(0.0, 10.0, 11), 0.0).first
        >>> leap.passed, leap.below.at**2 < 2.0 <= leap.above.at**2
        ('jump', True)
    """
    how, values = search or Search(), np.asarray(grid, dtype=np.float64)
    if how.flat <= how.same:
        return Searching(figure, target, how).solved(values)
    roughly, exact = Searching(figure, target, replace(how, same=how.flat)), replace(how, flat=0.0)
    found = roughly.solved(values)
    closer = [_closer(each, roughly, exact) for each in found.crossings]
    met = _apart([each for each in closer if each is not None])
    if found.crossings and not met:
        return Searching(figure, target, exact).solved(values)
    return replace(found, crossings=tuple(met))


def _closer(crossing: Crossing, roughly: Searching, search: Search) -> Crossing | None:
    """A crossing that was found roughly, to the last digit; a long stretch stays one. None where it is only near."""
    low, high = crossing.below, crossing.above
    wide = high.at - low.at
    if crossing.passed in ("jump", "hole"):
        return crossing
    if crossing.passed == "stretch" and wide > _LONG * max(abs(crossing.value), _LONG):
        inside = [figure for at, figure in roughly.known.items() if low.at <= at <= high.at]
        off = np.array(inside) - roughly.target
        return None if (off > search.same).all() or (off < -search.same).all() else crossing
    ends = np.array([low.at - wide, low.at, high.at, high.at + wide])
    found = Searching(roughly.figure, roughly.target, search).solved(ends).crossings
    if not found:
        return None
    return found[0] if len(found) == 1 else replace(found[0], passed="root", above=found[-1].above)


def _apart(crossings: Sequence[Crossing]) -> list[Crossing]:
    """The same without roots that only a rounding parts from the one before."""
    found: list[Crossing] = []
    for each in crossings:
        before = found[-1] if found else None
        is_again = before is not None and before.passed == each.passed == "root"
        if before is None or not is_again or each.value - before.value > _AGAIN * max(abs(each.value), _LONG):
            found.append(each)
    return found
