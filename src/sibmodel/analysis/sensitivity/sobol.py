"""Sobol indices: what share of a variance each factor brings about, alone and together with others.

Estimated by picking and freezing: a second, independent draw of all factors is at hand, and in each mixed run one
factor is taken from it. First-order indices are Saltelli's of 2010, total ones Jansen's.

Chance is a factor that cannot be frozen: with another success rate, the same random numbers make other people succeed.
It is therefore drawn anew in every run. The products of the first-order estimator do not mind. From the squares of the
total one, what chance alone makes of them is taken off, which a run of its own tells in which nothing else differs.

Source: Saltelli et al., Computer Physics Communications 181 (2010) 259-270; Jansen, ibid. 117 (1999) 35-43.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BATCHES: Final = 32
"""Batches of scenarios, each of which is left out once: how far that moves an index tells its error."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of the variance and its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Indices:
    """The parts of a variance.

    Args:
        sd: The standard deviation of the result.
        first: For each factor the share that it brings about alone.
        total: For each factor the share that it brings about alone and together with others.
        chance: What would be left if every factor were known.
        together: What no factor and not chance brings about alone.
    """

    sd: Estimate
    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]
    chance: Estimate
    together: Estimate


def sobol_indices(one: Array, other: Array, mixed: Sequence[Array], by_chance: Array | None = None) -> Indices:
    """The first-order and total indices of some factors.

    Args:
        one: The result in each scenario, (scenarios,).
        other: The result in scenarios with everything drawn anew.
        mixed: For each factor, the result where it alone is that of ``other`` and the others are those of ``one``.
        by_chance: The result where all factors are those of ``one`` and only chance is drawn anew; None where there is
            no chance.

    Raises:
        ValueError: For a result that does not vary, or fewer scenarios than batches.

    Example:
        >>> draw = np.random.default_rng(1).standard_normal((4, 100_000))
        >>> found = sobol_indices(
        ...     2 * draw[0] + draw[1],
        ...     2 * draw[2] + draw[3],
        ...     [2 * draw[2] + draw[1], 2 * draw[0] + draw[3]],
        ... )
        >>> [round(each.value, 2) for each in found.first], [round(each.value, 2) for each in found.total]
        ([0.8, 0.2], [0.8, 0.2])
    """
    sums = _sums(one, other, mixed, by_chance)
    whole = sums.sum(axis=0)
    if _variance(whole) <= 0:
        raise ValueError("a result that does not vary has no indices")
    values = _shares(whole, len(mixed))
    left_out = np.stack([_shares(whole - batch, len(mixed)) for batch in sums])
    errors = np.sqrt((BATCHES - 1) / BATCHES * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    found = [Estimate(float(value), float(error)) for value, error in zip(values, errors, strict=True)]
    count = len(mixed)
    return Indices(found[0], tuple(found[3 : 3 + count]), tuple(found[3 + count :]), chance=found[1], together=found[2])


def _sums(one: Array, other: Array, mixed: Sequence[Array], by_chance: Array | None) -> Array:
    """What the indices are made of, added up in batches, (batch, term)."""
    if one.size < BATCHES:
        raise ValueError(f"it takes {BATCHES} scenarios to tell an error; there are {one.size}")
    middle = one.mean()
    one, other, mixed = one - middle, other - middle, [each - middle for each in mixed]
    noise = np.zeros(one.size) if by_chance is None else (one - (by_chance - middle)) ** 2
    terms = [np.ones(one.size), one + other, one**2 + other**2, noise]
    terms += [other * (each - one) for each in mixed]
    terms += [(one - each) ** 2 - noise for each in mixed]
    return np.stack([np.array([part.sum() for part in np.array_split(term, BATCHES)]) for term in terms], axis=1)


def _variance(sums: Array) -> float:
    count, added, squared = sums[:3]
    return float(squared / (2 * count) - (added / (2 * count)) ** 2)


def _shares(sums: Array, factors: int) -> Array:
    """The standard deviation, chance, what is only together, then first-order and total indices."""
    count, variance = sums[0], _variance(sums)
    chance = sums[3] / (2 * count * variance)
    first = sums[4 : 4 + factors] / (count * variance)
    total = sums[4 + factors :] / (2 * count * variance)
    return np.concatenate([[np.sqrt(variance), chance, 1 - chance - first.sum()], first, total])
