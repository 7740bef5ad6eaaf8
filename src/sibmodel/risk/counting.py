"""The luck of people, drawn: how many of so many reach something, how many events so many people have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def drawn_people(stream: np.random.Generator, people: Array, rate: Array, alike: float = 0.0) -> Array:
    """How many of some people reach an outcome.

    Args:
        stream: Where random numbers come from.
        people: How many there are, whole numbers, (scenario,).
        rate: The chance of each, between 0 and 1, (scenario,).
        alike: The correlation within the cohort: a beta-binomial number, binomial at 0.

    Returns:
        (scenario,) whole numbers. Nobody reaches anything where nobody is.
    """
    own = rate
    if alike > 0:
        size = (1 - alike) / alike
        some = np.clip(rate, 1e-12, 1 - 1e-12)
        own = np.where((rate > 0) & (rate < 1), stream.beta(some * size, (1 - some) * size), rate)
    return stream.binomial(people.astype(np.int64), own).astype(np.float64)


def drawn_events(
    stream: np.random.Generator, expected: Array, shape: float = np.inf, between_cohorts: float = 0.0
) -> Array:
    """How many events some people have in all.

    Args:
        stream: Where random numbers come from.
        expected: How many are expected, (scenario,).
        shape: The shape of the negative binomial total of all people; infinite for a Poisson number.
        between_cohorts: Standard deviation of a factor on the whole cohort's rate, gamma with mean 1.

    Returns:
        (scenario,) whole numbers.
    """
    mean = np.maximum(expected, 0.0)
    if between_cohorts > 0:
        spread = between_cohorts**2
        mean = mean * stream.gamma(1 / spread, spread, mean.shape)
    if np.isfinite(shape):
        mean = mean * stream.gamma(shape, 1 / shape, mean.shape)
    return stream.poisson(mean).astype(np.float64)
