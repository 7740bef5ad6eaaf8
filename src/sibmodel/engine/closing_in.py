"""Roots of many falling functions at once, each kept in a bracket: Chandrupatla's search.

Inverse quadratic interpolation where the last three points make it trustworthy, halving where they do not. Each
scenario stops by itself, so that it comes out the same in any company.

Source: T. R. Chandrupatla, A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
without using derivatives, Advances in Engineering Software 28 (1997), 145-149.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_STEPS: Final = 100
_WIDTH: Final = 1e-14
_FLAT: Final = 4e-16


def closed_in(height: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """A place between two ends at which a function is nothing.

    Args:
        height: The function, from places (scenario,) to heights (scenario,).
        low: An end at which it is above nothing.
        high: An end at which it is below.

    Example:
        >>> closed_in(lambda x: 2.0 - x * x, np.array([0.0]), np.array([5.0])).round(9).tolist()
        [1.414213562]
    """
    now, other = high.copy(), low.copy()
    at_now, at_other = height(now), height(other)
    part = np.full_like(low, 0.5)
    best, going = now.copy(), np.ones(low.shape, dtype=np.bool_)
    for _ in range(_STEPS):
        new = now + part * (other - now)
        at_new = height(new)
        same_side = np.sign(at_new) == np.sign(at_now)
        last, at_last = np.where(same_side, now, other), np.where(same_side, at_now, at_other)
        other, at_other = np.where(same_side, other, now), np.where(same_side, at_other, at_now)
        now, at_now = new, at_new
        nearer = np.abs(at_now) < np.abs(at_other)
        best = np.where(going, np.where(nearer, now, other), best)
        width = _WIDTH / np.abs(other - now)
        going &= (width <= 0.5) & (np.minimum(np.abs(at_now), np.abs(at_other)) > _FLAT)
        if not going.any():
            break
        part = np.clip(_part(now, other, last, at_now, at_other, at_last), width, 1.0 - width)
    return best


def _part(now: Array, other: Array, last: Array, at_now: Array, at_other: Array, at_last: Array) -> Array:
    """How far to go from here towards the other end."""
    place = (now - other) / (last - other)
    level = (at_now - at_other) / (at_last - at_other)
    trusted = (level * level < place) & ((1.0 - level) ** 2 < 1.0 - place)
    first = at_now / (at_other - at_now) * (at_last / (at_other - at_last))
    second = (last - now) / (other - now) * (at_now / (at_last - at_now)) * (at_other / (at_last - at_other))
    return np.where(trusted, first + second, 0.5)
