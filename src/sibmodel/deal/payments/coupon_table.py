"""Coupon table: a measured rate sets the yearly coupon on a notional, and in the end how much of it is redeemed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Annotated, Literal

from sibmodel.deal.faults.fault import CLOSE, Fault
from sibmodel.deal.outcomes.outcome import Reading
from sibmodel.deal.outcomes.term import Level
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Rate, Share, SomeMonths, Writer, titled
from sibmodel.deal.payments.by_level import PaymentByLevel, at_reading
from sibmodel.deal.payments.payment import About, Claims, Surroundings, Told
from sibmodel.deal.payments.reach import Reach
from sibmodel.deal.payments.schedule import Knot, Schedule
from sibmodel.deal.say import Say, Table
from sibmodel.deal.wording import percent
from sibmodel.graph.expressions import Expression, Number, at_least, choose, maximum, opposite, ratio
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS, SHARE, Unit


class Step(Part):
    """The yearly coupon once a level is reached."""

    at_least: Level
    rate: Rate


class CouponFloor(Part):
    """The least coupon, on what is measured up to a month."""

    rate: Rate
    until_month: Months


class Redemption(Part):
    """How much of the notional is paid back at the last reading: all of it from a level on, else a share.

    Where the deal ends early, that is the last reading before the end. ``early_share`` holds in the place of ``share``
    where the last reading is no later than ``early_until``.
    """

    all_from: Level
    share: Share
    early_share: Share | None = None
    early_until: Months = 0


class CouponTable(PaymentByLevel):
    """Pays a coupon at each reading by the level read, and redeems the notional at the last one.

    Each reading pays for ``months_each`` months. Newpin's bond paid 3, 7.5, 12 and 15 % a year from restoration
    rates of 55, 60, 65 and 70 % on, at least 5 % in the first three years.
    """

    kind: Annotated[Literal["coupon_table"], SHAPE]
    notional: Money
    months_each: SomeMonths = 12
    steps: dict[Name, Step] = {}
    floor: CouponFloor | None = None
    redemption: Redemption | None = None

    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
        """A jump of the coupon at each step."""
        knots: list[Knot] = []
        below: Expression = Number(0.0, SHARE)
        for name in self.steps:
            rate = writer.read(f"steps.{name}.rate", SHARE)
            at = writer.read(f"steps.{name}.at_least", unit)
            knots.append(Knot(name, f"step {titled(name).lower()}", at, rate - below))
            below = rate
        return Schedule(tuple(knots))

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """Where the coupon steps up."""
        for name, step in self.steps.items():
            yield ("steps", name, "at_least"), step.at_least

    def turns(self) -> tuple[float, ...]:
        """The levels of the steps; of a redemption without a coupon, the one from which all is redeemed."""
        if self._has_coupon or self.redemption is None:
            return super().turns()
        return (self.redemption.all_from,)

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """Those of the steps, and the level of full redemption."""
        yield from super().levels_stated()
        if self.redemption is not None:
            yield ("redemption", "all_from"), self.outcome, self.redemption.all_from

    def line_of_one(self, reading: str) -> str | None:
        """The coupon of one reading; the redemption, where there is no coupon."""
        what = "coupon" if self._has_coupon or self.redemption is None else "redeemed"
        return f"{reading or 'once'}.{what}"

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """A coupon at each reading, and the redemption at the last."""
        readings = around.outcomes[self.outcome].readings[self.paid_on]
        parts: list[tuple[Reading, Expression]] = [
            (reading, self._coupon(at_reading(writer, reading), reading)) for reading in readings
        ]
        coupons = self._falling(writer, around, self._at_prices(around, parts))
        if self.redemption is None:
            return coupons
        redeemed = self._at_prices(around, self._redemptions(writer, around, readings))
        return coupons.and_(self._falling(writer, around, redeemed, of_all=True))

    def _at_prices(
        self, around: Surroundings, parts: Iterable[tuple[Reading, Expression]]
    ) -> list[tuple[Reading, Expression]]:
        return [(reading, self._priced(around, reading, amount)) for reading, amount in parts]

    def _redemptions(
        self, writer: Writer, around: Surroundings, readings: list[Reading]
    ) -> Iterator[tuple[Reading, Expression]]:
        """The redemption at the last reading; where the deal may end early, at the last one before that."""
        ending = around.clock.ending
        if ending is not None:
            for reading, after in pairwise(readings):
                redeemed = self._redeemed(at_reading(writer, reading), reading)
                yield reading, redeemed * opposite(ending.counts(after.measured))
        last = readings[-1]
        yield last, self._redeemed(at_reading(writer, last), last)

    def _coupon(self, writer: Writer, reading: Reading) -> Line:
        """The coupon of one reading: the rate of its level, no less than the floor, for its months."""
        unit = reading.amount.unit
        assert unit is not None
        rate: Expression = self.canonical(writer, unit).write(writer.pen, reading.amount, writer.title, SHARE)
        if self.floor is not None:
            early = at_least(writer.read("floor.until_month", MONTHS), reading.measured)
            least = choose(early, writer.read("floor.rate", SHARE), Number(0.0, SHARE))
            rate = writer.pen.line("rate", f"{writer.title}: coupon, no less than the floor", maximum(rate, least))
        years = ratio(writer.read("months_each", MONTHS), Number(12.0, MONTHS), 0)
        worth = writer.read("notional", MONEY) * rate * years
        return writer.pen.line("coupon", f"{writer.title}: coupon", worth, unit=MONEY)

    def _redeemed(self, writer: Writer, reading: Reading) -> Line:
        redemption = self.redemption
        assert redemption is not None
        unit = reading.amount.unit
        assert unit is not None
        otherwise: Expression = writer.read("redemption.share", SHARE)
        if redemption.early_share is not None:
            early = at_least(writer.read("redemption.early_until", MONTHS), reading.measured)
            otherwise = choose(early, writer.read("redemption.early_share", SHARE), otherwise)
        full = at_least(reading.amount, writer.read("redemption.all_from", unit))
        worth = writer.read("notional", MONEY) * choose(full, Number(1.0, SHARE), otherwise)
        return writer.pen.line("redeemed", f"{writer.title}: redemption", worth, unit=MONEY)

    def most(self, reach: Reach) -> float:
        """The highest coupon at each reading, and all of the notional once: an early end may make any the last."""
        months = [reading.measured for reading in reach.readings[self.outcome]]
        prices = [reach.price(self.indexed, month) for month in months]
        coupons = sum(self._highest_rate(month) * price for month, price in zip(months, prices, strict=True))
        redeemed = 0.0 if self.redemption is None else max(prices)
        return self.notional * (coupons * self.months_each / 12 + redeemed)

    def most_due(self, reach: Reach, after: float, until: float) -> float:
        """The highest coupons that are then paid, and all of the notional once if any reading may be the last."""
        due = [each for each in reach.readings[self.outcome] if each.may_be_due(self.paid_after, after, until)]
        prices = [reach.price(self.indexed, each.measured) for each in due]
        rates = [self._highest_rate(each.measured) for each in due]
        coupons = sum(rate * price for rate, price in zip(rates, prices, strict=True))
        ends = reach.may_end_early or reach.readings[self.outcome][-1] in due
        redeemed = max(prices, default=0.0) if self.redemption is not None and ends else 0.0
        return self.notional * (coupons * self.months_each / 12 + redeemed)

    def _highest_rate(self, month: float | None) -> float:
        has_floor = self.floor is not None and (month is None or month <= self.floor.until_month)
        floor = self.floor.rate if self.floor is not None and has_floor else 0.0
        return max(0.0, floor, *(step.rate for step in self.steps.values()))

    def told(self, say: Say) -> Told:
        """The steps, the floor and the redemption."""
        formula = "coupon table: the level read sets the coupon on a notional"
        if self.redemption is not None:
            formula += ", and in the end how much of it is redeemed"
        if not self._has_coupon and self.redemption is not None:
            formula = "redemption: the last level read sets how much of a notional is paid back; no coupon"
        steps, redeemed = self._steps_table(say), self._redemption_table(say)
        return Told(
            formula,
            "; ".join(self._briefs(say)),
            tuple(self._rules(say)),
            tuple(table for table in (steps, redeemed) if table is not None),
            drawn=self._drawn(say),
        )

    def _steps_table(self, say: Say) -> Table | None:
        """The coupon of each step; a step without a coupon says nothing."""
        rows = tuple(
            (f"From {say.level(self.outcome, step.at_least)}", say.percent(step.rate))
            for step in self.steps.values()
            if step.rate
        )
        return Table("coupons", (("Level read", False), ("Coupon a year", True)), rows) if rows else None

    def _redemption_table(self, say: Say) -> Table | None:
        """What is redeemed from which level on."""
        redemption = self.redemption
        if redemption is None:
            return None
        level = say.level(self.outcome, redemption.all_from)
        less = say.price(self.notional * redemption.share)
        rows = [(f"From {level}", say.price(self.notional)), (f"Below {level}", less)]
        if redemption.early_share is not None:
            until = say.month(redemption.early_until)
            rows.append((f"Below {level}, read by {until}", say.price(self.notional * redemption.early_share)))
        return Table("redemption", (("Last level read", False), ("Redeemed", True)), tuple(rows))

    def _drawn(self, say: Say) -> str:
        """That the last reading is drawn, and what a floor pays before it."""
        if not self._has_coupon and self.redemption is not None:
            return "Redemption at the last reading, before caps"
        if self.floor is None:
            return ""
        least = say.price(self.notional * self.floor.rate * self.months_each / 12)
        until = say.month(self.floor.until_month)
        return f"Coupon of the last reading, before caps (up to {until}, at least {least} is paid at any level)"

    def _briefs(self, say: Say) -> Iterator[str]:
        """The coupon, where there is one, and the redemption."""
        notional, steps = say.price(self.notional), list(self.steps.values())
        rates = [f"{say.percent(step.rate)} a year at {say.level(self.outcome, step.at_least)}" for step in steps]
        if not rates and self.floor is not None:
            until = say.month(self.floor.until_month)
            yield f"a coupon on {notional} of {say.percent(self.floor.rate)} a year on what is measured up to {until}"
        elif rates and (self._has_coupon or self.redemption is None):
            rising = f"from {rates[0]} to {rates[-1].replace(' a year', '')}" if len(rates) > 1 else rates[0]
            yield f"a coupon on {notional} by the level read, {rising}{self._floor_in_brief(say)}"
        if self.redemption is not None:
            level = say.level(self.outcome, self.redemption.all_from)
            yield f"{notional} redeemed by the last level read, in full from {level} on"

    def _floor_in_brief(self, say: Say) -> str:
        if self.floor is None:
            return ""
        until = say.month(self.floor.until_month)
        return f", at least {say.percent(self.floor.rate)} on what is measured up to {until}"

    @property
    def _has_coupon(self) -> bool:
        return self.floor is not None or any(step.rate for step in self.steps.values())

    def _rules(self, say: Say) -> Iterator[tuple[str, str]]:
        yield "Notional", say.price(self.notional)
        if self._has_coupon or self.redemption is None:
            yield "Coupon", f"at each reading, for {say.months(self.months_each)}"
        if self.floor is not None:
            until = say.month(self.floor.until_month)
            yield "At least", f"{say.percent(self.floor.rate)} a year on what is measured up to {until}"
        if self.redemption is not None:
            level = say.level(self.outcome, self.redemption.all_from)
            less = f"{say.percent(self.redemption.share)} of the notional below that"
            if self.redemption.early_share is not None:
                less += (
                    f", or {say.percent(self.redemption.early_share)} where the last reading is no later than "
                    f"{say.month(self.redemption.early_until)}"
                )
            yield "Redeemed at the last reading", f"in full from {level} on; {less}"

    def faults(self, about: About) -> Iterator[Fault]:
        """Steps go up, in level and in rate."""
        level = about.level(self.outcome)
        for (below, lower), (step, higher) in pairwise(self.steps.items()):
            if higher.at_least <= lower.at_least + CLOSE:
                message = (
                    f"is {level(higher.at_least)}, not above the step before it ({below}, {level(lower.at_least)})."
                )
                yield Fault(about.at("steps", step, "at_least"), message, "List steps from the lowest level up.")
            elif higher.rate < lower.rate:
                message = f"is {percent(higher.rate)}, lower than the step below it ({below}, {percent(lower.rate)})."
                hint = "A higher step pays at least as much: check both rates."
                yield Fault(about.at("steps", step, "rate"), message, hint)
        if not self.steps and self.floor is None and self.redemption is None:
            message = "pays nothing: it has neither steps nor a floor nor a redemption."
            yield Fault(about.at("kind"), message, "Add 'steps:', 'floor:' or 'redemption:'.")
        if self.settles != "once":
            message = "has no effect here: a coupon is paid at each reading, by the level then read."
            yield Fault(about.at("settles"), message, "Remove it.", at_key=True)
        yield from self._early_redemption(about)

    def _early_redemption(self, about: About) -> Iterator[Fault]:
        """An early share and the month up to which it holds belong together."""
        redemption = self.redemption
        if redemption is None or (redemption.early_share is None) == (not redemption.early_until):
            return
        stated, other = ("early_share", "early_until") if not redemption.early_until else ("early_until", "early_share")
        wanted = "the month up to which it holds" if other == "early_until" else "the share that holds until then"
        message = f"has no effect without {other}."
        yield Fault(about.at("redemption", stated), message, f"Add '{other}:', {wanted}, or remove it.", at_key=True)
