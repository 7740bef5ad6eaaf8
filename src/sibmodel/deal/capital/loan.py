"""Loan: principal that is owed, and interest on what was owed at the instant before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from sibmodel.deal.capital.claims import Debt, Distribution, WaitingDebt
from sibmodel.deal.capital.interest import (
    DayCount,
    InterestRate,
    RateStep,
    rate_in_force,
    rates_in_words,
    year_fraction,
)
from sibmodel.deal.capital.repayment import PLANNED, Redemption, has_matured, principal_claim
from sibmodel.deal.capital.said import Milestone, Month, Pair, Percent, Words
from sibmodel.deal.capital.sharing import SharingFunding
from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.part import SHAPE, Months, Name
from sibmodel.graph.expressions import Expression
from sibmodel.graph.model import Balance, Line
from sibmodel.graph.units import MONEY, SHARE


class Loan(SharingFunding):
    """A loan, of any rank: its rank is its place in the order of payments.

    Interest is paid at each instant, or rolled up and paid with the principal of a bullet. Compound interest is
    charged on unpaid interest too, which is added at the end of each period of the deal; simple interest is not. See
    `repayment.py` for the ways of repayment.
    """

    kind: Annotated[Literal["loan"], SHAPE]
    interest_rate: InterestRate = 0.0
    rates: dict[Name, RateStep] = {}
    day_count: Annotated[DayCount, SHAPE] = "30/360"
    compounding: Annotated[Literal["simple", "compound"], SHAPE] = "compound"
    interest: Annotated[Literal["paid", "rolled_up"], SHAPE] = "paid"
    repayment: Annotated[Literal["sweep", "bullet", "instalments", "annuity", "surplus"], SHAPE] = "sweep"
    first_repayment: Months | None = None
    matures: Months | None = None
    commitment_fee: InterestRate | None = None

    # --- lines ---------------------------------------------------------------------------------------------------

    def open(self, stake: Stake) -> None:
        """Interest, principal, the commitment fee, and what legs pass on."""
        super().open(stake)
        matured = has_matured(stake) if self.repayment != "sweep" and self.matures is not None else None
        principal = stake.writer.pen.balance("principal", f"{stake.writer.title}: principal", MONEY, stake.clock.axis)
        rate = rate_in_force(stake.writer, stake.clock, self.rates)
        stake.claims["interest"] = self._interest(stake, principal, rate, matured)
        stake.claims["principal"] = principal_claim(stake, self.repayment, principal, rate, matured)
        if self.commitment_fee is not None:
            stake.claims["fee"] = self._fee(stake)
        stake.claims["distribution"] = Distribution(stake.writer)

    def _interest(self, stake: Stake, principal: Balance, rate: Expression, matured: Line | None) -> Debt:
        pen, title = stake.writer.pen, stake.writer.title
        balance = pen.balance("interest", f"{title}: interest owed", MONEY, stake.clock.axis)
        base = principal.opening + balance.opening if self.compounding == "compound" else principal.opening
        amount = base * rate * year_fraction(stake.clock, self.day_count)
        accrued = pen.flow("interest_accrued", f"{title}: interest for the period", amount)
        if self.interest == "rolled_up" and matured is not None:
            return WaitingDebt(stake.writer, "interest", balance, accrued, matured)
        return Debt(stake.writer, "interest", balance, accrued, is_insisted=True)

    def _fee(self, stake: Stake) -> Debt:
        pen, title = stake.writer.pen, stake.writer.title
        balance = pen.balance("fee", f"{title}: commitment fee owed", MONEY, stake.clock.axis)
        yearly = stake.room * stake.writer.read("commitment_fee", SHARE)
        charged = yearly * year_fraction(stake.clock, self.day_count) * stake.draws_go_on
        accrued = pen.flow(
            "fee_accrued",
            f"{title}: commitment fee for the period",
            charged,
            note="on what was not yet drawn after the instant before, while draws were still possible",
        )
        fee = Debt(stake.writer, "fee", balance, accrued)
        fee.words = "commitment fee"
        return fee

    def surplus_waits(self, stake: Stake) -> Expression | None:
        """Where the surplus redeems it, there is none before it matures."""
        principal = stake.claims["principal"]
        return principal.matured if isinstance(principal, Redemption) else None

    # --- what it may be paid -------------------------------------------------------------------------------------

    def payable(self) -> tuple[str, ...]:
        """Interest, principal where it is owed, a fee where there is one, and what a leg passes on."""
        principal = ("principal",) if self.repayment != "surplus" else ()
        fee = ("fee",) if self.commitment_fee is not None else ()
        return ("interest", *principal, *fee, "distribution")

    def must_be_paid(self) -> tuple[str, ...]:
        """Interest where there is a rate, principal where it is owed, and the fee."""
        bears = self.interest_rate > 0 or any(step.rate > 0 for step in self.rates.values())
        return tuple(what for what in self.payable() if what in ("principal", "fee") or (what == "interest" and bears))

    def not_paid(self, what: str) -> tuple[str, str]:
        """A fee that is not stated, or principal that the surplus redeems."""
        if what == "fee":
            return "which has no commitment_fee", "Remove the step, or add 'commitment_fee:' and a yearly rate."
        if what == "principal":
            return "which is redeemed by its share of the surplus", "Remove the step."
        return super().not_paid(what)

    # --- what it says of itself ----------------------------------------------------------------------------------

    def kind_in_words(self) -> Words:
        """A loan, or a note that the surplus redeems."""
        return ("loan",) if self.is_owed else ("note: principal is not owed, its share of the surplus redeems it",)

    def describe(self) -> Iterator[Pair]:
        """Interest, repayment and the commitment fee."""
        yield from super().describe()
        yield "Interest", self._interest_in_words()
        yield "Repayment", self._repayment_in_words()
        if self.commitment_fee is not None:
            yield "Commitment fee", (Percent(self.commitment_fee), " a year on what can still be drawn")

    def _interest_in_words(self) -> Words:
        if not self.interest_rate and not self.rates:
            return ("none",)
        paid = "paid at the end of each period" if self.interest == "paid" else "rolled up and paid with the principal"
        rates = rates_in_words(self.interest_rate, self.rates)
        grows = "compounded at the end of each period" if self.compounding == "compound" else "simple"
        return (*rates, f", {grows}, {self.day_count}, {paid}")

    def _repayment_in_words(self) -> Words:
        if self.repayment == "sweep" or self.matures is None:
            return ("from whatever cash reaches its turn in the order of payments",)
        matures = Month(self.matures)
        if self.repayment == "bullet":
            return ("in one sum at maturity, ", matures)
        if self.repayment == "surplus":
            return ("none that is owed; redeemed by its share of the surplus, from ", matures, " on")
        first = Month(self.first_repayment or 0)
        if self.repayment == "annuity":
            return ("in level payments of interest and principal from ", first, " to ", matures)
        return ("in equal instalments of principal from ", first, " to ", matures)

    def milestones(self) -> Iterator[Milestone]:
        """When it is repaid and when its rate changes."""
        if self.repayment in PLANNED and self.first_repayment is not None and self.matures is not None:
            yield "repaid", self.first_repayment, self.matures
        if self.matures is not None:
            yield "matures", self.matures, self.matures
        for step in self.rates.values():
            yield "interest rate changes after", step.from_month, step.from_month
