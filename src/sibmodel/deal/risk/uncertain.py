"""What is uncertain about a plan: a number that is drawn anew in every scenario, and the inputs that it moves."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Annotated, Final, Literal

from pydantic import Field

from sibmodel.deal.part import LABEL, ODDS, Name, Part, Text
from sibmodel.deal.risk.numbers import Above, Amount, Chance, Spread
from sibmodel.deal.risk.wrong import Wrong
from sibmodel.deal.wording import number, percent

RARE: Final = 1e-4
"""What is less likely than this counts as what a distribution does not reach."""
_RARELY: Final = -NormalDist().inv_cdf(RARE)


class Uncertain(Part):
    """A number that is not known beforehand, common to all whom it is about.

    ``stands_for`` says what is drawn: the ``value`` of the inputs itself, a ``factor`` on what the plan has, or a
    ``shift`` that is added to it. Several inputs may move together, such as all dates of measurement.
    """

    title: Text = ""
    moves: Annotated[list[str], ODDS, Field(min_length=1)]
    stands_for: Annotated[Literal["value", "factor", "shift"], ODDS] = "value"

    @abstractmethod
    def reaches(self) -> tuple[float, float]:
        """The lowest and the highest number that it may well draw."""

    def faults(self) -> Iterator[Wrong]:
        """What is impossible in its parameters."""
        yield from ()

    @property
    def is_certain(self) -> bool:
        """Whether it always draws the same number."""
        low, high = self.reaches()
        return low == high


class Point(Uncertain):
    """One number, for certain: to fix an input in the simulation at another value than the plan has."""

    kind: Annotated[Literal["point"], LABEL]
    value: Amount

    def reaches(self) -> tuple[float, float]:
        """The number."""
        return self.value, self.value


class Possibility(Part):
    """One of the numbers that there may be."""

    value: Amount
    chance: Chance


class Discrete(Uncertain):
    """One of several numbers, each with its chance: a launch in time, or three or six months late."""

    kind: Annotated[Literal["discrete"], LABEL]
    possible: Annotated[dict[Name, Possibility], Field(min_length=1)]

    def reaches(self) -> tuple[float, float]:
        """The lowest and the highest that has a chance."""
        values = [each.value for each in self.possible.values() if each.chance > 0]
        return (min(values), max(values)) if values else (0.0, 0.0)

    def faults(self) -> Iterator[Wrong]:
        """The chances add up."""
        whole = sum(each.chance for each in self.possible.values())
        if abs(whole - 1) > 1e-6:
            message = f"has chances that add up to {percent(round(whole, 8))}; they must add up to 100%."
            yield Wrong("possible", message, "Change them until they do; what else may happen is a possibility too.")


class Normal(Uncertain):
    """A bell curve; ``lowest`` and ``highest`` cut it off, which has to be said and is never done silently."""

    kind: Annotated[Literal["normal"], LABEL]
    mean: Amount
    sd: Spread
    lowest: Amount | None = None
    highest: Amount | None = None

    def reaches(self) -> tuple[float, float]:
        """About 3.7 standard deviations to each side, or where it is cut off."""
        low, high = self.mean - _RARELY * self.sd, self.mean + _RARELY * self.sd
        return (
            low if self.lowest is None else max(low, self.lowest),
            high if self.highest is None else min(high, self.highest),
        )

    def faults(self) -> Iterator[Wrong]:
        """The ends are in their order and something of the curve lies between them."""
        low, high = self.lowest, self.highest
        if low is not None and high is not None and low > high:
            yield Wrong("lowest", f"is {number(low)} and above the highest, {number(high)}.", "Swap the two.")
        elif _crossed(self.reaches()):
            message = f"is {number(self.mean)}, so far outside the ends that nothing of the curve lies between them."
            yield Wrong("mean", message, "Move the mean or the ends, or make the sd larger.")


class Beta(Uncertain):
    """A share between nothing and all, with a mean and a standard deviation."""

    kind: Annotated[Literal["beta"], LABEL]
    mean: Chance
    sd: Spread

    def reaches(self) -> tuple[float, float]:
        """Anything between nothing and all."""
        return (0.0, 1.0) if self.sd > 0 else (self.mean, self.mean)

    def faults(self) -> Iterator[Wrong]:
        """No share can be further from its mean than all or nothing."""
        most = sqrt(self.mean * (1 - self.mean))
        if self.sd > 0 and self.sd >= most * (1 - 1e-9):
            message = f"is {percent(self.sd)}, more than any share with a mean of {percent(self.mean)} can spread."
            yield Wrong("sd", message, f"Write less than {percent(round(most, 6))}.")


class _BetweenEnds(Uncertain):
    """A guess of three numbers."""

    lowest: Amount
    likeliest: Amount
    highest: Amount

    def reaches(self) -> tuple[float, float]:
        """The two ends."""
        return self.lowest, self.highest

    def faults(self) -> Iterator[Wrong]:
        """The three are in their order."""
        low, middle, high = number(self.lowest), number(self.likeliest), number(self.highest)
        order = "Write lowest, likeliest and highest in rising order."
        if self.lowest > self.highest:
            yield Wrong("lowest", f"is {low} and above the highest, {high}.", order)
        elif not self.lowest <= self.likeliest <= self.highest:
            yield Wrong("likeliest", f"is {middle} and not between the lowest, {low}, and the highest, {high}.", order)


class Pert(_BetweenEnds):
    """Lowest, likeliest and highest, with most of the weight near the likeliest."""

    kind: Annotated[Literal["pert"], LABEL]
    weight: Above = 4.0


class Triangular(_BetweenEnds):
    """Lowest, likeliest and highest, with straight lines between them."""

    kind: Annotated[Literal["triangular"], LABEL]


class Lognormal(Uncertain):
    """A number above nothing that is as likely to be a third too high as a quarter too low: volumes, costs."""

    kind: Annotated[Literal["lognormal"], LABEL]
    mean: Above = 1.0
    sd: Spread

    def reaches(self) -> tuple[float, float]:
        """About 3.7 standard deviations of its logarithm to each side."""
        width, middle = self.log_sd * _RARELY, self.mean / sqrt(1 + (self.sd / self.mean) ** 2)
        return middle * exp(-width), middle * exp(width)

    @property
    def log_sd(self) -> float:
        """The standard deviation of its logarithm."""
        return sqrt(log(1 + (self.sd / self.mean) ** 2))


class RateRatio(Uncertain):
    """A relative reduction, stated as evaluators do: the ratio of two rates and its interval of confidence.

    A ratio of 0.90 is a reduction of 10 %. The logarithm of the ratio is taken as normal.
    """

    kind: Annotated[Literal["rate_ratio"], LABEL]
    ratio: Above
    low: Above
    high: Above
    confidence: Annotated[float, ODDS, Field(gt=0, lt=1, description="A share, such as 95%.")] = 0.95

    def reaches(self) -> tuple[float, float]:
        """The reductions at the far ends of the ratio."""
        width = self.log_sd * _RARELY
        return 1 - self.ratio * exp(width), 1 - self.ratio * exp(-width)

    @property
    def log_sd(self) -> float:
        """The standard deviation of the logarithm of the ratio."""
        return log(self.high / self.low) / (2 * NormalDist().inv_cdf((1 + self.confidence) / 2))

    def faults(self) -> Iterator[Wrong]:
        """The ratio lies in its interval."""
        low, ratio, high = number(self.low), number(self.ratio), number(self.high)
        if not self.low <= self.ratio <= self.high:
            message = f"is {ratio} and outside its own interval, from {low} to {high}."
            yield Wrong("ratio", message, "Write ratios and no reductions: a fall of a tenth is 0.9.")


class Evidence(Uncertain):
    """What earlier studies found, carried over to a new site.

    The mean is the estimate times what usually remains of it when a study is repeated; the variance is that of the
    estimate, times the square of the same, and on top of it that between sites. The standard error alone would be too
    sure.
    """

    kind: Annotated[Literal["evidence"], LABEL]
    estimate: Amount
    standard_error: Spread
    between_sites: Spread
    replication: Annotated[float, ODDS, Field(ge=0, le=2)] = 1.0

    @property
    def mean(self) -> float:
        """What is expected at a new site."""
        return self.replication * self.estimate

    @property
    def sd(self) -> float:
        """How uncertain that is."""
        return sqrt(self.replication**2 * self.standard_error**2 + self.between_sites**2)

    def reaches(self) -> tuple[float, float]:
        """About 3.7 standard deviations to each side."""
        return self.mean - _RARELY * self.sd, self.mean + _RARELY * self.sd


UncertainTerm = Annotated[
    Point | Discrete | Normal | Beta | Pert | Triangular | Lognormal | RateRatio | Evidence,
    Field(discriminator="kind"),
]


def _crossed(ends: tuple[float, float]) -> bool:
    return ends[0] > ends[1]
