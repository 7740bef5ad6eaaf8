"""Direct funding beside an outcomes contract: what government pays more if it works, and saves if it does not.

Paying for the service costs the same whatever comes of it. Paying for outcomes costs nothing for outcomes that do not
come, and what the contract itself costs in any case. So it is an insurance: its premium is what it costs more at the
plan, and what it covers is what direct funding would have spent for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.analysis.closed.present import moved
from sibmodel.risk import bounds


@dataclass(frozen=True, slots=True)
class OutcomesContract:
    """A contract that pays a price for each outcome at one date.

    Args:
        price: For each outcome, in money of the day of payment, above 0.
        people: How many are served, so that people x effect are outcomes, above 0.
        years: Until payment.
        fixed: What the contract costs whatever comes, in money of today.
        rate: The rate at which government discounts, a year.

    Raises:
        ValueError: If one of them cannot be.

    Example:
        >>> contract = OutcomesContract(24_447.744, 1000, years=3, fixed=250_000, rate=0.08)
        >>> round(contract.cost(0.075), 2), contract.cost(-0.01)
        (1705555.56, 250000.0)
        >>> round(contract.breaks_even(1_455_555.56), 6)
        0.062118
    """

    price: float
    people: float
    years: float
    fixed: float
    rate: float

    def __post_init__(self) -> None:
        bounds.more_than(0.0, price=self.price, people=self.people)
        bounds.at_least(0.0, years=self.years, fixed=self.fixed)
        bounds.more_than(-1.0, rate=self.rate)

    @property
    def for_all(self) -> float:
        """What would be paid if everybody served were an outcome, in money of today."""
        return moved(self.price * self.people, self.rate, -self.years)

    def cost(self, effect: float) -> float:
        """What it costs at a true effect, in money of today; harm is not paid back.

        Args:
            effect: Outcomes for each person served.
        """
        return self.fixed + self.for_all * max(effect, 0.0)

    def breaks_even(self, direct: float) -> float | None:
        """The true effect at which it costs as much as direct funding; above it, more.

        Args:
            direct: What direct funding costs, in money of today.

        Returns:
            The effect; None where the contract costs more at any.
        """
        return (direct - self.fixed) / self.for_all if direct >= self.fixed else None


@dataclass(frozen=True, slots=True)
class Insurance:
    """An outcomes contract against direct funding of the same service.

    Args:
        premium: What it costs more at the plan; below nought where it costs less.
        covered: What it costs less where there is no effect.
        breaks_even: The true effect at which both cost the same; None where the contract costs more at any.
    """

    premium: float
    covered: float
    breaks_even: float | None


def insurance(contract: OutcomesContract, direct: float, *, plan: float) -> Insurance:
    """What is paid for moving the risk of failure, and what is moved.

    Args:
        contract: The outcomes contract.
        direct: What direct funding costs, in money of today.
        plan: The true effect that is planned.

    Raises:
        ValueError: If direct funding costs less than nothing.

    Example:
        >>> contract = OutcomesContract(24_447.744, 1000, years=3, fixed=250_000, rate=0.08)
        >>> found = insurance(contract, 1_455_555.56, plan=0.075)
        >>> round(found.premium), round(found.covered)
        (250000, 1205556)
    """
    bounds.at_least(0.0, direct=direct)
    bounds.finite(direct=direct, plan=plan)
    return Insurance(contract.cost(plan) - direct, direct - contract.cost(0.0), contract.breaks_even(direct))
