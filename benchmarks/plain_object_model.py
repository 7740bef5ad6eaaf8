"""The Denver supportive-housing bond as ordinary objects, one scenario at a time.

This is how the deal would be written without a modelling engine: a dataclass for each party, a loop
over the quarters, and an IRR found from the list of flows. It shares nothing with sibmodel, so it can
serve as the slow denominator of a benchmark and as a second opinion on the answer.

The quarters are counted by *instants*: instant 0 is financial close and instant ``t`` is the end of
quarter ``t``. At each instant the vehicle pays the cost of the quarter that opens, the investors fund
what the account lacks, and the city's payment goes to the investors: principal first, then surplus.
Flows at the same instant are summed before the IRR is taken.

Example:
    >>> result = evaluate(days=(12_458, 55_397, 99_206, 91_797, 41_070), reduction=0.38)
    >>> round(result.paid, 2), result.drawn
    (9638911.36, 8600000.0)
    >>> round(result.multiple, 4), round(result.irr, 4)
    (1.1208, 0.0431)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy_financial as npf  # type: ignore[import-untyped]

MONTHS_PER_QUARTER = 3
QUARTERS_PER_YEAR = 4
QUARTERS = 24
SERVICE_QUARTERS = 20

PRICE_PER_DAY = 15.12
COST_PER_QUARTER = 430_000.0
COMMITMENT = 8_600_000.0
HOUSING_LIMIT = 5_290_000.0
PAYER_LIMIT = 11_420_000.0


@dataclass(frozen=True)
class Reading:
    """A measurement of results, and how long the city takes to pay for it.

    Attributes:
        month: The month the measured stretch ends, counted from the start of the deal.
        verified_after: Months from the measurement to the evaluator's report.
        paid_after: Months from the report to the payment.
    """

    month: int
    verified_after: int
    paid_after: int = 1

    def earned_at(self) -> int:
        """The first instant on or after the month of measurement."""
        return instant_of(self.month)

    def paid_at(self) -> int:
        """The first instant on or after the month of payment."""
        return instant_of(self.month + self.verified_after + self.paid_after)


HOUSING_READINGS = (
    Reading(18, verified_after=3),
    Reading(30, verified_after=3),
    Reading(42, verified_after=3),
    Reading(54, verified_after=3),
    Reading(60, verified_after=6),
)
JAIL_READING = Reading(60, verified_after=6)


def instant_of(month: int) -> int:
    """The first quarter-end that is not before a month counted from the start."""
    return math.ceil(month / MONTHS_PER_QUARTER)


@dataclass
class Limit:
    """A lifetime limit, used up in order of time."""

    amount: float
    used: float = 0.0

    def allow(self, asked: float) -> float:
        """As much of ``asked`` as is left under the limit; what is allowed is used up."""
        allowed = min(asked, self.amount - self.used)
        self.used += allowed
        return allowed


@dataclass
class HousingTerm:
    """A price for each adjusted day in housing, up to a lifetime limit."""

    price_per_day: float
    limit: Limit = field(default_factory=lambda: Limit(HOUSING_LIMIT))

    def due(self, days: float) -> float:
        """What a reading of ``days`` adds to the city's debt, after the limit of the term."""
        return self.limit.allow(max(0.0, days) * self.price_per_day)


@dataclass(frozen=True)
class JailTerm:
    """A schedule for the reduction in jail days: a jump at the threshold, then two slopes.

    The amount at the threshold is the full price of every point from zero: 20 x 160,000. Above 65
    points nothing more is earned.
    """

    threshold: float = 20.0
    bend: float = 30.0
    top: float = 65.0
    price_to_bend: float = 160_000.0
    price_to_top: float = 38_000.0

    def due(self, reduction: float) -> float:
        """What a ``reduction`` (0.38 is 38 %) earns."""
        # Ten decimals undo the binary dust of 100 x reduction, so that exactly 20 % meets the threshold.
        points = round(100.0 * reduction, 10)
        if points < self.threshold:
            return 0.0
        to_bend = min(points, self.bend)
        to_top = min(points, self.top) - to_bend
        return to_bend * self.price_to_bend + to_top * self.price_to_top


@dataclass
class Payer:
    """The city: it owes what the terms earn, within its own limit, and pays on the dates agreed."""

    limit: Limit = field(default_factory=lambda: Limit(PAYER_LIMIT))
    owed: dict[int, float] = field(default_factory=dict)

    def owe(self, amount: float, paid_at: int) -> None:
        """Promise ``amount`` at an instant, as far as the limit allows."""
        self.owed[paid_at] = self.owed.get(paid_at, 0.0) + self.limit.allow(amount)

    def pay(self, instant: int) -> float:
        """What the city pays at an instant."""
        return self.owed.get(instant, 0.0)


