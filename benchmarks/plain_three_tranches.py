"""The starter with three tranches as ordinary objects, one scenario at a time.

This is how the deal of ``deal_templates/starter_three_tranches.yaml`` would be written without a modelling engine: a
dataclass for each party, a loop over forty quarters, and numpy-financial for the four internal rates. It shares nothing
with sibmodel, so it can serve as the slow denominator of a benchmark and as a second opinion on the answer.

Instant 0 is financial close and instant ``t`` the end of quarter ``t``. At each instant costs of the quarter ahead are
paid; what the account lacks comes first from outcome payments already there and then from the two loans, in proportion to
what they have committed. What the city pays goes to interest and principal by rank; what is left is kept until all costs
are paid and all loans repaid, and then goes to the first-loss investor.

Example:
    >>> result = evaluate(Deal())
    >>> round(result.paid, 2), round(result.drawn, 2)
    (5445720.0, 1233057.14)
    >>> [round(each.irr, 4) for each in result.parties]
    [0.0509, 0.0931, 0.1103]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy_financial as npf  # type: ignore[import-untyped]

MONTHS_PER_QUARTER = 3
QUARTERS_PER_YEAR = 4
QUARTERS = 40
HALF_A_CENT = 0.005
TIERS = ((0.08, 500_000.0), (0.12, 900_000.0), (0.18, 1_300_000.0))
"""Reduction from which the city pays so much for fewer nights in hospital."""


@dataclass(frozen=True)
class Cohort:
    """People who start evenly over a number of months, after a ramp in which the pace rises from nothing."""

    people: float
    from_month: int
    over_months: int = 24
    ramp_months: int = 0

    def started_by(self, month: int) -> float:
        """How many have started by the end of a month."""
        gone = min(max(month - self.from_month, 0), self.over_months)
        at_full_pace = gone - min(gone, self.ramp_months)
        in_ramp = min(gone, self.ramp_months) ** 2 / (2 * self.ramp_months) if self.ramp_months else 0.0
        return self.people * (in_ramp + at_full_pace) / (self.over_months - self.ramp_months / 2)


@dataclass(frozen=True)
class Outcome:
    """A result of a person: how many reach it, what the city pays for each, and how long after the start."""

    rate: float
    price: float
    paid_after: int

    def due_at(self, started_at: int) -> int:
        """The first instant on or after the month of payment."""
        return started_at + math.ceil(self.paid_after / MONTHS_PER_QUARTER)


@dataclass(frozen=True)
class Deal:
    """What is expected, as far as a scenario may change it; the rest of the terms are constants."""

    first: float = 200.0
    second: float = 240.0
    third: float = 250.0
    settled: float = 0.62
    in_work: float = 0.38
    effect: float = 0.14
    price_settled: float = 5_600.0
    price_in_work: float = 8_200.0
    set_up: float = 240_000.0
    team_per_month: float = 42_000.0
    per_person: float = 1_200.0

    def cohorts(self) -> tuple[Cohort, ...]:
        """Three, one after the other."""
        return Cohort(self.first, 0, ramp_months=6), Cohort(self.second, 24), Cohort(self.third, 48)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Settled after six months and in work after twelve; three more until the money comes."""
        return Outcome(min(self.settled, 1.0), self.price_settled, 9), Outcome(min(self.in_work, 1.0), self.price_in_work, 15)


@dataclass
class Loan:
    """Money lent as the account needs it; interest on all that is owed, paid before principal."""

    commitment: float
    rate: float
    principal: float = 0.0
    interest: float = 0.0
    drawn: float = 0.0
    flows: list[float] = field(default_factory=list)

    def accrue(self) -> None:
        """Add the interest of a quarter."""
        self.interest += (self.principal + self.interest) * self.rate / QUARTERS_PER_YEAR

    def draw(self, asked: float) -> float:
        """Lend what is asked, as far as the commitment goes."""
        amount = min(asked, self.commitment - self.drawn)
        self.drawn += amount
        self.principal += amount
        return amount

    def take(self, cash: float) -> float:
        """Take interest and then principal from some cash; returns how much was taken."""
        interest = min(cash, self.interest)
        principal = min(cash - interest, self.principal)
        self.interest -= interest
        self.principal -= principal
        return interest + principal

    @property
    def owed(self) -> float:
        """All that is owed."""
        return self.principal + self.interest


@dataclass
class FirstLoss:
    """Money put in at financial close, which is owed nothing and gets what is left."""

    commitment: float = 350_000.0
    flows: list[float] = field(default_factory=list)


@dataclass
class City:
    """The payer: what it owes by instant, up to its maximum over the life of the deal."""

    maximum: float = 7_000_000.0
    owed: dict[int, float] = field(default_factory=dict)
    paid: float = 0.0

    def owe(self, amount: float, instant: int) -> None:
        """Promise an amount at an instant."""
        self.owed[instant] = self.owed.get(instant, 0.0) + amount

    def pay(self, instant: int) -> float:
        """Pay what is owed at an instant, as far as the maximum goes."""
        amount = min(self.owed.get(instant, 0.0), self.maximum - self.paid)
        self.paid += amount
        return amount


@dataclass(frozen=True)
class Party:
    """What a party put in, got back, and earned in a year; not a number where there is no rate."""

    drawn: float
    returned: float
    irr: float


@dataclass(frozen=True)
class Result:
    """What one scenario comes to: for the city, for each tranche by rank, and for all investors together."""

    paid: float
    parties: tuple[Party, ...]
    total: Party

    @property
    def drawn(self) -> float:
        """What all investors put in."""
        return self.total.drawn


