"""The programme: who starts and when, and what it costs, when and to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Final, Literal

from pydantic import Field

from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Quantity, SomeMonths, Text, Writer, titled
from sibmodel.deal.prices import Indices
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import (
    Expression,
    Number,
    add_up,
    at_least,
    maximum,
    minimum,
    positive,
    previous,
    ratio,
    total,
)
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import MONEY, MONTHS, PEOPLE, Unit

VEHICLE = "vehicle"
EARLY_END = "early end"
"""What no cost of a deal file can be called: winding down."""
PaidWhen = Annotated[Literal["in_advance", "in_arrears"], SHAPE]


class Cohort(Part):
    """People who start over a window of months, evenly or with a ramp at the beginning."""

    people: Quantity
    from_month: Months = 0
    over_months: SomeMonths = 1
    ramp_months: Months = 0
    title: Text = ""

    def write(self, writer: Writer, clock: Clock) -> tuple[Line, Line]:
        """Who starts in each period: at the instant that ends it, and at the instant that opens it."""
        people = writer.read("people", PEOPLE)
        pen = writer.pen
        share = pen.line("started_share", f"{writer.title}: share started so far", self._share(writer, clock.closes))
        ahead = pen.line(
            "started_share_ahead", f"{writer.title}: share started by the next", self._share(writer, clock.ahead)
        )
        starts = pen.flow(
            "starts", f"{writer.title}: starts", clock.running(people * (share - previous(share))), unit=PEOPLE
        )
        next_ones = clock.running(people * (ahead - share), is_ahead=True)
        coming = pen.flow("starts_ahead", f"{writer.title}: starts in the next period", next_ones, unit=PEOPLE)
        pen.check(
            "all_start",
            f"{writer.title}: everybody starts before the last instant",
            at_least(people * total(share * clock.is_last), people),
            "starts in part or in whole after the last period of the deal.",
            "Start earlier, or give the timeline more periods.",
            writer.path,
        )
        return starts, coming

    def last_start(self, writer: Writer) -> Expression:
        """The month by which everybody has started."""
        return writer.read("from_month", MONTHS) + writer.read("over_months", MONTHS)

    def _share(self, writer: Writer, until: Expression) -> Expression:
        """The share started by a month: a rate that grows evenly over the ramp and then holds."""
        window = writer.read("over_months", MONTHS)
        ramp = minimum(writer.read("ramp_months", MONTHS), window)
        gone = minimum(positive(until - writer.read("from_month", MONTHS)), window)
        climbed = minimum(gone, ramp)
        weighted = ratio(climbed * climbed, 2 * ramp, 0) + (gone - climbed)
        return ratio(weighted, window - ratio(ramp, 2, 0), 0)


class _Cost(Part):
    """What every cost says: who pays it and what for."""

    title: Text = ""
    purpose: Annotated[Literal["delivery", "set_up", "evaluation", "intermediary", "management", "legal"], SHAPE] = (
        "delivery"
    )
    paid_by: Annotated[str, SHAPE] = VEHICLE
    indexed: Annotated[str | None, SHAPE] = None

    @property
    def is_ahead(self) -> bool:
        """Whether what stands at an instant is paid on the day after it, when the next period opens."""
        return getattr(self, "paid", "in_arrears") == "in_advance"


class OneOff(_Cost):
    """One amount in one month: set-up, an evaluation report."""

    kind: Annotated[Literal["one_off"], SHAPE]
    amount: Money
    month: Months = 0

    def amounts(self, writer: Writer, clock: Clock, starts: Line, coming: Line) -> Expression:
        """The amount at the instant that takes its month."""
        return writer.read("amount", MONEY) * clock.falls(writer.read("month", MONTHS))

    def check(self, writer: Writer, clock: Clock) -> None:
        """Its month lies within the deal."""
        clock.check_within(writer, "month", writer.read("month", MONTHS), "the cost")


class _OverMonths(_Cost):
    """A cost that falls evenly over a window of months."""

    from_month: Months = 0
    months: SomeMonths
    paid: PaidWhen = "in_advance"

    def window(self, writer: Writer, clock: Clock) -> Expression:
        """The months of each period that lie in the window."""
        begins, lasts = writer.read("from_month", MONTHS), writer.read("months", MONTHS)
        return clock.overlap(begins, lasts, in_advance=self.paid == "in_advance")

    def check(self, writer: Writer, clock: Clock) -> None:
        """Its window lies within the deal."""
        ends = writer.read("from_month", MONTHS) + writer.read("months", MONTHS)
        clock.check_within(writer, "months", ends, "the last month of the cost", "Begin earlier, shorten it")


class Fixed(_OverMonths):
    """One total, evenly over a window of months."""

    kind: Annotated[Literal["fixed"], SHAPE]
    total: Money

    def amounts(self, writer: Writer, clock: Clock, starts: Line, coming: Line) -> Expression:
        """The part of the window that lies in each period, times the total."""
        return writer.read("total", MONEY) * ratio(self.window(writer, clock), writer.read("months", MONTHS), 0)


class Monthly(_OverMonths):
    """So much a month over a window of months."""

    kind: Annotated[Literal["monthly"], SHAPE]
    per_month: Money

    def amounts(self, writer: Writer, clock: Clock, starts: Line, coming: Line) -> Expression:
        """The months of each period that lie in the window, times the monthly amount."""
        return writer.read("per_month", MONEY / MONTHS) * self.window(writer, clock)


class PerPerson(_Cost):
    """So much for each person who starts."""

    kind: Annotated[Literal["per_person"], SHAPE]
    per_person: Money
    paid: PaidWhen = "in_advance"

    def amounts(self, writer: Writer, clock: Clock, starts: Line, coming: Line) -> Expression:
        """The people who start in the period, times the amount for each."""
        people = coming if self.paid == "in_advance" else starts
        return writer.read("per_person", MONEY / PEOPLE) * people

    def check(self, writer: Writer, clock: Clock) -> None:
        """Nothing to check: it follows the starts, which are checked."""


SERVICE: Final = ("delivery", "set_up", "management")
"""The purposes without which nobody would be served; evaluation, intermediary and legal costs are those of a deal."""

Cost = Annotated[OneOff | Fixed | Monthly | PerPerson, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Borne:
    """What one party pays: in all, and how much of it on the day of the instant and on the day after."""

    whole: Line
    now: Line
    ahead: Line | None


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one cohort: who starts when, and the month by which the last of them has started."""

    starts: Line
    last_start: Expression


