"""Repayment: when the principal of a loan falls due.

*sweep*: whenever there is cash. *bullet*: in one sum when the loan matures. *instalments*: in equal parts of principal
at each period end from the first repayment to maturity. *annuity*: so that interest and principal together are level.
*surplus*: never owed; the loan's share of the surplus redeems it, from its maturity on.

What falls due and cannot be paid stays due. A draw between the first repayment and maturity spreads over what is left.
"""

from __future__ import annotations

from typing import Final

from sibmodel.deal.capital.claims import Claim, Debt, PlannedDebt, WaitingDebt
from sibmodel.deal.capital.stake import Stake
from sibmodel.graph.expressions import (
    Expression,
    Number,
    above,
    add_up,
    choose,
    cumulative,
    minimum,
    power,
    ratio,
    total,
)
from sibmodel.graph.model import Balance, Line
from sibmodel.graph.units import MONEY, MONTHS, NUMBER

PLANNED: Final = ("annuity", "instalments")


def has_matured(stake: Stake) -> Line:
    """1 from the instant on that takes the month of maturity."""
    matures = stake.writer.read("matures", MONTHS)
    stake.clock.check_within(stake.writer, "matures", matures, "the maturity of the loan")
    return stake.writer.pen.line(
        "has_matured", f"{stake.writer.title}: has matured", stake.clock.due_by(stake.clock.reached(matures))
    )


def principal_claim(stake: Stake, how: str, balance: Balance, rate: Expression, matured: Line | None) -> Claim:
    """The claim for principal, by the way in which it is repaid."""
    if how == "surplus":
        assert matured is not None
        return Redemption(stake, balance, matured)
    if how == "bullet" and matured is not None:
        return WaitingDebt(stake.writer, "principal", balance, stake.drawn, matured)
    if how in PLANNED and matured is not None:
        not_due = _not_due(stake, rate if how == "annuity" else None, matured)
        return PlannedDebt(stake.writer, "principal", balance, stake.drawn, not_due)
    return Debt(stake.writer, "principal", balance, stake.drawn)


class Redemption(Claim):
    """Principal that is not owed: the loan's share of the surplus redeems it, as far as it goes."""

    def __init__(self, stake: Stake, balance: Balance, matured: Line) -> None:
        super().__init__(stake.writer, "principal")
        self.stake = stake
        self.balance = balance
        self.matured = matured

    def asks(self, left: Expression) -> Expression:
        """No step pays it."""
        raise AssertionError

    def close(self) -> None:
        """Book its share of the surplus, as far as there is principal."""
        came = [self.stake.surplus] if self.stake.surplus is not None else []
        label = f"{self.writer.title}: principal redeemed from the surplus"
        whole = self.balance.opening + self.stake.drawn
        redeemed = self.writer.pen.flow("redeemed", label, minimum(whole, add_up(list(came), MONEY)), unit=MONEY)
        self.balance.close([self.stake.drawn], [redeemed])


def _not_due(stake: Stake, rate: Expression | None, matured: Line) -> Line:
    """The principal that is not due yet: a corkscrew of draws and of what falls due."""
    pen, title = stake.writer.pen, stake.writer.title
    balance = pen.balance("not_due", f"{title}: principal not due yet", MONEY, stake.clock.axis)
    part = balance.opening * _part(stake, rate)
    falls_due = pen.flow(
        "falls_due", f"{title}: principal that falls due", choose(matured, balance.opening + stake.drawn, part)
    )
    return balance.close([stake.drawn], [falls_due])


def _part(stake: Stake, rate: Expression | None) -> Expression:
    """The part of the principal not due yet that falls due: 1 / n, or what keeps n payments level."""
    clock, pen, title = stake.clock, stake.writer.pen, stake.writer.title
    first, matures = stake.writer.read("first_repayment", MONTHS), stake.writer.read("matures", MONTHS)
    clock.check_within(stake.writer, "first_repayment", first, "the first repayment")
    pays = pen.line("repays", f"{title}: repayment day", clock.reached(first) * above(matures, clock.opens))
    left = pen.line("repayments_left", f"{title}: repayments left", total(pays) - cumulative(pays) + pays, unit=NUMBER)
    equal = ratio(pays, left, 0)
    if rate is None:
        return equal
    full = ratio(clock.ahead - clock.closes, Number(12.0, MONTHS), 0)
    charged = pen.line("rate_of_a_period", f"{title}: interest rate of a full period", rate * full)
    return pays * ratio(charged, power(1 + charged, left) - 1, equal)
