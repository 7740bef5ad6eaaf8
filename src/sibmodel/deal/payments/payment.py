"""What every payment term shares: conditions, its own limit, when it is paid, and how it is told.

Money is *earned* when the outcome is measured and *due* so many months after the evaluator has verified it. All the
lags of a payment are added up in months and rounded to the end of a period once. Where a payment hangs on a
condition, it waits until the condition is known to hold. What is earned may be below nothing where the terms take
money back; such deductions are set off against later payments.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.outcomes.outcome import Basis, Outcome, Reading
from sibmodel.deal.outcomes.term import Measured
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Text, Writer, titled
from sibmodel.deal.payments.conditions import Condition, Met, all_met
from sibmodel.deal.payments.limits import Cut
from sibmodel.deal.payments.reach import ENDLESS, Reach, times
from sibmodel.deal.payments.schedule import Schedule
from sibmodel.deal.programme import Programme
from sibmodel.deal.rates import Indices
from sibmodel.deal.say import Say, Table
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import (
    Expression,
    add_up,
    at_least,
    choose,
    maximum,
    minimum,
    positive,
    previous,
    ratio,
)
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY, MONTHS, NUMBER, Unit


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a payment term reads besides its own fields; ``dues`` are the terms that stand before it."""

    clock: Clock
    outcomes: Mapping[str, Outcome]
    indices: Indices
    programme: Programme
    dues: Mapping[str, Due]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a mechanism comes to, by the instant at which it is earned and by the one at which it falls due.

    Args:
        earned: By the instant at which it is measured.
        claimed: By the instant at which it falls due.
        within: What limits of the mechanism's own leave of it; None where it has none.
        cuts: What those limits cut, each with the line of it.
    """

    earned: Expression
    claimed: Expression
    within: Expression | None = None
    cuts: tuple[tuple[Cut, Line], ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A payment term's money on its way.

    Args:
        title: What readers call the term.
        earned: What it comes to when it is measured; below nothing where money is taken back.
        claimed: What falls due, before limits that hold for the whole term.
        reduced: What it comes to less than was paid or is fined; None where the term never does.
        deducted: What of that is taken back: of a true-up, what limits had not cut before.
        lapses: Whether what is taken back is set off at that instant alone.
        cut_before: What limits have cut and nothing has undone since; None where that does not matter.
        paid: What payers pay in the end; written once their limits are.
        cuts: Limits within the mechanism.
    """

    title: str
    earned: Line
    claimed: Line
    reduced: Line | None
    deducted: Line | None
    lapses: bool
    cut_before: Line | None
    paid: Line
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A mechanism in words.

    Args:
        formula: How it pays, in a phrase.
        brief: The same with its figures, in half a sentence.
        rules: Further rules, as label and words.
        tables: Its figures.
        levels: The amounts at the levels that it names, for where no drawing shows them.
        drawn: What a drawing of its schedule shows, where that is not all that it pays.
    """

    formula: str
    brief: str
    rules: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    levels: Table | None = None
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a payment term is checked against: its place in the deal, the outcomes, how levels are written."""

    name: str
    outcomes: Mapping[str, Measured]
    payments: Mapping[str, Payment]
    may_end_early: bool = False

    def at(self, *steps: str | int) -> tuple[str | int, ...]:
        """The path of one of its fields."""
        return ("terms", "payments", self.name, *steps)

    def counts_otherwise(self, outcome: str) -> str:
        """What the level of an outcome is where it is no share, in words that follow its name; else nothing."""
        part = self.outcomes.get(outcome)
        if part is None or not part.has_level or part.level_unit.shown_as == "share":
            return ""
        return "is a score" if part.level_unit == NUMBER else f"counts {part.level_unit}"

    def level(self, outcome: str) -> Callable[[float], str]:
        """How levels of an outcome are written."""
        from sibmodel.deal.wording import number, percent

        part = self.outcomes.get(outcome)
        return percent if part is not None and part.level_unit.shown_as == "share" else number


