"""Roots of many falling functions at once, each kept in a bracket: Chandrupatla's search.

Inverse quadratic interpolation where the last three points make it trustworthy, halving where they do not. Each
scenario stops by itself, so that it comes out the same in any company.

Source: T. R. Chandrupatla, A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
without using derivatives, Advances in Engineering Software 28 (1997), 145-149.
"""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Scenarios = NDArray[np.intp]

_STEPS: Final = 6
_PASSES: Final = 20
_WIDTH: Final = 1e-13
_FLAT: Final = 1e-13


class Falling(Protocol):
    """A function for each scenario that is above nothing at one end and below at the other."""

    def height(self, x: Array) -> Array:
        """Its heights at places (scenario,)."""

    def of(self, scenarios: Scenarios) -> Falling:
        """The functions of some scenarios."""


def closed_in(function: Falling, one: Array, other: Array) -> Array:
    """A place between two ends at which a function is nothing.

    Args:
        function: The function, which differs in sign at the ends.
        one: An end for each scenario, (scenario,).
        other: The other end.
    """
    found, other = other.copy(), one.copy()
    left = np.arange(found.size)
    for _ in range(_PASSES):
        with np.errstate(all="ignore"):
            found[left], other[left], going = _some_steps(function, found[left], other[left])
        if not going.any():
            break
        left, function = left[going], function.of(np.flatnonzero(going))
    return found


def _some_steps(function: Falling, now: Array, other: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """The better end after some steps, the other one, and who has to go on."""
    at_now, at_other = function.height(now), function.height(other)
    part: Array = np.full_like(now, 0.5)
    going = np.ones(now.shape, dtype=np.bool_)
    best, rest = now, other
    for _ in range(_STEPS):
        new = now + part * (other - now)
        at_new = function.height(new)
        same_side = np.sign(at_new) == np.sign(at_now)
        last, at_last = np.where(same_side, now, other), np.where(same_side, at_now, at_other)
        other, at_other = np.where(same_side, other, now), np.where(same_side, at_other, at_now)
        now, at_now = new, at_new
        nearer = np.abs(at_now) < np.abs(at_other)
        best = np.where(going, np.where(nearer, now, other), best)
        rest = np.where(going, np.where(nearer, other, now), rest)
        width = _WIDTH / np.abs(other - now)
        going &= (width <= 0.5) & (np.minimum(np.abs(at_now), np.abs(at_other)) > _FLAT)
        part = np.clip(_part(now, other, last, at_now, at_other, at_last), width, 1.0 - width)
    return best, rest, going


def _part(now: Array, other: Array, last: Array, at_now: Array, at_other: Array, at_last: Array) -> Array:
    """How far to go from here towards the other end."""
    place = (now - other) / (last - other)
    level = (at_now - at_other) / (at_last - at_other)
    trusted = (level * level < place) & ((1.0 - level) ** 2 < 1.0 - place)
    first = at_now / (at_other - at_now) * (at_last / (at_other - at_last))
    second = (last - now) / (other - now) * (at_now / (at_last - at_now)) * (at_other / (at_last - at_other))
    return np.where(trusted, first + second, 0.5)
