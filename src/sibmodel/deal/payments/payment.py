"""What every payment term shares: conditions, its own limit, when it is paid, and how it is told.

Money is *earned* when the outcome is measured and *due* so many months after the evaluator has verified it. All the
lags of a payment are added up in months and rounded to the end of a period once. Where a payment hangs on a
condition, it waits until the condition is known to hold. What is earned may be below nothing where the terms take
money back; such deductions are set off against later payments.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from sibmodel.deal.faults.fault import Fault
from sibmodel.deal.outcomes.outcome import Basis, Outcome
from sibmodel.deal.outcomes.term import Measured
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Text, Writer
from sibmodel.deal.payments.conditions import Condition, Met, all_met
from sibmodel.deal.payments.limits import Cut
from sibmodel.deal.payments.reach import ENDLESS, Reach
from sibmodel.deal.prices import Indices
from sibmodel.deal.programme import Programme
from sibmodel.deal.say import Say, Table
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, minimum, positive, previous
from sibmodel.graph.model import Line, Section
from sibmodel.graph.units import MONEY, NUMBER


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
        served: By the instants at which people are served for it; None where it is earned with the service.
        cuts: What those limits cut, each with the line of it.
    """

    earned: Expression
    claimed: Expression
    within: Expression | None = None
    served: Expression | None = None
    cuts: tuple[tuple[Cut, Line], ...] = ()

    @property
    def when_served(self) -> Expression:
        """What it comes to when people are served for it, which is when it is earned where nothing else is said."""
        return self.earned if self.served is None else self.served

    def and_(self, other: Claims) -> Claims:
        """Both together, of a mechanism without limits of its own."""
        served = self.when_served + other.when_served
        return Claims(self.earned + other.earned, self.claimed + other.claimed, served=served)


@dataclass(frozen=True, slots=True)
class Due:
    """A payment term's money on its way.

    Args:
        title: What readers call the term.
        earned: What it comes to when it is measured; below nothing where money is taken back.
        served: The same when people are served for it.
        claimed: What falls due, before limits that hold for the whole term.
        laid: What falls due before any limit, those of the mechanism too.
        reduced: What it comes to less than was paid or is fined; None where the term never does.
        deducted: What of that is taken back: of a true-up, what limits had not cut before.
        lapses: Whether what is taken back is set off at that instant alone.
        cut_before: What limits have cut and nothing has undone since; None where that does not matter.
        paid: What payers pay in the end; written once their limits are.
        cuts: Limits within the mechanism.
    """

    title: str
    earned: Line
    served: Line
    claimed: Line
    laid: Line
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
    in_any_case: ClassVar[str] = ""
    """What it is where it is owed whatever the outcomes, in words; empty where it hangs on outcomes alone."""

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

    def most_due(self, reach: Reach, after: float, until: float) -> float:
        """The most that may fall due after one month and until another; all of it where it does not say when."""
        return self.most(reach)

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
        served = earned
        if claims.served is not None:
            when = claims.served * met.flag if met else claims.served
            served = pen.flow("served", f"{title}: earned, when people are served for it", when, unit=MONEY)
        laid, claimed = self._claimed(writer, around, claims, met, earned)
        reduced = deducted = cut_before = None
        if self.may_deduct:
            reduced, deducted, cut_before = self._taken_back(pen, title, claimed)
            laid = claimed = pen.flow("claimed_to_pay", f"{title}: falls due to be paid", positive(claimed), unit=MONEY)
        paid = Line(f"{pen.prefix}.paid", f"{title}: paid", pen.place, MONEY, claimed.axis, None, is_flow=True)
        lapses = self.may_deduct and not self.may_leave_owed
        cuts = [self._cut(pen, cut, line, met) for cut, line in claims.cuts]
        taken = (reduced, deducted, lapses, cut_before)
        return Due(title, earned, served, claimed, laid, *taken, pen.model.add(paid), tuple(cuts))

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

    def _claimed(
        self, writer: Writer, around: Surroundings, claims: Claims, met: Met | None, earned: Line
    ) -> tuple[Line, Line]:
        """What falls due once its conditions are known to hold: before and within limits of the mechanism's own."""
        pen, title, carried = writer.pen, writer.title, around.clock.check_carried
        last = f"{title}: falls due, before its own limit"
        if met is None and claims.within is None:
            claimed = pen.flow("claimed", last, claims.claimed, unit=MONEY)
            carried(writer, "claimed", earned, claimed, "money falls due")
            return claimed, claimed
        before = pen.flow("claimed_at_first", f"{title}: falls due, before limits and conditions", claims.claimed)
        earned = pen.flow("earned_at_first", f"{title}: earned, before limits and conditions", claims.earned)
        carried(writer, "claimed", earned, before, "money falls due")
        within = before
        if claims.within is not None:
            within = pen.flow("claimed_within", f"{title}: falls due, within limits of units", claims.within)
        if met is None:
            return before, pen.flow("claimed", last, within, unit=MONEY)
        released = _released(pen, title, met, around.clock, within)
        laid = claimed = pen.flow("claimed", last, released, unit=MONEY)
        if within is not before:
            aside = _released(pen.at("limits_aside"), f"{title}, limits aside", met, around.clock, before)
            laid = pen.flow("claimed_limits_aside", f"{title}: falls due, limits of units aside", aside, unit=MONEY)
        return laid, claimed

    def _cut(self, pen: Section, cut: Cut, line: Line, met: Met | None) -> Cut:
        """A limit of the mechanism's own cuts nothing of what no condition lets through."""
        if met is None:
            return cut
        name = line.name.removeprefix(f"{pen.prefix}.")
        return replace(cut, line=pen.flow(f"{name}_if_met", f"{line.label}, if conditions hold", line * met.flag).name)


def _released(pen: Section, title: str, met: Met, clock: Clock, row: Line) -> Expression:
    """What falls due once the conditions are known to hold: all that did so before, at that instant."""
    opened = met.flag * clock.reached(met.known)
    so_far = to_date(pen, "claimed_to_date", f"{title}: fell due so far if its conditions hold", row)
    label = f"{title}: fell due so far, once its conditions are known to hold"
    released = pen.line("released", label, opened * so_far, unit=MONEY)
    return released - previous(released)


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
