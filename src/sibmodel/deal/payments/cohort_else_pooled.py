"""Cohort, else pooled: each cohort is paid for where its own effect is large enough, else all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.outcomes.term import Level, Measured
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Writer, titled
from sibmodel.deal.payments.payment import About, Claims, Payment, Surroundings, Told
from sibmodel.deal.say import Say, Table
from sibmodel.graph.expressions import Expression, Number, add_up, at_least, maximum, opposite, positive
from sibmodel.graph.units import MONEY, MONTHS

_Falling = tuple[Expression, Expression, Expression]
"""Money by the instants at which it is measured, at which it falls due, and at which people are served for it."""


class CohortTrigger(Part):
    """The effect that a group of people is judged by, and the units that are paid for if it is large enough."""

    effect: Annotated[str, SHAPE]
    units: Annotated[str, SHAPE]
    at_least: Level


class CohortElsePooled(Payment):
    """Pays a price for each unit of the cohorts whose effect is large enough; if none is, of all cohorts pooled.

    Peterborough: a tenth fewer events in any cohort is paid for that cohort; otherwise 7.5 % over all of them pooled
    is paid at the end. Effects of cohorts and of the pool are separate estimates, each an outcome of its own.
    """

    needs: ClassVar[Literal["units", "level", "nothing"]] = "nothing"

    kind: Annotated[Literal["cohort_else_pooled"], SHAPE]
    cohorts: Annotated[dict[Name, CohortTrigger], Field(min_length=1)]
    pooled: CohortTrigger
    price: Money
    paid_after: Months = 0

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The effects and the units, of every cohort and of the pool; all net of what would have been."""
        for path, each in self._triggers():
            yield (*path, "effect"), each.effect, "net"
            yield (*path, "units"), each.units, "net"

    def _triggers(self) -> Iterator[tuple[tuple[str, ...], CohortTrigger]]:
        for name, each in self.cohorts.items():
            yield ("cohorts", name), each
        yield ("pooled",), self.pooled

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """The effect that each group must reach."""
        for path, each in self._triggers():
            yield (*path, "at_least"), each.effect, each.at_least

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """Cohort by cohort, then the pool where no cohort was paid for."""
        reached = {name: self._reached(writer, around, f"cohorts.{name}", each) for name, each in self.cohorts.items()}
        known = {name: self._measured(around, each) for name, each in self.cohorts.items()}
        paid = [around.clock.counted(flag, known[name]) for name, flag in reached.items()]
        none = opposite(reduce(maximum, paid))
        pooled = self._reached(writer, around, "pooled", self.pooled)
        falling: list[_Falling] = []
        last: Expression | None = None
        since: Expression = Number(0.0, MONTHS)
        for name, each in self.cohorts.items():
            falling.append(self._falling(writer.under(name), around, each, reached[name], None, since))
            since = known[name]
            verified = around.clock.counted(around.outcomes[each.effect].level["net"].verified, known[name])
            last = verified if last is None else maximum(last, verified)
        start = Number(0.0, MONTHS)
        falling.append(self._falling(writer.under("pooled"), around, self.pooled, pooled * none, last, start))
        earned, due, served = (add_up(list(column), MONEY) for column in zip(*falling, strict=True))
        return Claims(earned, due, served=served)

    def _measured(self, around: Surroundings, each: CohortTrigger) -> Expression:
        """When both the effect and the units of a group are measured."""
        effect, units = around.outcomes[each.effect].level["net"], around.outcomes[each.units].level["net"]
        return maximum(effect.measured, units.measured)

    def _reached(self, writer: Writer, around: Surroundings, path: str, each: CohortTrigger) -> Expression:
        reading = around.outcomes[each.effect].level["net"]
        unit = reading.amount.unit
        assert unit is not None
        name = path.rsplit(".", 1)[-1]
        level = writer.read(f"{path}.at_least", unit)
        label = f"{writer.title}: {titled(name).lower()} is large enough"
        return writer.pen.at(name).line("reached", label, at_least(reading.amount, level))

    def _falling(
        self,
        writer: Writer,
        around: Surroundings,
        each: CohortTrigger,
        flag: Expression,
        not_before: Expression | None,
        since: Expression,
    ) -> _Falling:
        """The money for one group: when its effect is measured, when it falls due, and while it is served."""
        effect, units = around.outcomes[each.effect].level["net"], around.outcomes[each.units].level["net"]
        unit = units.amount.unit
        assert unit is not None
        worth = flag * writer.read("price", MONEY / unit) * positive(units.amount)
        measured = self._measured(around, each)
        label = f"{writer.title}: amount for {effect.title.lower()}"
        amount = writer.pen.line("amount", label, around.clock.counted(worth, measured), unit=MONEY)
        known = maximum(effect.verified, units.verified)
        known = known if not_before is None else maximum(known, not_before)
        clock, due = around.clock, known + writer.read("paid_after", MONTHS)
        window = clock.share_of(since, measured - since)
        return amount * clock.falls(measured), amount * clock.falls(due), amount * window

    def faults(self, about: About) -> Iterator[Fault]:
        """One price is for one kind of unit, and a reduction has an effect to judge by."""
        first = about.outcomes.get(next(iter(self.cohorts.values())).units)
        for path, each in self._triggers():
            units, effect = about.outcomes.get(each.units), about.outcomes.get(each.effect)
            if units is not None and not _is_count(units):
                message = f"is '{each.units}', which is no count: the price is for each unit of a count."
                yield Fault(about.at(*path, "units"), message, "Name an outcome of the kind count.")
            elif units is not None and first is not None and _is_count(first) and units.unit != first.unit:
                message = f"is '{each.units}', a count of {units.unit}; the first cohort is paid for by counts of "
                hint = "One price is for one kind of unit: name a count of the same, or make two payments."
                yield Fault(about.at(*path, "units"), f"{message}{first.unit}.", hint)
            if effect is not None and not effect.has_level:
                message = f"is '{each.effect}', which has no level to judge by."
                yield Fault(about.at(*path, "effect"), message, "Name the outcome that estimates the effect.")

    def told(self, say: Say) -> Told:
        """The thresholds and the price."""
        each, pool = next(iter(self.cohorts.values())), self.pooled
        levels = list(dict.fromkeys(say.level(own.effect, own.at_least) for own in self.cohorts.values()))
        reached = levels[0] if len(levels) == 1 else f"its level ({say.listed(levels)})"
        rows = tuple(
            (
                titled(path[-1]),
                say.outcome(trigger.effect),
                say.level(trigger.effect, trigger.at_least),
                say.outcome(trigger.units),
            )
            for path, trigger in self._triggers()
        )
        heads = (("Group", False), ("Judged by", False), ("At least", True), ("Paid for each unit of", False))
        unit, price = say.each(each.units), say.price(self.price)
        return Told(
            "each cohort for itself, else all pooled: a price for each unit where the effect is large enough",
            f"{price} for each {unit} in a cohort that reaches {reached}; if none "
            f"does, in all of them if {say.level(pool.effect, pool.at_least)} is reached pooled",
            (("Price", f"{price} for each {unit}"),),
            (Table("triggers", heads, rows),),
        )


def _is_count(part: Measured) -> bool:
    """Whether an outcome has single units and a total of them."""
    return part.has_units and part.has_level and not part.is_of_whole
