"""Uncertain numbers as the deal states them, turned into numbers that are drawn.

What is drawn comes from a standard normal number, so that uncertain numbers may go together (a Gaussian copula) and so
that evenly spread points can stand in for random ones.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.risk import uncertain as terms
from sibmodel.risk import distributions as by
from sibmodel.risk import normal

Array = NDArray[np.float64]

_READ: Final[dict[type[terms.Uncertain], Callable[[Any], by.Distribution]]] = {
    terms.Point: lambda term: by.Point(term.value),
    terms.Discrete: lambda term: by.Discrete(
        tuple(each.value for each in term.possible.values()), tuple(each.chance for each in term.possible.values())
    ),
    terms.Normal: lambda term: by.Normal(term.mean, term.sd, term.lowest, term.highest),
    terms.Beta: lambda term: by.Beta(term.mean, term.sd) if term.sd else by.Point(term.mean),
    terms.Pert: lambda term: by.Pert(term.lowest, term.likeliest, term.highest, term.weight),
    terms.Triangular: lambda term: by.Triangular(term.lowest, term.likeliest, term.highest),
    terms.Lognormal: lambda term: by.Lognormal.with_mean(term.mean, term.log_sd),
    terms.RateRatio: lambda term: by.LognormalRatio(term.ratio, term.log_sd),
    terms.Evidence: lambda term: by.from_evidence(
        term.estimate, term.standard_error, term.between_sites, term.replication
    ),
}
"""How each kind is read; a test asserts that none is missing."""


def distribution_of(term: terms.Uncertain) -> by.Distribution:
    """The distribution of an uncertain number.

    Example:
        >>> distribution_of(terms.Pert(moves=["x"], kind="pert", lowest=0.0, likeliest=0.1, highest=0.25)).mean
        0.108...
    """
    return _READ[type(term)](term)


def drawn(term: terms.Uncertain, z: Array) -> Array:
    """The numbers that standard normal ones stand for.

    A normal number that is cut off nowhere needs no way round over its probability, which would cost digits far out.
    The quantile of a beta distribution takes a microsecond each, so it is read off a table.
    """
    if isinstance(term, terms.Normal) and term.lowest is None and term.highest is None:
        return np.asarray(term.mean + term.sd * z)
    if isinstance(term, terms.Evidence):
        return np.asarray(term.mean + term.sd * z)
    distribution = distribution_of(term)
    if isinstance(distribution, by.Beta | by.Pert) and not distribution.is_point:
        return _read_off(_table(distribution), z)
    return distribution.quantile(normal.cdf(z))


_FAR: Final = 8.5
"""No standard normal number that is drawn lies further out."""
_NODES: Final = 2**16
"""So many points lie between the two ends of a table; straight lines between them are off by some billionths."""


@lru_cache(maxsize=64)
def _table(distribution: by.Distribution) -> Array:
    """The quantiles of a distribution at evenly spaced standard normal numbers."""
    return distribution.quantile(normal.cdf(np.linspace(-_FAR, _FAR, _NODES + 1)))


def _read_off(table: Array, z: Array) -> Array:
    """What a table says between its points."""
    place = (np.clip(z, -_FAR, _FAR) + _FAR) * (_NODES / (2 * _FAR))
    below = np.minimum(place.astype(np.intp), _NODES - 1)
    low = table[below]
    return np.asarray(low + (place - below) * (table[below + 1] - low))
