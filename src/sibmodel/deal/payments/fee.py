"""Fee for service: so much a month whatever the outcomes, of which a share may hang on how far one of them gets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from sibmodel.deal.faults.fault import CLOSE, Fault
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Share, SomeMonths, Writer
from sibmodel.deal.payments.payment import About, Claims, Payment, Surroundings, Told
from sibmodel.deal.payments.reach import Reach
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say
from sibmodel.graph.expressions import Expression, Number, cumulative, previous, ratio
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS, SHARE


def _released(row: Expression, opened: Expression) -> Expression:
    """A row that is held back until a month, and then released together."""
    so_far = opened * cumulative(row)
    return so_far - previous(so_far)


def _later(say: Say, months: float, since: str) -> str:
    if months:
        return f"{say.months(months)} after {since}"
    return f"in the month in which {since}" if since.endswith("verified") else f"at {since}"


class AtRisk(Part):
    """The share of a fee that is withheld until an outcome is known: none of it below one level, all from another."""

    share: Share
    outcome: Annotated[str, SHAPE]
    paid_on: Annotated[Basis, SHAPE]
    none_below: Level
    all_from: Level
    paid_after: Months = 0


class Fee(Payment):
    """Pays so much a month over a window of months, at the end of each period.

    A standing charge, a fee for service, or the part of a contract that is paid on being open. With ``at_risk`` a
    share is withheld and paid, as far as it is earned, once the outcome is verified.
    """

    needs: ClassVar[Literal["units", "level", "nothing"]] = "level"
    in_any_case: ClassVar[str] = "a fee for the service"

    kind: Annotated[Literal["fee"], SHAPE]
    per_month: Money
    from_month: Months = 0
    months: SomeMonths
    paid_after: Months = 0
    indexed: Annotated[Name | None, SHAPE] = None
    at_risk: AtRisk | None = None

    def most(self, reach: Reach) -> float:
        """All months, each at the prices of the instant that takes it."""
        months = range(self.from_month + 1, self.from_month + self.months + 1)
        return self.per_month * sum(reach.price_at_close(self.indexed, month) for month in months)

    def most_due(self, reach: Reach, after: float, until: float) -> float:
        """The months whose fee is then paid; all of it where a share waits for an outcome."""
        if self.at_risk is not None:
            return self.most(reach)
        months = range(self.from_month + 1, self.from_month + self.months + 1)
        due = [month for month in months if after < reach.paid_at(month, self.paid_after) <= until]
        return self.per_month * sum(reach.price_at_close(self.indexed, month) for month in due)

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The outcome on which the withheld share hangs."""
        if self.at_risk is not None:
            yield ("at_risk", "outcome"), self.at_risk.outcome, self.at_risk.paid_on

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """Where the withheld share begins to be earned, and where all of it is."""
        if self.at_risk is not None:
            yield ("at_risk", "none_below"), self.at_risk.outcome, self.at_risk.none_below
            yield ("at_risk", "all_from"), self.at_risk.outcome, self.at_risk.all_from

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """The months of each period that lie in the window, less what is withheld, and what comes of that."""
        pen, clock = writer.pen, around.clock
        begins, lasts = writer.read("from_month", MONTHS), writer.read("months", MONTHS)
        clock.check_within(writer, "months", begins + lasts, "the last month of the fee", "Begin earlier, shorten it")
        window = clock.running(clock.overlap(begins, lasts, in_advance=False))
        amount = around.indices.applied(writer.read("per_month", MONEY / MONTHS) * window, self.indexed)
        fee = pen.flow("fee", f"{writer.title}: fee of the period", amount, unit=MONEY)
        after = writer.read("paid_after", MONTHS)
        if self.at_risk is None:
            return Claims(fee, clock.later(fee, after))
        sure, risked = self._sure(writer, fee), self._risked(writer, around, fee)
        earned, due, served = risked
        return Claims(sure + earned, clock.later(sure, after) + due, served=sure + served)

    def _sure(self, writer: Writer, fee: Line) -> Line:
        share = writer.read("at_risk.share", SHARE)
        return writer.pen.flow("sure", f"{writer.title}: paid whatever the outcome", fee * (1 - share), unit=MONEY)

    def _risked(self, writer: Writer, around: Surroundings, fee: Line) -> tuple[Expression, Expression, Line]:
        """What is earned of the withheld share: when the outcome is measured, when it falls due, when it is worked for.

        Fees that are withheld after the outcome is verified are earned or not as soon as they accrue.
        """
        risk, clock = self.at_risk, around.clock
        assert risk is not None
        reading = around.outcomes[risk.outcome].level[risk.paid_on]
        unit = reading.amount.unit
        assert unit is not None
        low, high = writer.read("at_risk.none_below", unit), writer.read("at_risk.all_from", unit)
        rise = writer.pen.line("rise", f"{writer.title}: share earned by each unit", ratio(Number(1.0), high - low, 0))
        knots = (
            Knot("none_below", "begin", low, Number(0.0), rise),
            Knot("all_from", "end", high, Number(0.0), 0 - rise),
        )
        earned = Schedule(knots).write(writer.pen, reading.amount, writer.title, SHARE)
        worth = clock.counted(fee * writer.read("at_risk.share", SHARE) * earned, reading.measured)
        withheld = writer.pen.flow("withheld_earned", f"{writer.title}: withheld and earned", worth, unit=MONEY)
        later = clock.later(withheld, writer.read("paid_after", MONTHS))
        due = writer.pen.flow("withheld_later", f"{writer.title}: withheld and earned, when a fee falls due", later)
        falls_due = reading.verified + writer.read("at_risk.paid_after", MONTHS)
        at_measurement = _released(withheld, clock.reached(reading.measured))
        return at_measurement, _released(due, clock.reached(falls_due)), withheld

    def told(self, say: Say) -> Told:
        """The fee, and what hangs on an outcome."""
        brief = f"{say.price(self.per_month)} a month for {say.months(self.months)}, whatever the outcomes"
        formula = "fee for service: so much a month, whatever the outcomes"
        begins = say.month(self.from_month + 1)
        rules = (("Fee", f"{say.price(self.per_month)} a month for {say.months(self.months)}, from {begins} on"),)
        if self.at_risk is None:
            return Told(formula, brief, rules)
        risk = self.at_risk
        low, high = say.level(risk.outcome, risk.none_below), say.level(risk.outcome, risk.all_from)
        rule = f"none of it below {low} of {say.outcome(risk.outcome)}, all of it from {high}, in proportion between"
        share = say.percent(risk.share)
        return Told(
            "fee for service, of which a share hangs on an outcome",
            f"{say.price(self.per_month)} a month for {say.months(self.months)}, of which {share} is withheld: {rule}",
            (*rules, ("Withheld", f"{share}: {rule}"), *self._paid_when(say)),
        )

    def _paid_when(self, say: Say) -> Iterator[tuple[str, str]]:
        """When each of the two parts is paid: what is sure with the fee, what is withheld once the outcome is known."""
        risk = self.at_risk
        assert risk is not None
        sure = say.percent(1 - risk.share)
        yield f"Paid, the {sure} that is not withheld", _later(say, self.paid_after, "the end of each period")
        yield f"Paid, the {say.percent(risk.share)} withheld", _later(say, risk.paid_after, "the outcome is verified")

    def faults(self, about: About) -> Iterator[Fault]:
        """The withheld share is earned from one level up to another."""
        if self.at_risk is not None and self.at_risk.all_from <= self.at_risk.none_below + CLOSE:
            level = about.level(self.at_risk.outcome)
            message = f"is {level(self.at_risk.all_from)}, not above none_below ({level(self.at_risk.none_below)})."
            hint = "Set it above none_below: the withheld share is earned in proportion from one to the other."
            yield Fault(about.at("at_risk", "all_from"), message, hint)
