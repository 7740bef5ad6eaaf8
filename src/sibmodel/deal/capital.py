"""Capital: who puts money in, when it is drawn, what it earns, and who stands behind it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import INPUT, SHAPE, Money, Months, Name, Part, Text, Writer
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, add_up, minimum, positive, ratio
from sibmodel.graph.units import DAYS, MONEY, MONTHS

DAYS_A_YEAR = 365.0

InterestRate = Annotated[float, INPUT, Field(ge=0, le=10, allow_inf_nan=False)]


class AtClose(Part):
    """One draw at financial close."""

    kind: Annotated[Literal["at_close"], SHAPE]
    amount: Money

    def requested(self, writer: Writer, clock: Clock) -> Expression | None:
        """The amount, at instant 0."""
        return writer.read("draws.amount", MONEY) * clock.falls(Number(0.0, MONTHS))


class Draw(Part):
    """One draw of a schedule."""

    month: Months
    amount: Money


class Scheduled(Part):
    """Draws in stated months."""

    kind: Annotated[Literal["scheduled"], SHAPE]
    schedule: Annotated[dict[Name, Draw], Field(min_length=1)]

    def requested(self, writer: Writer, clock: Clock) -> Expression | None:
        """Each amount at the instant that takes its month."""
        draws = []
        for name in self.schedule:
            month = writer.read(f"draws.schedule.{name}.month", MONTHS)
            clock.check_within(writer, f"draw_{name}", month, f"the draw {name}")
            draws.append(writer.read(f"draws.schedule.{name}.amount", MONEY) * clock.falls(month))
        return add_up(draws, MONEY)


class AsNeeded(Part):
    """Drawn at each instant as far as costs need it; several such tranches share by commitment."""

    kind: Annotated[Literal["as_needed"], SHAPE]

    def requested(self, writer: Writer, clock: Clock) -> Expression | None:
        """None: it follows the need."""
        return None


Draws = Annotated[AtClose | Scheduled | AsNeeded, Field(discriminator="kind")]


class _Funding(Part):
    """What all money put in has in common."""

    title: Text = ""
    provider: Text = ""
    commitment: Money
    draws: Draws


class Loan(_Funding):
    """A loan: principal that is owed, and interest on what was owed at the instant before.

    Interest is paid at each instant, or rolled up and paid with the principal. Compound interest is charged on
    unpaid interest too, simple interest is not. A sweep repays whenever there is cash; a bullet once it matures.
    """

    kind: Annotated[Literal["loan"], SHAPE]
    interest_rate: InterestRate = 0.0
    day_count: Annotated[Literal["30/360", "actual/365"], SHAPE] = "30/360"
    compounding: Annotated[Literal["simple", "compound"], SHAPE] = "compound"
    interest: Annotated[Literal["paid", "rolled_up"], SHAPE] = "paid"
    repayment: Annotated[Literal["sweep", "bullet"], SHAPE] = "sweep"
    matures: Months | None = None

    def year_fraction(self, clock: Clock) -> Expression:
        """The part of a year that a period counts as."""
        if self.day_count == "30/360":
            return ratio(clock.months, Number(12.0, MONTHS), 0)
        return ratio(clock.days, Number(DAYS_A_YEAR, DAYS), 0)


class Equity(_Funding):
    """Money that is owed nothing and takes its share of the surplus."""

    kind: Annotated[Literal["equity"], SHAPE]


class RecoverableGrant(_Funding):
    """A grant that is repaid in its turn, without interest, as far as there is cash."""

    kind: Annotated[Literal["recoverable_grant"], SHAPE]


class Guarantee(Part):
    """Credit support for one tranche: a layer of its loss, called once, after that instant's order of payments.

    ``tops_up`` brings the principal repaid up to an amount; ``first_loss`` covers what is still owed up to an
    amount. Either pays no more than the principal still owed, and is not itself repaid.
    """

    kind: Annotated[Literal["guarantee"], SHAPE]
    title: Text = ""
    provider: Text = ""
    of: Annotated[str, SHAPE]
    form: Annotated[Literal["tops_up", "first_loss"], SHAPE]
    amount: Money
    called_at: Months

    def called(self, writer: Writer, clock: Clock, drawn_to_date: Expression, outstanding: Expression) -> Expression:
        """What it pays, by instant."""
        amount = writer.read("amount", MONEY)
        month = writer.read("called_at", MONTHS)
        clock.check_within(writer, "called", month, "the call of the guarantee")
        repaid = drawn_to_date - outstanding
        layer = positive(amount - repaid) if self.form == "tops_up" else amount
        return clock.falls(month) * minimum(layer, outstanding)


Tranche = Loan | Equity | RecoverableGrant
CapitalTerm = Annotated[Loan | Equity | RecoverableGrant | Guarantee, Field(discriminator="kind")]


class Account(Part):
    """The vehicle's account: the cash it keeps, and whether outcome payments fund delivery before more is drawn."""

    keep_cash: Money = 0.0
    reuse_outcome_payments: Annotated[bool, SHAPE] = False
