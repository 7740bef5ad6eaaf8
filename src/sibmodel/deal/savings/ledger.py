"""The savings ledger: from the gross value of an outcome to what an agency really avoids, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sibmodel.deal.calendar import YEAR
from sibmodel.deal.outcomes.outcome import Observed, Outcome
from sibmodel.deal.part import Name, Writer, titled
from sibmodel.deal.prices import Indices
from sibmodel.deal.savings.chain import steps_of, write_chain
from sibmodel.deal.savings.falls import Falling
from sibmodel.deal.savings.horizon import Horizon
from sibmodel.deal.savings.saving import Grade, Saving, UnitCost, ValueClass
from sibmodel.graph.expressions import Expression, Number, add_up, floor, positive, ratio, total
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONEY, MONTHS, NUMBER, SHARE, Unit

POINTS = Number(100.0)
_FALLS_LATER = "Say in plan.savings_years for how many years savings are counted, or let them last less long."


@dataclass(frozen=True, slots=True)
class Avoided:
    """One line of cost avoidance."""

    agency: str
    value_class: ValueClass
    line: Line
    is_transfer: bool = False


@dataclass(frozen=True, slots=True)
class Valued:
    """What savings are valued by.

    Args:
        unit_costs: The unit costs of the plan.
        grades: By how much each grade of evidence cuts a value.
        indices: What values rise with.
    """

    unit_costs: Mapping[Name, UnitCost]
    grades: Mapping[Name, Grade]
    indices: Indices


def write_savings(
    model: Model,
    horizon: Horizon,
    savings: Mapping[Name, Saving],
    outcomes: Mapping[str, Outcome],
    valued: Valued,
    called: Callable[[str], str],
) -> list[Avoided]:
    """Write every line of cost avoidance.

    Args:
        model: Where the lines go.
        horizon: The columns of savings.
        savings: What outcomes are worth.
        outcomes: What is measured.
        valued: What savings are valued by.
        called: What readers call the agency of a name.
    """
    written: list[Avoided] = []
    for name, saving in savings.items():
        title = titled(name, saving.title)
        pen = model.section(f"savings.{name}", "Savings", f"{called(saving.agency)}: {saving.value_class}")
        entry = _Entry(Writer(saving, f"plan.savings.{name}", title, pen), saving, horizon, valued)
        written += entry.write(outcomes[saving.outcome].happened(saving.counted, horizon.clock))
    return written


@dataclass(frozen=True, slots=True)
class _Entry:
    """One saving while it is written."""

    writer: Writer
    saving: Saving
    horizon: Horizon
    valued: Valued

    def write(self, observed: Observed) -> Iterator[Avoided]:
        """The units, their value when it falls, what is taken off it, and what of the rest becomes cash."""
        pen, saving, title = self.writer.pen, self.saving, self.writer.title
        value = self._value(observed.unit)
        falling = self._falling(observed, value)
        spread = falling.whole()
        self._count_carried(pen.model.lines[f"{pen.prefix}.value"], spread)
        kept = None if saving.drop_off is None else self._at_prices(add_up(list(falling.kept()), MONEY))
        steps = [*steps_of(self.writer, saving, self.valued.grades, kept)]
        net = self._at_prices(spread)
        if steps:
            net = write_chain(self.writer, pen.flow("gross", f"{title}: gross value", net, unit=MONEY), steps)
        if saving.released_by is None:
            avoided = pen.flow("avoided", f"{title}: cost avoided", net, unit=MONEY)
            yield Avoided(saving.agency, saving.value_class, avoided, saving.transfer)
        else:
            yield from self._released(pen.flow("net", f"{title}: net value", net, unit=MONEY), value, observed.unit)

    # --- gross -------------------------------------------------------------------------------------------------------

    def _value(self, unit: Unit) -> Line:
        """The value of one unit, or of one percentage point, in the prices of the start."""
        saving, title = self.saving, self.writer.title
        per = MONEY if unit.shown_as == SHARE.shown_as else MONEY / unit
        each = "of a percentage point" if per is MONEY else str(per).removeprefix("money").strip() or "of a point"
        price_year = saving.prices_of(self.valued.unit_costs)
        value: Expression
        note = ""
        if saving.unit_cost is None:
            value = self.writer.read("value", per, f"value {each}")
        else:
            cost = self.valued.unit_costs[saving.unit_cost]
            named = titled(saving.unit_cost, cost.title)
            writer = Writer(cost, f"plan.unit_costs.{saving.unit_cost}", named, self.writer.pen)
            value = writer.read("value", per, f"value {each}")
            note = f"{cost.told(saving.unit_cost)}{f' Prices of {price_year}.' if price_year else ''}"
        if saving.share is not None:
            value = value * self.writer.read("share", SHARE, "share of the unit cost")
        if price_year is not None and saving.indexed is not None:
            value = value * self.valued.indices.since(saving.indexed, price_year)
        year = " for a year" if saving.yearly else ""
        return self.writer.pen.line("value_of_one", f"{title}: value {each}{year}", value, unit=per, note=note)

    def _falling(self, observed: Observed, value: Line) -> Falling:
        pen, title, lasts = self.writer.pen, self.writer.title, self.writer.read("lasts", MONTHS)
        each: Expression = value * POINTS if observed.unit.shown_as == SHARE.shown_as else value
        if self.saving.yearly:
            each = each * ratio(lasts, YEAR, 0)
        measured = observed.measured(pen, title, self.horizon.clock)
        units = pen.flow("units", f"{title}: {self.saving.counted} units", measured, unit=observed.unit)
        pen.flow("value", f"{title}: value when measured", each * units, unit=MONEY)
        return Falling(self.writer, self.horizon, observed, each, lasts)

    def _count_carried(self, measured: Line, falls: Line) -> None:
        """What falls after the last column: lost by mistake where the deal ends there, left out where it was asked."""
        if self.horizon.is_longer:
            label = f"{self.writer.title}: falls after the last year counted, and is left out"
            self.writer.pen.line("beyond", label, total(measured) - total(falls), unit=MONEY)
        else:
            clock = self.horizon.clock
            clock.check_carried(self.writer, "avoided", measured, falls, "savings fall", _FALLS_LATER)

    def _at_prices(self, amount: Expression) -> Expression:
        return self.valued.indices.applied_on(self.horizon.calendar, amount, self.saving.indexed)

    # --- cash and capacity -------------------------------------------------------------------------------------------

    def _released(self, net: Line, value: Line, unit: Unit) -> Iterator[Avoided]:
        """Cash in whole steps of capacity, for a ward is closed or it is not; the rest frees capacity only."""
        pen, title, agency = self.writer.pen, self.writer.title, self.saving.agency
        a_year = self._at_prices(value * ratio(self.horizon.calendar.months, YEAR, 0))
        label = f"{title}: units a year that are no longer needed"
        units = pen.line("units_a_year", label, ratio(net, a_year, 0), unit=unit)
        step = self.writer.read("released_by", unit, "units a year that are closed at once")
        steps = floor(ratio(positive(units), step, 0))
        closed = pen.line("closed", f"{title}: steps of capacity closed", steps, unit=NUMBER)
        cash = net * ratio(closed * step, units, 0)
        avoided = pen.flow("avoided", f"{title}: cost avoided, released as cash", cash, unit=MONEY)
        freed = pen.flow("capacity", f"{title}: capacity freed, not cash", net - avoided, unit=MONEY)
        yield Avoided(agency, "cashable", avoided, self.saving.transfer)
        yield Avoided(agency, "fiscal", freed, self.saving.transfer)
