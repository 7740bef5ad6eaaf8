"""Price: what an outcome must be paid with so that investors come in.

Three answers, by what investors ask for. At a target rate, what is expected must be worth what it costs; every second
deal then loses money by that rate. With a chance of loss that is bearable, bad luck within it must be covered too. And
who dislikes spread as such asks for its certain equivalent. The last two may have no answer at any price, for a higher
price raises the stakes along with the reward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from sibmodel.analysis.closed.present import moved, present_value
from sibmodel.graph.expressions import GUARD
from sibmodel.risk import bounds, normal


@dataclass(frozen=True, slots=True)
class NoPrice:
    """There is no price that does it.

    Args:
        because: Why, in words that follow "there is no price, because".
    """

    because: str


@dataclass(frozen=True, slots=True)
class Price:
    """What an outcome must be paid with.

    Args:
        amount: For each outcome, in money of the day of payment. Below nought where other income covers all costs.
        cost: What is to be covered, in money of today.
        outcomes: The outcomes that are paid for, each discounted from its day of payment.
    """

    amount: float
    cost: float
    outcomes: float


def price_for_rate(
    costs: Mapping[float, float],
    outcomes: Mapping[float, float],
    rate: float,
    *,
    other_income: Mapping[float, float] | None = None,
) -> Price | NoPrice:
    """The price at which what is expected returns a rate: present costs over present outcomes.

    Args:
        costs: What is put in after so many years.
        outcomes: The expected number of outcomes that are paid for after so many years.
        rate: The rate that investors ask for, a year.
        other_income: What comes in besides, after so many years.

    Returns:
        The price; none where no outcome is expected.

    Example:
        >>> found = price_for_rate({0: 900_000, 1: 600_000}, {3: 75}, 0.08)
        >>> round(found.amount, 3), round(found.cost, 2)
        (24447.744, 1455555.56)
    """
    bounds.at_least(0.0, cost=list(costs.values()), outcomes=list(outcomes.values()))
    cost = present_value(costs, rate) - present_value(other_income or {}, rate)
    paid_for = present_value(outcomes, rate)
    if not paid_for > 0:
        return NoPrice("no outcome is expected")
    return Price(cost / paid_for, cost, paid_for)


def raised_by_delay(rate: float, months: float) -> float:
    """By which share a price rises when all payments come so many months later.

    Example:
        >>> round(raised_by_delay(0.08, 1), 6), round(raised_by_delay(0.08, 18), 6)
        (0.006434, 0.122369)
    """
    return moved(1.0, rate, months / 12.0) - 1.0


# --- with risk ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LoadedPrice:
    """A price that leaves no more than some chance of loss, beside the one that is right on average.

    Args:
        amount: For each outcome, in money of the day of payment.
        neutral: The price at which what is expected returns the rate.
        loss_at_neutral: The chance of loss at that one.
    """

    amount: float
    neutral: float
    loss_at_neutral: float

    @property
    def loading(self) -> float:
        """By which share the price is above the one that is right on average."""
        return self.amount / self.neutral - 1.0


def price_for_chance(
    cost: float, mean: float, sd: float, *, years: float, rate: float, chance: float
) -> LoadedPrice | NoPrice:
    """The price at which investors earn less than a rate with no more than some chance.

    Outcomes are measured as a normal number, and each is paid, without a cap and without a floor.

    Args:
        cost: What is put in, in money of today, above 0.
        mean: Outcomes expected.
        sd: Standard deviation of what is measured of them.
        years: Until payment.
        rate: The rate, a year, below which there is a loss.
        chance: The chance of loss that is borne, above 0 and below 1.

    Returns:
        The price; none where outcomes fail to come with that chance, for then no price helps.

    Raises:
        ValueError: If one of them cannot be.

    Example:
        >>> found = price_for_chance(1_455_555.56, 75, 22.1218, years=3, rate=0.08, chance=0.10)
        >>> round(found.amount), round(found.loading, 3), found.loss_at_neutral
        (39305, 0.608, 0.5)
        >>> price_for_chance(1_455_555.56, 75, 60.0, years=3, rate=0.08, chance=0.10)
        NoPrice(because='with a chance of 10.6 % no outcome is measured at all, and 10.0 % is borne')
    """
    bounds.more_than(0.0, cost=cost)
    bounds.at_least(0.0, sd=sd)
    bounds.finite(cost=cost, mean=mean, sd=sd)
    bounds.levels(chance=chance)
    due = moved(cost, rate, years)
    counted_on = mean + float(normal.quantile(chance)) * sd
    if not mean > 0:
        return NoPrice("no outcome is expected")
    if not counted_on > 0:
        none = float(normal.cdf(-mean / sd))
        return NoPrice(
            f"with a chance of {none:.1%} no outcome is measured at all, and {chance:.1%} is borne".replace("%", " %")
        )
    return LoadedPrice(due / counted_on, due / mean, 0.5 if sd > 0 else 0.0)


def spread_borne(price: float, cost: float, mean: float, *, years: float, rate: float, chance: float) -> float | None:
    """How far outcomes may spread so that a price leaves no more than some chance of loss.

    It says how exact an evaluation, or how large a programme, must be so that a price that a government can pay is one
    that investors can take.

    Args:
        price: For each outcome, above 0.
        cost: What is put in, in money of today, above 0.
        mean: Outcomes expected, above 0.
        years: Until payment.
        rate: The rate, a year, below which there is a loss.
        chance: The chance of loss that is borne, above 0 and below one half.

    Returns:
        A standard deviation of outcomes; None where the price is too low even without any spread.

    Raises:
        ValueError: If one of them cannot be.

    Example:
        >>> round(spread_borne(39_305.27, 1_455_555.56, 75, years=3, rate=0.08, chance=0.10), 3)
        22.122
        >>> spread_borne(20_000, 1_455_555.56, 75, years=3, rate=0.08, chance=0.10) is None
        True
    """
    bounds.more_than(0.0, price=price, cost=cost, mean=mean)
    bounds.finite(price=price, cost=cost, mean=mean)
    if not 0 < chance < 0.5:
        raise ValueError(f"chance must be above 0 and below one half; it is {chance:g}")
    to_spare = mean - moved(cost, rate, years) / price
    if to_spare < -GUARD * mean:
        return None
    return max(to_spare, 0.0) / -float(normal.quantile(chance))


def price_for_certainty(cost: float, mean: float, sd: float, *, aversion: float) -> float | NoPrice:
    """The price at which what is paid is worth its cost to somebody who dislikes spread: the certain equivalent.

    Half the aversion times the variance is taken off what is expected. The variance grows with the square of the price,
    so that beyond some price a higher one is worth less.

    Args:
        cost: What is put in, in money of today.
        mean: Outcomes expected, each discounted from its day of payment.
        sd: Standard deviation of them, discounted likewise.
        aversion: Constant absolute risk aversion, for each unit of money; 0 for none.

    Returns:
        The lower of the two prices that do it; none where no price does.

    Raises:
        ValueError: If one of them cannot be.

    Example:
        >>> round(price_for_certainty(1_455_555.56, 59.5374, 17.5610, aversion=1e-6))
        26230
        >>> price_for_certainty(1_455_555.56, 59.5374, 17.5610, aversion=1e-5).because
        'for certain, what is paid is worth no more than 574,713 at any price, and the cost is 1,455,556'
    """
    bounds.at_least(0.0, cost=cost, sd=sd, aversion=aversion)
    bounds.finite(cost=cost, mean=mean, sd=sd, aversion=aversion)
    if not mean > 0:
        return NoPrice("no outcome is expected")
    curve = aversion * sd**2
    left = mean**2 - 2.0 * curve * cost
    if left < 0:
        most = mean**2 / (2.0 * curve)
        return NoPrice(
            f"for certain, what is paid is worth no more than {most:,.0f} at any price, and the cost is {cost:,.0f}"
        )
    # the same as (mean - sqrt(left)) / curve, without the digits that this would lose, and without dividing by nought
    return 2.0 * cost / (mean + sqrt(left))
