"""What every payment term shares: what it is paid on, its own limit, when it is paid.

Money is *earned* when the outcome is measured and *due* so many months after the evaluator has verified it. All the
lags of a payment are added up in months and rounded to the end of a period once. A term's own limit is applied to
what falls due, in order of time.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from sibmodel.deal.outcomes import Basis, Outcome
from sibmodel.deal.part import SHAPE, Money, Months, Part, Text, Writer
from sibmodel.deal.payments.limits import limited
from sibmodel.deal.payments.schedule import Schedule
from sibmodel.deal.rates import Indices
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a payment term reads besides its own fields."""

    clock: Clock
    outcomes: Mapping[str, Outcome]
    indices: Indices


@dataclass(frozen=True, slots=True)
class Due:
    """A payment term's money on its way: earned, due once its own limit has been applied, and paid.

    What is paid is known once the payers' limits are written, and is read before: it uses up the term's own limit.
    """

    title: str
    earned: Line
    due: Line
    paid: Line


class Payment(Part):
    """A term of payment."""

    title: Text = ""
    paid_on: Annotated[Basis, SHAPE]
    max: Money | None = None
    paid_after: Months = 0
    indexed: Annotated[str | None, SHAPE] = None

    @abstractmethod
    def outcomes_paid(self) -> list[str]:
        """The names of the outcomes that it pays for."""

    @abstractmethod
    def amounts(self, writer: Writer, around: Surroundings, paid_after: Expression) -> tuple[Expression, Expression]:
        """Money by the instant at which it is earned, and by the instant at which it falls due."""

    @abstractmethod
    def canonical(self, writer: Writer, around: Surroundings) -> Schedule | None:
        """The schedule it becomes, or None where it pays for each unit and no level matters."""

    @abstractmethod
    def describe(self) -> list[tuple[str, float, float]]:
        """Its table as plain data: (from what level, price or amount, 1 if per unit else 0)."""

    def write(self, writer: Writer, around: Surroundings) -> Due:
        """Write what is earned, what falls due, and what of it is within its own limit."""
        pen = writer.pen
        earns, falls_due = self.amounts(writer, around, writer.read("paid_after", MONTHS))
        earned = pen.flow("earned", f"{writer.title}: earned", earns, unit=MONEY)
        claimed = pen.flow("claimed", f"{writer.title}: falls due, before its own limit", falls_due, unit=MONEY)
        around.clock.check_carried(writer, "claimed", earned, claimed, "money falls due")
        paid = Line(f"{pen.prefix}.paid", f"{writer.title}: paid", pen.place, MONEY, claimed.axis, None, is_flow=True)
        within = claimed
        if self.max is not None:
            limit = writer.read("max", MONEY)
            within = limited(pen.at("own_limit"), f"{writer.title}, own limit", claimed, limit, uses=paid).out
        due = pen.flow("due", f"{writer.title}: due", within, unit=MONEY)
        return Due(writer.title, earned, due, pen.model.add(paid))


class PaymentByLevel(Payment):
    """A term that pays one amount, by the level that an outcome reaches."""

    outcome: Annotated[str, SHAPE]

    def outcomes_paid(self) -> list[str]:
        """The one outcome."""
        return [self.outcome]

    def amounts(self, writer: Writer, around: Surroundings, paid_after: Expression) -> tuple[Expression, Expression]:
        """The amount of the schedule, when the level is measured and when it falls due."""
        reading = around.outcomes[self.outcome].level[self.paid_on]
        schedule = self.canonical(writer, around)
        assert schedule is not None
        amount = schedule.write(writer.pen, reading.amount, writer.title)
        priced = around.indices.applied_in(amount, self.indexed, reading.measured)
        falls = around.clock.falls
        return priced * falls(reading.measured), priced * falls(reading.verified + paid_after)
