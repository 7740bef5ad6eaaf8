"""Tallies: what a figure comes to over any number of scenarios, in memory that does not grow with them.

Values are counted in bins between bounds that the first block sets, and values that occur again and again (nothing, a
cap, everything lost) are counted exactly as *atoms*. A quantile is then known to the width of a bin, which is printed
beside it; where it is an atom it is exact. Blocks are added up in their order, so that nothing depends on the workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BINS: Final = 2048
_ATOMS: Final = 32
_OFTEN: Final = 0.002
"""A value that is at least so large a share of the first block is an atom."""
_BEYOND: Final = 0.25
"""How far beyond what the first block reached the bins go, as a share of it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the bins of a figure lie, and which of its values are counted exactly.

    Args:
        low: Where the first bin begins.
        high: Where the last one ends.
        atoms: Values that occur again and again, rising.
    """

    low: float
    high: float
    atoms: Array

    @classmethod
    def of(cls, first: Array) -> Scale:
        """A scale that suits the first block of values."""
        values, counts = np.unique(first[~np.isnan(first)], return_counts=True)
        if values.size == 0:
            return cls(0.0, 1.0, values)
        often = counts >= max(2, _OFTEN * first.size)
        most = np.sort(np.argsort(-counts[often], kind="stable")[:_ATOMS])
        beyond = _BEYOND * (values[-1] - values[0]) or 1.0
        return cls(float(values[0] - beyond), float(values[-1] + beyond), values[often][most])

    @property
    def width(self) -> float:
        """The width of a bin."""
        return (self.high - self.low) / BINS

    def places(self, values: Array) -> NDArray[np.intp]:
        """The bin of each value: 0 below all of them, BINS + 1 above."""
        inside = (values - self.low) * (1.0 / self.width)
        return np.clip(np.floor(inside) + 1.0, 0, BINS + 1).astype(np.intp)


@dataclass(slots=True)
class Tally:
    """What is known of one figure over some scenarios.

    Args:
        scale: Its bins and atoms.
        count: How many scenarios gave it a value.
        missing: How many did not, such as flows without a single internal rate.
        mean: The mean of the values.
        squares: The sum of the squares of their distances from the mean.
        lowest: The lowest value.
        highest: The highest value.
        bins: How many values are in each bin, atoms among them.
        at_atoms: How many values are each atom.
        sums: The sum of the values of each bin.
        blocks: How many whole blocks there are.
        block_mean: The mean of their means.
        block_squares: The sum of the squares of the distances of their means from that.
    """

    scale: Scale
    count: int
    missing: int
    mean: float
    squares: float
    lowest: float
    highest: float
    bins: NDArray[np.int64]
    at_atoms: NDArray[np.int64]
    sums: Array
    blocks: int
    block_mean: float
    block_squares: float

    @classmethod
    def of(cls, scale: Scale, values: Array, *, is_whole: bool = True) -> Tally:
        """The tally of one block; values that are not a number are missing."""
        there = values if not np.isnan(values).any() else values[~np.isnan(values)]
        mean = float(there.mean()) if there.size else 0.0
        off = there - mean
        places = scale.places(there)
        return cls(
            scale,
            there.size,
            values.size - there.size,
            mean,
            float(off @ off),
            float(there.min()) if there.size else np.inf,
            float(there.max()) if there.size else -np.inf,
            np.bincount(places, minlength=BINS + 2).astype(np.int64),
            np.array([np.count_nonzero(there == atom) for atom in scale.atoms], dtype=np.int64),
            np.bincount(places, weights=there, minlength=BINS + 2).astype(np.float64),
            int(is_whole),
            mean,
            0.0,
        )

    def add(self, other: Tally) -> None:
        """Add the next block."""
        self.mean, self.squares = _together(self.count, self.mean, self.squares, other.count, other.mean, other.squares)
        self.block_mean, self.block_squares = _together(
            self.blocks, self.block_mean, self.block_squares, other.blocks, other.block_mean, 0.0
        )
        self.count += other.count
        self.missing += other.missing
        self.blocks += other.blocks
        self.lowest, self.highest = min(self.lowest, other.lowest), max(self.highest, other.highest)
        self.bins += other.bins
        self.at_atoms += other.at_atoms
        self.sums += other.sums

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return float(np.sqrt(self.squares / (self.count - 1))) if self.count > 1 else 0.0

    def error(self, *, evenly: bool = False) -> float:
        """The standard error of the mean.

        Evenly spread points are no independent draws; their error is told by the spread between blocks, of which there
        must be several. Not a number where it is not known.
        """
        if not evenly:
            return self.sd / float(np.sqrt(self.count)) if self.count > 1 else np.nan
        if self.blocks < 2:
            return np.nan
        return float(np.sqrt(self.block_squares / (self.blocks - 1) / self.blocks))


def _together(n: int, mean: float, squares: float, m: int, other: float, more: float) -> tuple[float, float]:
    """The mean and the sum of squares of two groups together (Chan, Golub and LeVeque 1979)."""
    whole = n + m
    if whole == 0:
        return 0.0, 0.0
    gap = other - mean
    return mean + gap * m / whole, squares + more + gap * gap * n * m / whole