@dataclass
class Vehicle:
    """The company between the parties: one account for costs, one for what comes in."""

    senior: Loan
    mezzanine: Loan
    first_loss: FirstLoss
    delivery: float = 0.0
    income: float = 0.0

    def fund(self, cost: float, at_close: float) -> tuple[float, float]:
        """Pay a cost: from the account, from income that is there, then from both loans."""
        need = max(0.0, cost - self.delivery - at_close)
        reused = min(need, self.income)
        self.income -= reused
        both = self.senior.commitment + self.mezzanine.commitment
        drawn = [loan.draw((need - reused) * loan.commitment / both) for loan in (self.senior, self.mezzanine)]
        in_hand = self.delivery + at_close + sum(drawn) + reused
        self.delivery = in_hand - min(cost, in_hand)
        return drawn[0], drawn[1]

    def distribute(self, received: float, cost_to_come: float) -> tuple[float, float, float]:
        """Pay the loans by rank from what is not needed for costs to come, and then the first-loss investor."""
        self.income += received
        if cost_to_come <= HALF_A_CENT:
            self.income, self.delivery = self.income + self.delivery, 0.0
        available = self.income - min(self.income, max(0.0, cost_to_come - self.delivery))
        senior = self.senior.take(available)
        mezzanine = self.mezzanine.take(available - senior)
        repaid = self.senior.owed + self.mezzanine.owed <= HALF_A_CENT
        surplus = available - senior - mezzanine if repaid and cost_to_come <= HALF_A_CENT else 0.0
        self.income -= senior + mezzanine + surplus
        return senior, mezzanine, surplus


def tier(effect: float) -> float:
    """What the highest step that is reached pays."""
    return max((pays for at_least, pays in TIERS if effect >= at_least - 1e-9), default=0.0)


def starts(deal: Deal) -> list[float]:
    """How many people start in the quarter up to each instant."""
    by_then = [sum(each.started_by(t * MONTHS_PER_QUARTER) for each in deal.cohorts()) for t in range(QUARTERS + 1)]
    return [by_then[0], *(now - before for before, now in zip(by_then, by_then[1:], strict=False))]


def costs(deal: Deal, people: Sequence[float]) -> list[float]:
    """What the vehicle pays at each instant: the team a quarter ahead, for 84 months."""
    amounts = [deal.per_person * each for each in people]
    amounts[0] += deal.set_up
    for instant in range(28):
        amounts[instant] += deal.team_per_month * MONTHS_PER_QUARTER
    return amounts


def promises(deal: Deal, people: Sequence[float]) -> City:
    """What the city will owe, and when."""
    city = City()
    for outcome in deal.outcomes():
        for instant, each in enumerate(people):
            city.owe(each * outcome.rate * outcome.price, outcome.due_at(instant))
    city.owe(tier(deal.effect), math.ceil((84 + 6 + 3) / MONTHS_PER_QUARTER))
    return city


def to_the_cent(flows: Sequence[float]) -> list[float]:
    """Flows whose running sum is rounded to the cent, as money is paid."""
    rounded, before, so_far = [], 0.0, 0.0
    for flow in flows:
        so_far += flow
        now = math.copysign(math.floor(abs(so_far) * 100 + 0.5) / 100, so_far)
        rounded.append(now - before)
        before = now
    return rounded


def party(flows: Sequence[tuple[float, float]]) -> Party:
    """Sums and yearly return of what was put in and what came back at each instant."""
    net = to_the_cent([back - put_in for put_in, back in flows])
    per_quarter = float(npf.irr(net))
    yearly = (1.0 + per_quarter) ** QUARTERS_PER_YEAR - 1.0
    return Party(sum(put_in for put_in, _ in flows), sum(back for _, back in flows), yearly)


def evaluate(deal: Deal) -> Result:
    """Run the deal once, quarter by quarter.

    Args:
        deal: What is expected.

    Returns:
        Payments, and draws, returns and internal rate of each tranche and of all together.
    """
    people = starts(deal)
    cost, city = costs(deal, people), promises(deal, people)
    vehicle = Vehicle(Loan(1_100_000.0, 0.05), Loan(700_000.0, 0.09), FirstLoss())
    books: list[list[tuple[float, float]]] = [[], [], []]
    to_come = sum(cost)
    for instant in range(QUARTERS + 1):
        to_come -= cost[instant]
        if instant:
            vehicle.senior.accrue()
            vehicle.mezzanine.accrue()
        at_close = vehicle.first_loss.commitment if instant == 0 else 0.0
        drawn = (*vehicle.fund(cost[instant], at_close), at_close)
        paid = vehicle.distribute(city.pay(instant), to_come)
        for book, put_in, back in zip(books, drawn, paid, strict=True):
            book.append((put_in, back))
    together = [(sum(a for a, _ in at), sum(b for _, b in at)) for at in zip(*books, strict=True)]
    return Result(city.paid, tuple(party(book) for book in books), party(together))


def main() -> None:
    """Print the deal as planned."""
    result = evaluate(Deal())
    print(f"paid {result.paid:,.2f}, drawn {result.drawn:,.2f}, irr {result.total.irr:.4%} a year")
    for name, each in zip(("senior", "mezzanine", "first loss"), result.parties, strict=True):
        print(f"{name}: drawn {each.drawn:,.2f}, returned {each.returned:,.2f}, irr {each.irr:.4%} a year")


if __name__ == "__main__":
    main()
