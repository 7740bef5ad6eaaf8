"""Savings share: a share of verified savings until an amount has been paid, another share of what comes after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.part import SHAPE, Money, Months, Share, Writer
from sibmodel.deal.payments.payment import About, Claims, Payment, Surroundings, Told
from sibmodel.deal.payments.reach import ENDLESS, Reach, times
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say
from sibmodel.graph.expressions import Expression, Number, cumulative, positive, previous, ratio
from sibmodel.graph.units import MONEY, MONTHS, SHARE, Unit

POINTS = Number(100.0)


class SavingsShare(Payment):
    """Pays a share of the savings that each unit of an outcome is agreed to be worth.

    ``share`` holds until ``until_paid`` has been paid, mostly capital and the agreed return, and ``share_after`` on
    the savings beyond. A reduction is worth ``value_each`` for each percentage point.
    """

    needs: ClassVar[Literal["units", "level", "nothing"]] = "nothing"

    kind: Annotated[Literal["savings_share"], SHAPE]
    outcome: Annotated[str, SHAPE]
    paid_on: Annotated[Basis, SHAPE]
    value_each: Money
    share: Share
    until_paid: Money | None = None
    share_after: Share | None = None
    paid_after: Months = 0

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The one outcome."""
        yield ("outcome",), self.outcome, self.paid_on

    def canonical(self, writer: Writer) -> Schedule:
        """A straight line with a bend where the switch amount has been paid, over the savings so far."""
        share = writer.read("share", SHARE)
        knots = [Knot("begin", "first savings", Number(0.0, MONEY), Number(0.0, MONEY), share)]
        if self.until_paid is not None:
            switch = writer.pen.line(
                "switch", f"{writer.title}: savings at the switch", ratio(writer.read("until_paid", MONEY), share, 0)
            )
            after: Expression = Number(0.0, SHARE) if self.share_after is None else writer.read("share_after", SHARE)
            bend = after - share
            knots.append(Knot("switch", "switch", switch, Number(0.0, MONEY), bend))
        return Schedule(tuple(knots))

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """What the schedule on the savings so far adds at each instant."""
        clock, after = around.clock, writer.read("paid_after", MONTHS)
        observed = around.outcomes[self.outcome].counted(self.paid_on, clock)
        earning = writer.under("earning", f"{writer.title}, when measured")
        falling_due = writer.under("falling_due", f"{writer.title}, when due")
        serving = writer.under("serving", f"{writer.title}, when people are served")
        return Claims(
            self._adds(earning, observed.measured(earning.pen, writer.title, clock), observed.unit),
            self._adds(falling_due, observed.due(falling_due.pen, writer.title, clock, after), observed.unit),
            served=self._adds(serving, observed.served(serving.pen, writer.title, clock), observed.unit),
        )

    def _adds(self, writer: Writer, units: Expression, unit: Unit) -> Expression:
        pen = writer.pen
        worth = writer.read("value_each", MONEY / unit) * units
        if unit.shown_as == SHARE.shown_as:
            worth = worth * POINTS
        saved = pen.flow("savings", f"{writer.title}: verified savings", worth, unit=MONEY)
        so_far = pen.line("savings_so_far", f"{writer.title}: savings so far", positive(cumulative(saved)), unit=MONEY)
        paid = self.canonical(writer).write(pen, so_far, writer.title)
        return paid - previous(paid)

    def faults(self, about: About) -> Iterator[Fault]:
        """The share that holds afterwards needs the amount after which it does."""
        if self.until_paid is None and self.share_after is not None:
            message = "has no effect: nothing says how much must have been paid before it holds."
            hint = "Add 'until_paid:' and an amount, or remove it."
            yield Fault(about.at("share_after"), message, hint, at_key=True)
        if self.until_paid and not self.share:
            message = "is 0%: nothing is ever paid at it, so that until_paid is never reached."
            yield Fault(about.at("share"), message, "Write a share above nothing, or remove until_paid.")

    def most(self, reach: Reach) -> float:
        """The share of the savings of the highest level, before the switch and after it; units have no end."""
        points = reach.highest[self.outcome] * 100 if self.outcome in reach.without_units else ENDLESS
        saved = times(self.value_each, points)
        if self.until_paid is None:
            return times(self.share, saved)
        switch = self.until_paid / self.share if self.share else 0.0
        beyond = max(0.0, saved - switch)
        return min(times(self.share, saved), self.until_paid) + times(self.share_after or 0.0, beyond)

    def below(self, reach: Reach) -> float:
        """It takes back no more than it has paid."""
        return 0.0

    @property
    def may_deduct(self) -> bool:
        """On a net count, savings that turn out lower take back what was paid on them."""
        return self.paid_on == "net"

    @property
    def trues_up(self) -> bool:
        """What it takes back is a payment that turns out too high."""
        return True

    def told(self, say: Say) -> Told:
        """The value of a unit and the shares."""
        each = f"{say.price(self.value_each)} for each {say.each(self.outcome)} ({say.outcome(self.outcome)})"
        brief = f"{say.percent(self.share)} of savings of {each}"
        if self.until_paid is not None:
            after = say.percent(self.share_after or 0.0)
            brief += f", until {say.price(self.until_paid)} has been paid, then {after} of the savings beyond"
        rules = [("Savings", each), ("Share", f"{say.percent(self.share)} of them")]
        if self.until_paid is not None:
            rules.append(
                ("Until", f"{say.price(self.until_paid)} has been paid; then {say.percent(self.share_after or 0.0)}")
            )
        return Told("savings share: a share of verified savings", brief, tuple(rules))
