"""What an uncertain number comes to on average, so that it can be compared with the plan without drawing anything."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from statistics import NormalDist
from typing import Any, Final

from sibmodel.deal.risk import uncertain as terms

_BELL: Final = NormalDist()


def average(term: terms.Uncertain) -> float:
    """The mean of what an uncertain number draws; a test compares it with the distributions of the simulation.

    Example:
        >>> late = {"in_time": {"value": 0.0, "chance": 0.6}, "half_a_year": {"value": 6.0, "chance": 0.4}}
        >>> average(terms.Discrete(moves=["x"], kind="discrete", possible=late))
        2.4...
        >>> average(terms.Pert(moves=["x"], kind="pert", lowest=0.0, likeliest=0.1, highest=0.2))
        0.1...
    """
    return _OF[type(term)](term)


def _of_normal(term: terms.Normal) -> float:
    """The mean of what is left of a bell curve between its ends."""
    if not term.sd or (term.lowest is None and term.highest is None):
        return term.mean
    low = -_FAR if term.lowest is None else (term.lowest - term.mean) / term.sd
    high = _FAR if term.highest is None else (term.highest - term.mean) / term.sd
    kept = _BELL.cdf(high) - _BELL.cdf(low)
    if kept <= 0:  # its ends are one, or far out
        lowest, highest = term.reaches()
        return min(max(term.mean, lowest), highest)
    return term.mean + term.sd * (_BELL.pdf(low) - _BELL.pdf(high)) / kept


_FAR: Final = 40.0
"""So many standard deviations out a bell curve has nothing left."""


def _of_pert(term: terms.Pert) -> float:
    return (term.lowest + term.weight * term.likeliest + term.highest) / (term.weight + 2)


_OF: Final[dict[type[terms.Uncertain], Callable[[Any], float]]] = {
    terms.Point: lambda term: term.value,
    terms.Discrete: lambda term: sum(each.value * each.chance for each in term.possible.values()),
    terms.Normal: _of_normal,
    terms.Beta: lambda term: term.mean,
    terms.Pert: _of_pert,
    terms.Triangular: lambda term: (term.lowest + term.likeliest + term.highest) / 3,
    terms.Lognormal: lambda term: term.mean,
    terms.RateRatio: lambda term: 1 - term.ratio * exp(term.log_sd**2 / 2),
    terms.Evidence: lambda term: term.mean,
}
"""How each kind is averaged; a test asserts that none is missing."""
