"""The normal distribution, alone and in pairs: what most closed forms of risk come down to.

The probability of a pair is one integral over one dimension, by the quadrature of Gauss and Legendre on three pieces.
It gives the same digits each time; routines for many dimensions sample at random and do not.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

_FAR: Final = 9.0
"""Standard deviations beyond which no digit is left: a tail of 1e-19."""
_NOTHING: Final = 50.0
"""Standard deviations at which the density is nothing in double precision."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)


def cdf(x: Any) -> Array:
    """The probability that a standard normal number is x or less.

    Example:
        >>> cdf([0.0, 1.0]).round(6).tolist()
        [0.5, 0.841345]
    """
    return np.asarray(special.ndtr(np.asarray(x, dtype=float)))


def density(x: Any) -> Array:
    """The density of the standard normal distribution at x.

    Example:
        >>> density(0.0).round(6).tolist()
        0.398942
    """
    z = np.clip(np.asarray(x, dtype=float), -_NOTHING, _NOTHING)
    return np.asarray(np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi))


def quantile(p: Any) -> Array:
    """The number that a standard normal one stays at or below with probability p; infinite at 0 and 1.

    Example:
        >>> quantile([0.5, 0.95]).round(6).tolist()
        [0.0, 1.644854]
    """
    return np.asarray(special.ndtri(np.asarray(p, dtype=float)))


def both_below(h: Any, k: Any, correlation: Any) -> Array:
    """The probability that two standard normal numbers stay at or below h and k.

    Given the first, x, the second is normal with mean rho x and sd sqrt(1 - rho^2). Where the two are close to one,
    that turns from sure to impossible within a narrow strip around x = k / rho; the strip has a piece of its own.

    Args:
        h: Limit of the first, any shape.
        k: Limit of the second, a shape that goes with it.
        correlation: Their correlation, -1 to 1.

    Raises:
        ValueError: If a correlation is outside -1 to 1.

    Example:
        >>> both_below(0.0, 0.0, [-1.0, 0.0, 0.5, 1.0]).round(12).tolist()
        [0.0, 0.25, 0.333333333333, 0.5]
    """
    h, k, rho = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in (h, k, correlation)))
    if np.any(np.abs(rho) > 1.0):
        raise ValueError("a correlation is between -1 and 1")
    tight = np.abs(rho) == 1.0
    inside = _pair(h, k, np.where(tight, 0.0, rho))
    bound = np.where(rho > 0, cdf(np.minimum(h, k)), np.maximum(cdf(h) - cdf(-k), 0.0))
    return np.where(tight, bound, inside)


def _pair(h: Array, k: Array, rho: Array) -> Array:
    """The integral of density(x) cdf((k - rho x) / sd) up to h, for correlations short of one."""
    sd = np.sqrt((1.0 - rho) * (1.0 + rho))
    flat = np.abs(rho) < 0.1  # a strip wider than all there is
    slope = np.where(flat, 1.0, rho)
    turn, width = np.where(flat, 0.0, k / slope), np.where(flat, 1.0, sd / np.abs(slope))
    end = np.clip(h, -_FAR, _FAR)
    first, last = np.clip(turn - _FAR * width, -_FAR, end), np.clip(turn + _FAR * width, -_FAR, end)
    whole = np.zeros(h.shape)
    for low, high in ((np.full(h.shape, -_FAR), first), (first, last), (last, end)):
        x = low[..., None] + (high - low)[..., None] * (_NODES + 1.0) / 2.0
        height = density(x) * cdf((k[..., None] - rho[..., None] * x) / sd[..., None])
        whole = whole + (height * _WEIGHTS).sum(axis=-1) * (high - low) / 2.0
    return whole
