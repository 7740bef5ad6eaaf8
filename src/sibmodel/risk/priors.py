"""Uncertain numbers as the deal states them, turned into numbers that are drawn.

What is drawn comes from a standard normal number, so that uncertain numbers may go together (a Gaussian copula) and so
that evenly spread points can stand in for random ones.
"""

from __future__ import annotations

from collections.abc import Callable
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
    """
    if isinstance(term, terms.Normal) and term.lowest is None and term.highest is None:
        return np.asarray(term.mean + term.sd * z)
    if isinstance(term, terms.Evidence):
        return np.asarray(term.mean + term.sd * z)
    return distribution_of(term).quantile(normal.cdf(z))