@dataclass
class Investors:
    """The pooled lenders: a commitment drawn as needed, repaid by a sweep, then given the surplus."""

    commitment: float = COMMITMENT
    drawn: float = 0.0
    repaid: float = 0.0
    surplus: float = 0.0
    flows: list[float] = field(default_factory=list)

    @property
    def outstanding(self) -> float:
        """Principal drawn and not yet repaid."""
        return self.drawn - self.repaid

    def draw(self, needed: float) -> float:
        """Fund ``needed`` as far as the commitment allows; principal repaid cannot be drawn again."""
        amount = min(needed, self.commitment - self.drawn)
        self.drawn += amount
        return amount

    def receive(self, amount: float) -> None:
        """Take a payment: principal outstanding first, then surplus."""
        principal = min(amount, self.outstanding)
        self.repaid += principal
        self.surplus += amount - principal


@dataclass
class Vehicle:
    """The company between the parties, with an account that holds money drawn until costs are paid."""

    investors: Investors
    delivery_account: float = 0.0
    unfunded: float = 0.0

    def pay_cost(self, cost: float) -> float:
        """Pay a cost from the account, drawing what it lacks; returns the amount drawn."""
        drawn = self.investors.draw(max(0.0, cost - self.delivery_account))
        self.delivery_account += drawn
        paid = min(cost, self.delivery_account)
        self.delivery_account -= paid
        self.unfunded += cost - paid
        return drawn


@dataclass(frozen=True)
class Result:
    """What one scenario comes to.

    Attributes:
        paid: Outcome payments of the city over the life of the deal.
        drawn: Principal drawn from the investors.
        multiple: What the investors got back for each dollar drawn; not a number if nothing was drawn.
        irr: The investors' yearly return, from quarterly flows; not a number if they got nothing back.
        unfunded: Costs the commitment was too small to cover; zero at the deal's own terms.
    """

    paid: float
    drawn: float
    multiple: float
    irr: float
    unfunded: float


def yearly_return(flows: Sequence[float]) -> float:
    """The IRR of quarterly flows as a rate per year, compounded over four quarters."""
    per_quarter = float(npf.irr(flows))
    return (1.0 + per_quarter) ** QUARTERS_PER_YEAR - 1.0


def evaluate(
    days: Sequence[float],
    reduction: float,
    price_per_day: float = PRICE_PER_DAY,
    cost_per_quarter: float = COST_PER_QUARTER,
) -> Result:
    """Run the deal once, quarter by quarter.

    Args:
        days: Adjusted days in housing at each of the five readings.
        reduction: Reduction in jail days at the last reading, as a fraction: 0.38 is 38 %.
        price_per_day: What the city pays for an adjusted day.
        cost_per_quarter: What the programme costs in each of its twenty quarters, paid in advance.

    Returns:
        Payments, principal drawn, multiple and IRR of the scenario.

    Raises:
        ValueError: If there are not as many counts of days as readings.
    """
    housing, jail, city = HousingTerm(price_per_day), JailTerm(), Payer()
    investors = Investors()
    vehicle = Vehicle(investors)
    paid = 0.0

    for instant in range(QUARTERS + 1):
        cost = cost_per_quarter if instant < SERVICE_QUARTERS else 0.0
        drawn = vehicle.pay_cost(cost)

        for reading, count in zip(HOUSING_READINGS, days, strict=True):
            if reading.earned_at() == instant:
                city.owe(housing.due(count), reading.paid_at())
        if JAIL_READING.earned_at() == instant:
            city.owe(jail.due(reduction), JAIL_READING.paid_at())

        payment = city.pay(instant)
        investors.receive(payment)
        investors.flows.append(payment - drawn)
        paid += payment

    received = investors.repaid + investors.surplus
    return Result(
        paid=paid,
        drawn=investors.drawn,
        multiple=received / investors.drawn if investors.drawn else math.nan,
        irr=yearly_return(investors.flows),
        unfunded=vehicle.unfunded,
    )


def main() -> None:
    """Print the deal as it turned out."""
    result = evaluate(days=(12_458, 55_397, 99_206, 91_797, 41_070), reduction=0.38)
    print(f"paid {result.paid:,.2f}, drawn {result.drawn:,.2f}")
    print(f"multiple {result.multiple:.4f}, irr {result.irr:.4%} a year")


if __name__ == "__main__":
    main()
