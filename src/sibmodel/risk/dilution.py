"""Dilution: what an effect on those who take part comes to, over everybody and over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


def effect_after(effect: ArrayLike, half_life: ArrayLike, months: ArrayLike) -> Array:
    """What is left of an effect after some months when it halves in a fixed time; endless is no fading.

    Example:
        >>> effect_after(0.1, 18.0, [0, 18, 36]).round(6).tolist()
        [0.1, 0.05, 0.025]
    """
    bounds.more_than(0.0, half_life=half_life)
    bounds.at_least(0.0, months=months)
    start, life, end = (np.asarray(each, dtype=float) for each in (effect, half_life, months))
    return np.asarray(start * 2 ** (-end / life))


def effect_months(effect: float, half_life: float, months: int) -> float:
    """The effects of months 1, 2, ... added up, each as it is at the month's end.

    Example:
        >>> round(effect_months(0.1, 18.0, 60), 6)
        2.294461
    """
    bounds.whole(months=months)
    return float(effect_after(effect, half_life, np.arange(1, months + 1)).sum())


def effect_integral(effect: ArrayLike, half_life: ArrayLike, months: ArrayLike) -> Array:
    """The same without steps: effect x half-life / ln 2 x (1 - 2^(-months / half-life)).

    Example:
        >>> effect_integral(0.1, [18.0, float("inf")], 60).round(6).tolist()
        [2.339211, 6.0]
    """
    bounds.more_than(0.0, half_life=half_life)
    bounds.at_least(0.0, months=months)
    start, life, end = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in (effect, half_life, months)))
    lasts = np.isinf(life)
    decay = np.log(2) / np.where(lasts, 1.0, life)
    return np.asarray(np.where(lasts, start * end, start * -np.expm1(-decay * end) / decay))


def intention_to_treat(engagement: ArrayLike, effect: ArrayLike) -> Array:
    """The effect over all who were offered the programme, given that on those who took it up.

    Example:
        >>> intention_to_treat(0.74, 0.12).round(6).tolist()
        0.0888
    """
    bounds.shares(engagement=engagement)
    return np.asarray(np.asarray(engagement, dtype=float) * np.asarray(effect, dtype=float))


def sample_inflation(engagement: ArrayLike) -> Array:
    """How many times as many people an evaluation needs because only a share engages: 1 / engagement^2.

    Example:
        >>> sample_inflation(0.74).round(6).tolist()
        1.82615
    """
    bounds.shares(engagement=engagement)
    bounds.more_than(0.0, engagement=engagement)
    return np.asarray(np.asarray(engagement, dtype=float) ** -2)


def design_effect(cluster_size: ArrayLike, icc: ArrayLike) -> Array:
    """How many times the variance grows because people come in clusters: 1 + (m - 1) icc.

    Example:
        >>> design_effect(25, 0.03).round(6).tolist()
        1.72
    """
    bounds.at_least(1.0, cluster_size=cluster_size)
    bounds.below_one(icc=icc)
    return np.asarray(1 + (np.asarray(cluster_size, dtype=float) - 1) * np.asarray(icc, dtype=float))


def effective_size(n: ArrayLike, cluster_size: ArrayLike, icc: ArrayLike, explained: ArrayLike = 0.0) -> Array:
    """People chosen one by one, without covariates, who would tell as much: n / (deff (1 - R^2)).

    Args:
        n: People.
        cluster_size: People of one cluster.
        icc: Correlation within a cluster.
        explained: Share of the variance that covariates explain, R^2, below 1.

    Example:
        >>> effective_size(1000, 25, 0.03, 0.2).round(6).tolist()
        726.744186
    """
    bounds.at_least(0.0, n=n)
    bounds.below_one(explained=explained)
    shrunk = design_effect(cluster_size, icc) * (1 - np.asarray(explained, dtype=float))
    return np.asarray(np.asarray(n, dtype=float) / shrunk)
