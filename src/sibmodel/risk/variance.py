"""Where variance comes from: doubt about the programme, about a cohort, or mere chance among people.

Only the last shrinks with people, the middle one with cohorts, and the first with neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.risk import bounds


@dataclass(frozen=True, slots=True)
class RateVariance:
    """The variance of the mean outcome rate over some cohorts, by what it comes from.

    Args:
        parameter: Doubt about the rate itself, which all cohorts share.
        cohort: Cohorts that differ.
        sampling: Chance among people.

    Example:
        >>> parts = variance_of_rate(mean=0.40, sd=0.05, icc=0.02, people=300, cohorts=3)
        >>> round(parts.total, 9), {name: round(share, 4) for name, share in parts.shares().items()}
        (0.004341944, {'parameter': 0.5758, 'cohort': 0.3647, 'sampling': 0.0596})
    """

    parameter: float
    cohort: float
    sampling: float

    @property
    def total(self) -> float:
        """The variance."""
        return self.parameter + self.cohort + self.sampling

    def shares(self) -> dict[str, float]:
        """Each part as a share of the whole; all nothing where nothing varies."""
        whole = self.total or 1.0
        return {"parameter": self.parameter / whole, "cohort": self.cohort / whole, "sampling": self.sampling / whole}


def variance_of_rate(*, mean: float, sd: float, icc: float, people: int, cohorts: int) -> RateVariance:
    """The variance of the mean rate, tau^2 + icc q / m + (1 - icc) q / (n m), with q = mean (1 - mean) - tau^2.

    Args:
        mean: The rate expected.
        sd: Doubt about it, tau.
        icc: Correlation within a cohort.
        people: People of a cohort, n.
        cohorts: Cohorts, m.

    Raises:
        ValueError: If there is nobody to have a rate, or a share with that mean cannot be that doubtful.
    """
    bounds.shares(mean=mean)
    bounds.at_least(0.0, sd=sd)
    bounds.below_one(icc=icc)
    bounds.at_least(1, people=people, cohorts=cohorts)
    most = (mean * (1 - mean)) ** 0.5
    if sd > most:
        raise ValueError(f"a rate with mean {mean:g} cannot have an sd of {sd:g}; the most is {most:g}")
    between = max(mean * (1 - mean) - sd**2, 0.0)
    return RateVariance(sd**2, icc * between / cohorts, (1 - icc) * between / (people * cohorts))


@dataclass(frozen=True, slots=True)
class ProductIndices:
    """Sobol's indices of a product of two independent numbers, such as effect x volume.

    Args:
        variance: Variance of the product.
        first: Share of it that the first explains alone.
        second: Share that the second explains alone.
        together: Share that only both together explain.
    """

    variance: float
    first: float
    second: float
    together: float

    @property
    def total_first(self) -> float:
        """What would be gone if the first were known."""
        return self.first + self.together

    @property
    def total_second(self) -> float:
        """What would be gone if the second were known."""
        return self.second + self.together


def indices_of_product(mean_1: float, sd_1: float, mean_2: float, sd_2: float) -> ProductIndices:
    """Sobol's indices of a product in closed form; all nothing where nothing varies.

    Example:
        >>> shares = indices_of_product(0.08, 0.04, 1000.0, 120.0)
        >>> round(shares.first, 6), round(shares.second, 6), round(shares.together, 6)
        (0.932836, 0.053731, 0.013433)
    """
    bounds.at_least(0.0, sd_1=sd_1, sd_2=sd_2)
    alone = (sd_1 * mean_2) ** 2, (sd_2 * mean_1) ** 2, (sd_1 * sd_2) ** 2
    variance = sum(alone)
    whole = variance or 1.0
    return ProductIndices(variance, *(part / whole for part in alone))
