"""Tails: the loss that is not passed with some confidence, and the loss that is expected beyond it.

Losses of a deal come in lumps: often all is lost or nothing. The level then falls inside a lump, and only the part of
it beyond the level belongs to the tail. Averaging all losses from the value at risk on, as is often done, takes all.

Source: Rockafellar and Uryasev, by whose formula ES = VaR + E[(L - VaR)^+] / (1 - level).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds, normal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]

_GUARD: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Tail:
    """The tail of a loss beyond a level.

    Args:
        value_at_risk: The smallest loss that is not passed with that confidence.
        expected_shortfall: The mean loss of the worst cases, as many as the level leaves; never below it.
    """

    value_at_risk: Array
    expected_shortfall: Array


def normal_tail(mean: ArrayLike, sd: ArrayLike, level: ArrayLike) -> Tail:
    """The tail of a normal loss; without spread both are the mean.

    Args:
        mean: Mean of the loss: the net present value with its sign turned.
        sd: Its standard deviation.
        level: Confidence, such as 0.95.

    Example:
        >>> tail = normal_tail(-100_000.0, 400_000.0, 0.95)
        >>> tail.value_at_risk.round(2).tolist(), tail.expected_shortfall.round(2).tolist()
        (557941.45, 725085.12)
    """
    bounds.at_least(0.0, sd=sd)
    bounds.levels(level=level)
    mu, s, confidence = (np.asarray(each, dtype=float) for each in (mean, sd, level))
    z = normal.quantile(confidence)
    return Tail(np.asarray(mu + s * z), np.asarray(mu + s * normal.density(z) / (1 - confidence)))


def tail_of_atoms(losses: ArrayLike, weights: ArrayLike, level: float) -> Tail:
    """The tail of a loss that takes a few values.

    Args:
        losses: The values, in any order.
        weights: Their probabilities.
        level: Confidence.

    Raises:
        ValueError: If the weights do not sum to 1 or the level is none.

    Example:
        >>> tail = tail_of_atoms([1_000_000, 200_000, -50_000, -300_000], [0.08, 0.12, 0.3, 0.5], 0.90)
        >>> float(tail.value_at_risk), round(float(tail.expected_shortfall), 2)
        (200000.0, 840000.0)
    """
    bounds.levels(level=level)
    bounds.weights_of_one(weights)
    values, shares = np.asarray(losses, dtype=float), np.asarray(weights, dtype=float)
    shares = shares / shares.sum()
    order = np.argsort(values, kind="stable")
    at = int(np.searchsorted(np.cumsum(shares[order]), level - _GUARD))
    var = values[order][min(at, values.size - 1)]
    beyond = np.maximum(values - var, 0.0) @ shares
    return Tail(np.asarray(var), np.asarray(var + beyond / (1 - level)))


def tail_of_draws(losses: ArrayLike, level: float) -> Tail:
    """The tail of losses that were drawn, each as likely as the next.

    Args:
        losses: (draw, ...) losses; the other dimensions are kept.
        level: Confidence.

    Raises:
        ValueError: If there are no draws or the level is none.

    Example:
        >>> tail = tail_of_draws(np.arange(1.0, 11.0), 0.85)
        >>> float(tail.value_at_risk), round(float(tail.expected_shortfall), 6)
        (9.0, 9.666667)
    """
    bounds.levels(level=level)
    drawn = np.asarray(losses, dtype=float)
    if drawn.shape[:1] in {(), (0,)}:
        raise ValueError("there are no draws, so there is no tail")
    at = int(np.ceil(level * len(drawn) * (1 - _GUARD))) - 1
    var = np.partition(drawn, at, axis=0)[at]
    beyond = np.maximum(drawn - var, 0.0).mean(axis=0)
    return Tail(np.asarray(var), np.asarray(var + beyond / (1 - level)))
