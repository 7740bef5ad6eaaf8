"""Payment by level: a schedule on the level that an outcome reaches, settled once or at each of several readings."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from sibmodel.deal.outcomes.outcome import Basis, Reading, apart, served
from sibmodel.deal.part import SHAPE, Writer, titled
from sibmodel.deal.payments.payment import Claims, OutcomePayment, Surroundings
from sibmodel.deal.payments.reach import ENDLESS, Reach, times
from sibmodel.deal.payments.schedule import Schedule
from sibmodel.graph.expressions import Expression, add_up, at_least, choose, maximum, positive, ratio
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS, Unit


def at_reading(writer: Writer, reading: Reading) -> Writer:
    """A writer for the lines of a term at one reading."""
    name = titled(reading.name).lower()
    return writer.under(reading.name or "once", f"{writer.title}, {name}" if name else writer.title)


class PaymentByLevel(OutcomePayment):
    """A term that pays by the level that an outcome reaches, in the one form of a canonical schedule.

    An outcome that is read several times is settled once by default, at its level in the end. ``each_reading`` puts
    the schedule on every reading for itself; ``ratchet`` and ``clawback`` put it on the level so far and pay what that
    adds to what was paid before. A ratchet never takes anything back, a clawback does.
    """

    needs: ClassVar[Literal["units", "level", "nothing"]] = "level"

    may_forfeit: ClassVar[bool] = False
    """Whether its schedule goes below nothing."""

    outcome: Annotated[str, SHAPE]
    settles: Annotated[Literal["once", "each_reading", "ratchet", "clawback"], SHAPE] = "once"

    @abstractmethod
    def canonical(self, writer: Writer, unit: Unit) -> Schedule:
        """The schedule that it becomes, over a level that counts a unit."""

    def top(self, highest: float) -> float:
        """The most that its schedule comes to at any level up to the highest there can be; endless if it is silent."""
        return ENDLESS

    def most(self, reach: Reach) -> float:
        """The top of the schedule: at each reading, or once, for what is on its way at any time is one entitlement.

        A clawback whose readings are verified out of order may pay for each before it takes anything back.
        """
        readings = reach.readings[self.outcome]
        prices = [reach.price(self.indexed, reading.measured) for reading in readings]
        factor = max(prices)
        if self.settles == "once":
            factor = reach.price(self.indexed, reach.in_the_end[self.outcome].measured)
        elif self.settles == "each_reading" or (self.may_deduct and not reach.is_in_order(self.outcome)):
            factor = sum(prices)
        return times(self.top(reach.highest[self.outcome]), factor)

    def most_due(self, reach: Reach, after: float, until: float) -> float:
        """The top of the schedule, if a level is then paid for; each by itself where each reading is settled so."""
        if self.settles == "once":
            last = reach.in_the_end[self.outcome]
            return self.most(reach) if last.may_be_due(self.paid_after, after, until) else 0.0
        readings = reach.readings[self.outcome]
        due = [each for each in readings if each.may_be_due(self.paid_after, after, until)]
        if self.settles == "each_reading":
            prices = [reach.price(self.indexed, each.measured) for each in due]
            return times(self.top(reach.highest[self.outcome]), sum(prices))
        return self.most(reach) if due else 0.0

    def below(self, reach: Reach) -> float:
        """A clawback takes back no more than it has paid, if readings are verified in their order."""
        return 0.0 if not self.may_deduct or reach.is_in_order(self.outcome) else ENDLESS

    def line_of_one(self, reading: str) -> str | None:
        """What the schedule comes to at one reading."""
        return f"{reading}.amount" if self.settles == "each_reading" else None

    @property
    def may_deduct(self) -> bool:
        """A clawback may take back what was paid."""
        return self.settles == "clawback"

    @property
    def trues_up(self) -> bool:
        """A clawback takes back what was paid on a level that did not last."""
        return self.settles == "clawback"

    @property
    def level_outcome(self) -> str | None:
        """The one outcome."""
        return self.outcome

    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The one outcome."""
        yield ("outcome",), self.outcome, self.paid_on

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """Those of its schedule."""
        for path, level in self.levels():
            yield path, self.outcome, level

    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """The amounts of the schedule, when the levels are measured and when they fall due."""
        outcome = around.outcomes[self.outcome]
        if self.settles == "once":
            reading = outcome.level[self.paid_on]
            return self._falling(
                writer, around, [(reading, self._priced(around, reading, self._amount(writer, reading)))]
            )
        readings = outcome.readings[self.paid_on]
        is_own = self.settles == "each_reading"
        amounts = [self._amount(at_reading(writer, each), each, is_so_far=not is_own) for each in readings]
        if is_own:
            added = [self._priced(around, *pair) for pair in zip(readings, amounts, strict=True)]
        else:
            added = list(self._trued_up(writer, around, readings, amounts))
        return self._falling(writer, around, list(zip(readings, added, strict=True)))

    def _amount(self, writer: Writer, reading: Reading, *, is_so_far: bool = False) -> Line:
        level = reading.so_far if is_so_far else reading.amount
        unit = level.unit
        assert unit is not None
        return self.canonical(writer, unit).write(writer.pen, level, writer.title)

    def _priced(self, around: Surroundings, reading: Reading, amount: Expression) -> Expression:
        """An amount at the prices of the month in which it is measured."""
        return around.indices.applied_in(amount, self.indexed, reading.measured)

    def _trued_up(
        self, writer: Writer, around: Surroundings, readings: list[Reading], amounts: list[Line]
    ) -> Iterator[Expression]:
        """What each reading adds to what was paid before, or takes back from it."""
        first = self._priced(around, readings[0], amounts[0])
        yield first
        before: Expression = amounts[0]
        worth = at_reading(writer, readings[0]).pen.line("worth", f"{writer.title}: worth so far", first, unit=MONEY)
        sides = self._sides(first, before)
        for reading, amount in zip(readings[1:], amounts[1:], strict=True):
            own = at_reading(writer, reading)
            reached = maximum(before, amount) if self.settles == "ratchet" else amount
            entitled = own.pen.line("entitled", f"{own.title}: entitled so far", reached, unit=MONEY)
            now = worth + self._priced(around, reading, entitled - before)
            if sides:
                sides = [self._moved(own, around, reading, entitled, *side) for side in sides]
                now = add_up([sign * side for sign, _, side in sides], MONEY)
            after = own.pen.line(
                "worth", f"{own.title}: worth so far, at the prices at which each part was earned", now, unit=MONEY
            )
            yield own.pen.line("adds", f"{own.title}: adds to what was paid", after - worth, unit=MONEY)
            before, worth = entitled, after

    def _sides(self, first: Expression, amount: Expression) -> list[tuple[int, Expression, Expression]]:
        """What was earned, and what was forfeited, each with what it is worth: where what goes back has its own price.

        A penalty is no part of what was paid before: it has the prices of its own month, and is undone at them.
        """
        if self.settles != "clawback" or self.indexed is None:
            return []
        earned = (1, positive(amount), positive(first))
        return [earned, (-1, positive(0 - amount), positive(0 - first))] if self.may_forfeit else [earned]

    def _moved(
        self,
        own: Writer,
        around: Surroundings,
        reading: Reading,
        entitled: Expression,
        sign: int,
        before: Expression,
        worth: Expression,
    ) -> tuple[int, Expression, Expression]:
        """A side after a reading: what is added has the prices of the month, what goes has those at which it came."""
        name, label = ("earned_so_far", "earned so far") if sign > 0 else ("forfeited_so_far", "forfeited so far")
        now = own.pen.line(name, f"{own.title}: {label}, at stated prices", positive(sign * entitled), unit=MONEY)
        more = worth + self._priced(around, reading, now - before)
        less = worth * ratio(now, before, 0)
        after = choose(at_least(now, before), more, less)
        return sign, now, own.pen.line(f"{name}_worth", f"{own.title}: {label}, at its prices", after, unit=MONEY)

    def _falling(
        self,
        writer: Writer,
        around: Surroundings,
        parts: Sequence[tuple[Reading, Expression]],
        *,
        of_all: bool = False,
    ) -> Claims:
        """Amounts by the instants at which they are measured and fall due, and while they are served for.

        Of many amounts each has a line. Those ``of_all`` are for everything since the start, not the last reading.
        """
        clock, after = around.clock, writer.read("paid_after", MONTHS)
        readings = _each_once(parts)
        groups = [[each] for each in readings] if of_all else [readings]
        windows = {reading.measured: share for group in groups for reading, share in served(group, clock)}
        earned: list[tuple[str, Expression]] = []
        claimed: list[tuple[str, Expression]] = []
        serving: list[tuple[str, Expression]] = []
        for number, (reading, amount) in enumerate(parts, start=1):
            key, counted = f"{number}_{reading.name}", clock.counted(amount, reading.measured)
            earned.append((key, counted * clock.falls(reading.measured)))
            claimed.append((key, counted * clock.falls(reading.verified + after)))
            serving.append((key, counted * windows[reading.measured]))
        rows = (
            apart(writer.pen, f"{name}_at{'_end' * of_all}", f"{writer.title}: {label}", each, MONEY, is_by_start=False)
            for name, label, each in (
                ("earned", "earned", earned),
                ("claimed", "falls due", claimed),
                ("served", "earned, when people are served", serving),
            )
        )
        at_measurement, at_due, at_service = rows
        return Claims(at_measurement, at_due, served=at_service)


def _each_once(parts: Sequence[tuple[Reading, Expression]]) -> list[Reading]:
    """The readings that amounts are of, each once."""
    return list({reading.measured: reading for reading, _ in parts}.values())


LEVEL, AMOUNT = ("Level", False), ("Amount", True)
"""Heads of a table of levels."""

SETTLED = {
    "once": "once, at the level in the end",
    "each_reading": "at each reading for itself",
    "ratchet": "at each reading, on the level so far: what that adds to what was paid before; nothing is taken back",
    "clawback": "at each reading, on the level so far: what that adds to what was paid before, or takes back from it",
}


def settled_in_words(payment: PaymentByLevel) -> tuple[tuple[str, str], ...]:
    """How a payment on several readings is settled; nothing where it is settled once."""
    return () if payment.settles == "once" else (("Settled", SETTLED[payment.settles]),)