@dataclass(frozen=True, slots=True)
class Programme:
    """The lines of the programme that the other parts read: who starts, and what each party has to pay."""

    starts: Line
    groups: Mapping[str, Group]
    by_payer: Mapping[str, Borne]
    cost: Line
    service: Line

    def among(self, names: Sequence[str] | None, unit: Unit = PEOPLE) -> Expression:
        """Who starts in some of the cohorts; in all of them where none is named."""
        return self.starts if names is None else add_up([self.groups[name].starts for name in names], unit)

    def last_start(self, names: Sequence[str] | None) -> Expression:
        """The month by which the last person of some cohorts has started."""
        groups = [self.groups[name] for name in names] if names is not None else list(self.groups.values())
        none: Expression = Number(0.0, MONTHS)
        return reduce(maximum, [group.last_start for group in groups], none)


def write_programme(
    model: Model,
    clock: Clock,
    cohorts: Mapping[Name, Cohort],
    costs: Mapping[Name, Cost],
    indices: Indices,
    called: Callable[[str], str],
) -> Programme:
    """Write who starts, what each cost amounts to, and what each party pays.

    Args:
        model: Where the lines go.
        clock: The timeline.
        cohorts: Who starts.
        costs: What it costs.
        indices: What prices rise with.
        called: What readers call the party of a name.
    """
    starts, coming, groups = _write_starts(model, clock, cohorts)
    lines: dict[str, Line] = {}
    for name, cost in costs.items():
        pen = model.section(f"costs.{name}", "Timeline", "Costs of the programme")
        writer = Writer(cost, f"plan.costs.{name}", titled(name, cost.title), pen)
        at_start_prices = cost.amounts(writer, clock, starts, coming)
        amounts = indices.applied(clock.running(at_start_prices, is_ahead=cost.is_ahead), cost.indexed)
        lines[name] = pen.flow("amount", writer.title, amounts, unit=MONEY)
        cost.check(writer, clock)
    if clock.ending is not None:
        lines[EARLY_END] = clock.ending.wind_down
    pen = model.section("programme", "Timeline", "Costs of the programme")

    def flow(name: str, label: str, own: list[Line]) -> Line:
        return pen.flow(name, label, add_up(list(own), MONEY) if own else clock.nothing(MONEY), unit=MONEY)

    whole = flow("cost", "All costs", list(lines.values()))
    served = [lines[name] for name, each in costs.items() if each.purpose in SERVICE]
    service = flow("service", "Costs of the service itself (delivery, set-up, management)", served)
    payers = dict.fromkeys([VEHICLE, *(cost.paid_by for cost in costs.values())])
    borne = {payer: _write_borne(pen, clock, payer, costs, lines, called) for payer in payers}
    return Programme(starts, groups, borne, whole, service)