class Payment(Part):
    """A term of payment."""

    needs: ClassVar[Literal["units", "level", "nothing"]] = "nothing"
    """What it asks of the outcomes that it pays for."""

    title: Text = ""
    max: Money | None = None
    only_if: dict[Name, Condition] = {}

    @abstractmethod
    def outcomes_paid(self) -> Iterator[tuple[tuple[str, ...], str, Basis]]:
        """The outcomes that it pays for: where it names each, the name, and the basis."""

    @abstractmethod
    def claims(self, writer: Writer, around: Surroundings) -> Claims:
        """Write what it comes to."""

    @abstractmethod
    def told(self, say: Say) -> Told:
        """The mechanism in words."""

    @property
    def may_deduct(self) -> bool:
        """Whether it may come to less than nothing."""
        return False

    @property
    def may_leave_owed(self) -> bool:
        """Whether somebody owes what it takes back and payments are too small to set off."""
        return self.may_deduct

    @property
    def trues_up(self) -> bool:
        """Whether what it takes back was paid before, so that what a limit cut of that need not be paid back."""
        return False

    @property
    def level_outcome(self) -> str | None:
        """The outcome whose level its schedule is on; None where it has no schedule."""
        return None

    def line_of_one(self, reading: str) -> str | None:
        """The line of what one reading comes to, under the term's own name, where each is settled for itself."""
        return None

    def most(self, reach: Reach) -> float:
        """The most that it can come to, whatever the outcomes and before any limit; endless where it does not say."""
        return ENDLESS

    def below(self, reach: Reach) -> float:
        """The most that it may have taken back beyond what it came to; endless where it does not say."""
        return ENDLESS if self.may_deduct else 0.0

    def outcome_names(self) -> list[str]:
        """The outcomes that it pays for, each once."""
        return list(dict.fromkeys(outcome for _, outcome, _ in self.outcomes_paid()))

    def levels(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """The levels at which its schedule jumps or bends, each with its place in the term."""
        return iter(())

    def levels_stated(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """Every level of an outcome that it states: its place in the term, the outcome, the level."""
        return iter(())

    def turns(self) -> tuple[float, ...]:
        """The levels at which its schedule jumps or bends, rising; none where it has no schedule."""
        return tuple(sorted({level for _, level in self.levels()}))

    def limits_told(self, say: Say) -> Iterator[str]:
        """Limits of the mechanism's own, in words that follow the name of the term."""
        return iter(())

    def faults(self, about: About) -> Iterator[Fault]:
        """What does not fit within the term."""
        return iter(())

    def write(self, writer: Writer, around: Surroundings) -> Due:
        """Write what is earned and what falls due once its conditions are known to hold."""
        pen, title = writer.pen, writer.title
        claims = self.claims(writer, around)
        met = all_met(writer, self.only_if, around.outcomes)
        if met is not None:
            met = replace(met, flag=around.clock.counted(met.flag, met.measured))
            around.clock.check_within(writer, "known", met.known, "the month in which its conditions are known")
        earned = pen.flow("earned", f"{title}: earned", claims.earned * met.flag if met else claims.earned, unit=MONEY)
        claimed = self._claimed(writer, around, claims, met, earned)
        reduced = deducted = cut_before = None
        if self.may_deduct:
            reduced, deducted, cut_before = self._taken_back(pen, title, claimed)
            claimed = pen.flow("claimed_to_pay", f"{title}: falls due to be paid", positive(claimed), unit=MONEY)
        paid = Line(f"{pen.prefix}.paid", f"{title}: paid", pen.place, MONEY, claimed.axis, None, is_flow=True)
        lapses = self.may_deduct and not self.may_leave_owed
        cuts = [self._cut(pen, cut, line, met) for cut, line in claims.cuts]
        return Due(title, earned, claimed, reduced, deducted, lapses, cut_before, pen.model.add(paid), tuple(cuts))

    def _taken_back(self, pen: Section, title: str, claimed: Line) -> tuple[Line, Line, Line | None]:
        """What it takes back; what a limit had cut of a true-up was never paid, and is undone first."""
        back = positive(0 - claimed)
        if not self.trues_up:
            taken = pen.flow("deducted", f"{title}: is taken back", back, unit=MONEY)
            return taken, taken, None
        reduced = pen.flow("reduced", f"{title}: comes to less than before", back, unit=MONEY)
        label = f"{title}: cut by limits and not undone"
        cut = pen.model.add(Line(f"{pen.prefix}.cut_before", label, pen.place, MONEY, claimed.axis, None))
        label = f"{title}: of what comes to less, limits had cut"
        undone = pen.flow("undone", label, minimum(reduced, previous(cut)), unit=MONEY)
        return reduced, pen.flow("deducted", f"{title}: is taken back", reduced - undone, unit=MONEY), cut

    def _claimed(self, writer: Writer, around: Surroundings, claims: Claims, met: Met | None, earned: Line) -> Line:
        """What falls due: within limits of the mechanism's own, and once its conditions are known to hold."""
        pen, title, carried = writer.pen, writer.title, around.clock.check_carried
        last = f"{title}: falls due, before its own limit"
        if met is None and claims.within is None:
            claimed = pen.flow("claimed", last, claims.claimed, unit=MONEY)
            carried(writer, "claimed", earned, claimed, "money falls due")
            return claimed
        before = pen.flow("claimed_at_first", f"{title}: falls due, before limits and conditions", claims.claimed)
        earned = pen.flow("earned_at_first", f"{title}: earned, before limits and conditions", claims.earned)
        carried(writer, "claimed", earned, before, "money falls due")
        within: Expression = before
        if claims.within is not None:
            within = pen.flow("claimed_within", f"{title}: falls due, within limits of units", claims.within)
        if met is not None:
            opened = met.flag * around.clock.reached(met.known)
            so_far = to_date(pen, "claimed_to_date", f"{title}: fell due so far if its conditions hold", within)
            label = f"{title}: fell due so far, once its conditions are known to hold"
            released = pen.line("released", label, opened * so_far, unit=MONEY)
            within = released - previous(released)
        return pen.flow("claimed", last, within, unit=MONEY)

    def _cut(self, pen: Section, cut: Cut, line: Line, met: Met | None) -> Cut:
        """A limit of the mechanism's own cuts nothing of what no condition lets through."""
        if met is None:
            return cut
        name = line.name.removeprefix(f"{pen.prefix}.")
        return replace(cut, line=pen.flow(f"{name}_if_met", f"{line.label}, if conditions hold", line * met.flag).name)


def at_reading(writer: Writer, reading: Reading) -> Writer:
    """A writer for the lines of a term at one reading."""
    name = titled(reading.name).lower()
    return writer.under(reading.name or "once", f"{writer.title}, {name}" if name else writer.title)


def to_date(pen: Section, name: str, label: str, row: Expression) -> Line:
    """A running sum that may stand in a loop: what is paid may depend on what was paid before."""
    axis = row.axis
    assert axis is not None
    return pen.recurrence(name, label, MONEY, axis, lambda line: previous(line) + row)


class OutcomePayment(Payment):
    """A term that pays for outcomes: on which measure, how long after they are verified, at which prices."""

    paid_on: Annotated[Basis, SHAPE]
    paid_after: Months = 0
    indexed: Annotated[str | None, SHAPE] = None


class PaymentByLevel(OutcomePayment):
    """A term that pays by the level that an outcome reaches, in the one form of a canonical schedule.

    An outcome that is read several times is settled once by default, at its level in the end. ``each_reading`` puts
    the schedule on every reading for itself; ``ratchet`` and ``clawback`` put it on the level so far and pay what that
    adds to what was paid before. A ratchet never takes anything back, a clawback does.
    """

    needs: ClassVar[Literal["units", "level", "nothing"]] = "level"

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
            factor = reach.price(self.indexed, readings[-1].measured)
        elif self.settles == "each_reading" or (self.may_deduct and not reach.is_in_order(self.outcome)):
            factor = sum(prices)
        return times(self.top(reach.highest[self.outcome]), factor)

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
        for reading, amount in zip(readings[1:], amounts[1:], strict=True):
            own = at_reading(writer, reading)
            reached = maximum(before, amount) if self.settles == "ratchet" else amount
            entitled = own.pen.line("entitled", f"{own.title}: entitled so far", reached, unit=MONEY)
            more = self._priced(around, reading, entitled - before)
            now = worth + more
            if self.settles == "clawback" and self.indexed is not None:
                now = choose(at_least(entitled, before), now, worth * ratio(entitled, before, 0))
            after = own.pen.line(
                "worth", f"{own.title}: worth so far, at the prices at which each part was earned", now, unit=MONEY
            )
            yield own.pen.line("adds", f"{own.title}: adds to what was paid", after - worth, unit=MONEY)
            before, worth = entitled, after

    def _falling(self, writer: Writer, around: Surroundings, parts: Sequence[tuple[Reading, Expression]]) -> Claims:
        falls, after = around.clock.falls, writer.read("paid_after", MONTHS)
        earned, claimed = [], []
        for reading, amount in parts:
            counted = around.clock.counted(amount, reading.measured)
            earned.append(counted * falls(reading.measured))
            claimed.append(counted * falls(reading.verified + after))
        return Claims(add_up(earned, MONEY), add_up(claimed, MONEY))


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
