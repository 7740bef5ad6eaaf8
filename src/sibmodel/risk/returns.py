"""Returns under risk: why the rate of what is expected is not the rate that is expected.

A multiple X of what was put in, T years later, is a yearly rate of X^(1/T) - 1. That bends downwards, so the mean of
the rates is below the rate of the mean, and where all can be lost it is far below. Neither may be printed without its
name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds, normal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BulletReturns:
    """Returns of an investment that is repaid in one sum.

    Args:
        rate_of_expected: The rate of the expected flows: the one to print.
        mean_rate: The mean of the rates, a total loss taken as -100 %: there to be compared with.
        expected_multiple: What is expected back, as a multiple.
        loss_probability: Probability of getting back less than was put in.
    """

    rate_of_expected: float
    mean_rate: float
    expected_multiple: float
    loss_probability: float


def bullet_rate(multiple: ArrayLike, years: float) -> Array:
    """The yearly rate of a multiple after some years; -100 % where nothing comes back.

    Example:
        >>> bullet_rate([0.0, 1.0, 2.4], 5).round(6).tolist()
        [-1.0, 0.0, 0.191358]
    """
    bounds.at_least(0.0, multiple=multiple)
    bounds.more_than(0.0, years=years)
    return np.asarray(np.asarray(multiple, dtype=float) ** (1 / years) - 1)


def returns_of_atoms(multiples: ArrayLike, weights: ArrayLike, years: float) -> BulletReturns:
    """Returns where the multiple takes a few values.

    Example:
        >>> even = returns_of_atoms([0.0, 2.4], [0.5, 0.5], 5)
        >>> round(even.rate_of_expected, 6), round(even.mean_rate, 6)
        (0.037137, -0.404321)
    """
    bounds.weights_of_one(weights)
    values, shares = np.asarray(multiples, dtype=float), np.asarray(weights, dtype=float)
    shares = shares / shares.sum()
    expected = float(values @ shares)
    rates = bullet_rate(values, years)
    lost = float(shares @ (values < 1))
    return BulletReturns(float(bullet_rate(expected, years)), float(rates @ shares), expected, lost)


def returns_of_lognormal(mean: float, sd_of_log: float, years: float) -> BulletReturns:
    """Returns where the multiple is lognormal, told by its mean and the standard deviation of its logarithm.

    Example:
        >>> smooth = returns_of_lognormal(1.3, 0.3, 5)
        >>> round(smooth.rate_of_expected, 6), round(smooth.mean_rate, 6)
        (0.053874, 0.046313)
    """
    bounds.more_than(0.0, mean=mean)
    bounds.at_least(0.0, sd_of_log=sd_of_log)
    mean_of_log = np.log(mean) - sd_of_log**2 / 2
    mean_rate = float(np.expm1(mean_of_log / years + (sd_of_log / years) ** 2 / 2))
    loss = float(normal.cdf(-mean_of_log / sd_of_log)) if sd_of_log else float(mean < 1)
    return BulletReturns(float(bullet_rate(mean, years)), mean_rate, mean, loss)
