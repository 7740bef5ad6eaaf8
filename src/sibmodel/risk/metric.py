"""Metrics: what is measured on one person, and how far it spreads between people.

Every error of measurement comes from that spread. A share of people who are reconvicted spreads as yes or no does; a
number of convictions spreads more than chance events would, because people differ; a score has a spread of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple, Protocol, Self

from sibmodel.risk import bounds
from sibmodel.risk.events import NegativeBinomial
from sibmodel.risk.normal import Array


class Metric(Protocol):
    """What is measured on one person."""

    @property
    def mean(self) -> float:
        """What it comes to on average."""

    @property
    def variance(self) -> float:
        """How far it spreads between people."""

    def reduced(self, reduction: float) -> Self:
        """The same with a mean that is lower by a share of itself."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Yes or no for each person: reconvicted or not, in work or not.

    Args:
        mean: The share of people with a yes, 0 to 1.

    Raises:
        ValueError: If the share is outside 0 to 1.

    Example:
        >>> Rate(0.6).variance
        0.24
    """

    mean: float

    def __post_init__(self) -> None:
        bounds.shares(rate=self.mean)

    @property
    def variance(self) -> float:
        """That of yes or no."""
        return self.mean * (1.0 - self.mean)

    def reduced(self, reduction: float) -> Self:
        """The same with fewer yeses, by a share of them."""
        return replace(self, mean=self.mean * (1.0 - reduction))


@dataclass(frozen=True, slots=True)
class Events:
    """A number of events for each person, negative binomial: reconvictions, admissions, days.

    Args:
        mean: Events for each person, on average.
        shape: How alike people are; the smaller, the more some have most of the events. Infinite for chance alone.

    Raises:
        ValueError: If the mean is below 0 or the shape is not above 0.

    Example:
        >>> Events(2.0).variance, Events(2.0, shape=1.0).variance
        (2.0, 6.0)
    """

    mean: float
    shape: float = inf

    def __post_init__(self) -> None:
        bounds.at_least(0.0, mean=self.mean)
        bounds.more_than(0.0, shape=self.shape)

    @property
    def variance(self) -> float:
        """That of chance, and of people who differ."""
        return self.total(1).variance

    def total(self, people: int) -> NegativeBinomial:
        """The events of so many people together."""
        return NegativeBinomial(self.mean, self.shape).total(people)

    def reduced(self, reduction: float) -> Self:
        """The same with fewer events for everybody alike, by a share of them."""
        return replace(self, mean=self.mean * (1.0 - reduction))


@dataclass(frozen=True, slots=True)
class Score:
    """A number with a spread of its own: a test score, days in care.

    Raises:
        ValueError: If the spread is below 0.

    Example:
        >>> Score(50.0, sd=10.0).variance
        100.0
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        bounds.at_least(0.0, sd=self.sd)

    @property
    def variance(self) -> float:
        """The square of its standard deviation."""
        return self.sd**2

    def reduced(self, reduction: float) -> Self:
        """The same about a lower mean."""
        return replace(self, mean=self.mean * (1.0 - reduction))


class Misclassified(NamedTuple):
    """Rates as records show them, and what that does to effects.

    Args:
        rate: The share of people whom records show with a yes.
        kept: What is left of an absolute effect.
    """

    rate: Array | float
    kept: float


def misclassified(rate: Array | float, sensitivity: float, specificity: float) -> Misclassified:
    """A rate as it is found when records miss some events and invent others.

    Args:
        rate: The true share of people with a yes.
        sensitivity: The share of them whom records show.
        specificity: The share of the others whom records rightly leave out.

    Raises:
        ValueError: If a share is outside 0 to 1.

    Example:
        >>> found = misclassified(0.6, sensitivity=0.9, specificity=0.97)
        >>> round(found.rate, 3), round(found.kept, 2)
        (0.552, 0.87)
    """
    bounds.shares(rate=rate, sensitivity=sensitivity, specificity=specificity)
    return Misclassified(sensitivity * rate + (1.0 - specificity) * (1.0 - rate), sensitivity + specificity - 1.0)
