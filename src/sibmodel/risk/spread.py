"""Quantiles and tails of a figure, read off its tally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk.tally import BINS, Tally

Array = NDArray[np.float64]

Piece = tuple[float, float, float, float]
"""Where a run of values starts and ends, how many are in it, and what they add up to."""
_SAME: Final = 1e-9
_SURE: Final = 1.959963984540054
"""Standard deviations to each side that hold 95 %."""


@dataclass(frozen=True, slots=True)
class Quantile:
    """A value that is not passed with some probability.

    Args:
        share: The probability.
        value: The value.
        within: How wide the bin is in which it lies; 0 where it is exact.
        low: Where a 95 % interval for it begins, from the number of scenarios alone.
        high: Where that ends.
    """

    share: float
    value: float
    within: float
    low: float
    high: float

    @property
    def error(self) -> float:
        """Its standard error, as the interval tells it."""
        return (self.high - self.low) / (2 * _SURE)


def quantile(tally: Tally, share: float, pieces: Sequence[Piece] | None = None) -> Quantile:
    """The smallest value that is not passed with a probability, and how well it is known.

    The interval counts scenarios: of n, n x share lie below, give or take two standard deviations of a binomial number.

    Args:
        tally: What is known of the figure.
        share: The probability.
        pieces: :func:`pieces_of` it, for whoever asks for many quantiles.
    """
    pieces = pieces_of(tally) if pieces is None else pieces
    off = _SURE * float(np.sqrt(share * (1 - share) / max(tally.count, 1)))
    value, within = _at(pieces, tally.count, share)
    low, high = (_at(pieces, tally.count, min(max(share + by, 0.0), 1.0))[0] for by in (-off, off))
    return Quantile(share, value, within, low, high)


def share_at_least(tally: Tally, amount: float) -> float:
    """The share of scenarios with at least an amount: exact at values that occur again and again, else within a bin.

    Example:
        >>> import numpy as np
        >>> from sibmodel.risk.tally import Scale, Tally
        >>> values = np.array([0.0, 0.0, 5.0, 10.0, 10.0])
        >>> tally = Tally.of(Scale.of(values), values)
        >>> share_at_least(tally, 0.0), share_at_least(tally, 10.0), share_at_least(tally, 11.0)
        (1.0, 0.4, 0.0)
    """
    found = 0.0
    for start, end, count, _ in pieces_of(tally):
        if start >= amount - _SAME:
            found += count
        elif end > amount:
            found += count * (end - amount) / (end - start)
    scenarios = tally.count + tally.missing
    return found / scenarios if scenarios else np.nan


def mean_of_lowest(tally: Tally, share: float) -> float:
    """The mean of the lowest share of the values: what is left on average when things go badly.

    The value at which the share ends is taken in part, which matters where many scenarios have the same value.
    """
    left, whole = share * tally.count, share * tally.count
    so_far = 0.0
    for start, end, count, total in pieces_of(tally):
        taken = min(count, left)
        if taken <= 0:
            break
        full = taken >= count
        so_far += total if full else taken * (start if start == end else start + (end - start) * taken / count / 2)
        left -= taken
    return so_far / whole if whole else np.nan


def error_of_lowest(tally: Tally, share: float) -> float:
    """The standard error of the mean of the lowest share.

    It has two parts: the values of the tail differ, and where the tail begins is known only so well.

    Source: Manistre and Hancock, Variance of the CTE estimator, North American Actuarial Journal 2005.
    """
    whole, left, squares = share * tally.count, share * tally.count, 0.0
    for start, end, many, _ in pieces_of(tally):
        taken = min(many, left)
        if taken <= 0:
            break
        squares += taken * (start * start + start * end + end * end) / 3
        left -= taken
    if not whole:
        return np.nan
    mean, edge = mean_of_lowest(tally, share), quantile(tally, share).value
    within = max(squares / whole - mean * mean, 0.0)
    return float(np.sqrt((within + (1 - share) * (edge - mean) ** 2) / whole))


def _at(pieces: Sequence[Piece], count: int, share: float) -> tuple[float, float]:
    target, below = share * count, 0.0
    for start, end, many, _ in pieces:
        if many > 0 and below + many >= target - 1e-9:
            part = min(max((target - below) / many, 0.0), 1.0)
            return start + (end - start) * part, end - start
        below += many
    return (pieces[-1][1], 0.0) if pieces else (np.nan, np.nan)


def pieces_of(tally: Tally) -> list[Piece]:
    """The values in their order: where a piece starts and ends, how many are in it, what they add up to.

    A bin in which an atom lies is parted there; what else is in it is taken as even.
    """
    scale = tally.scale
    edges = np.concatenate([[tally.lowest], scale.low + scale.width * np.arange(BINS + 1), [tally.highest]])
    there = np.flatnonzero(tally.bins)
    places = scale.places(scale.atoms)
    found: list[Piece] = []
    for place in there:
        start, end = float(max(edges[place], tally.lowest)), float(min(edges[place + 1], tally.highest))
        inside = np.flatnonzero((places == place) & (tally.at_atoms > 0))
        many = float(tally.bins[place] - tally.at_atoms[inside].sum())
        total = float(tally.sums[place] - (scale.atoms[inside] * tally.at_atoms[inside]).sum())
        if inside.size == 0:
            found.append((start, end, many, total))
            continue
        if many > 0:
            found.extend(_around(start, end, many, total, [float(scale.atoms[at]) for at in inside]))
        found.extend(
            (float(scale.atoms[at]),) * 2 + (float(tally.at_atoms[at]), float(scale.atoms[at] * tally.at_atoms[at]))
            for at in inside
        )
    return sorted(found, key=lambda piece: (piece[0], piece[1]))


def _around(start: float, end: float, many: float, total: float, atoms: list[float]) -> list[Piece]:
    """What is in a bin beside its atoms, parted at each."""
    cuts = [start, *sorted(min(max(atom, start), end) for atom in atoms), end]
    width = end - start
    found = []
    for low, high in pairwise(cuts):
        share = (high - low) / width if width > 0 else 1 / (len(cuts) - 1)
        if share > 0:
            found.append((low, high, many * share, total * share))
    return found