def _write_borne(
    pen: Section,
    clock: Clock,
    payer: str,
    costs: Mapping[Name, Cost],
    lines: Mapping[str, Line],
    called: Callable[[str], str],
) -> Borne:
    """Write what one party pays, and for a payer also which of it falls on the day after an instant."""
    title = f"Paid by {'the vehicle' if payer == VEHICLE else called(payer)}"

    def flow(name: str, label: str, own: list[Line]) -> Line:
        return pen.flow(name, label, add_up(list(own), MONEY) if own else clock.nothing(MONEY), unit=MONEY)

    own = {name: cost for name, cost in costs.items() if cost.paid_by == payer}
    winding_down = [lines[EARLY_END]] if payer == VEHICLE and EARLY_END in lines else []
    whole = flow(f"cost_of_{payer}", title, [*(lines[name] for name in own), *winding_down])
    if payer == VEHICLE or not any(cost.is_ahead for cost in own.values()):
        return Borne(whole, whole, None)
    now = [lines[name] for name, cost in own.items() if not cost.is_ahead]
    ahead = [lines[name] for name, cost in own.items() if cost.is_ahead]
    return Borne(
        whole,
        flow(f"cost_now_of_{payer}", f"{title}, on the day", now),
        flow(f"cost_ahead_of_{payer}", f"{title}, on the day after, for the period that opens", ahead),
    )


def _write_starts(model: Model, clock: Clock, cohorts: Mapping[Name, Cohort]) -> tuple[Line, Line, dict[str, Group]]:
    written, groups = [], {}
    for name, cohort in cohorts.items():
        pen = model.section(f"starts.{name}", "Timeline", "People who start")
        writer = Writer(cohort, f"plan.starts.{name}", titled(name, cohort.title), pen)
        written.append(cohort.write(writer, clock))
        groups[name] = Group(written[-1][0], cohort.last_start(writer))
    pen = model.section("programme", "Timeline", "People who start")
    starts = add_up([pair[0] for pair in written], PEOPLE) if written else clock.nothing(PEOPLE)
    coming = add_up([pair[1] for pair in written], PEOPLE) if written else clock.nothing(PEOPLE)
    return (
        pen.flow("starts", "All starts", starts, unit=PEOPLE),
        pen.flow("starts_ahead", "All starts in the next period", coming, unit=PEOPLE),
        groups,
    )
