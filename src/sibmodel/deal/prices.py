"""Prices: inflation that indexes prices, costs and savings, and older prices brought to those of the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from sibmodel.deal.calendar import YEAR, Calendar
from sibmodel.deal.part import SHAPE, Name, Part, Rate, Text, Writer, titled
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, MonthNumber, Number, at_least, choose, floor, power, ratio
from sibmodel.graph.model import Line, Model, Section
from sibmodel.graph.units import NUMBER, SHARE

YEAR_PATTERN: Final = r"^(19|20)\d\d$"
Year = Annotated[str, StringConstraints(pattern=YEAR_PATTERN)]
PriceYear = Annotated[int, SHAPE, Field(ge=1950, le=2099)]


class Inflation(Part):
    """A price index that grows at one yearly rate from financial close on, and by ``past`` in the years before.

    ``past`` has the growth of prices in single years: ``2015: 1.2%`` is by how much prices of 2015 are above those
    of 2014. It brings a value in older prices to the prices of the year in which the deal starts.
    """

    rate: Rate
    past: dict[Year, Rate] = {}
    title: Text = ""

    def after(self, year: int) -> list[int]:
        """The years after another whose growth it has."""
        return sorted(int(past) for past in self.past if int(past) > year)


@dataclass(frozen=True, slots=True)
class Indices:
    """The price indices of a deal, by name.

    Args:
        clock: The instants over which they run.
        parts: What the deal states of each.
        writers: Reads the inputs of each, and writes its lines.
        lines: Each index, by instant.
        growth: By how much each grows in a year.
    """

    clock: Clock
    parts: Mapping[str, Inflation]
    writers: Mapping[str, Writer]
    lines: Mapping[str, Line]
    growth: Mapping[str, Expression]

    def applied(self, amount: Expression, name: str | None) -> Expression:
        """An amount at the prices of its instant; as it stands where no index is named."""
        return amount if name is None else amount * self.lines[name]

    def applied_in(self, amount: Expression, name: str | None, month: Expression) -> Expression:
        """An amount at the prices of a month, whichever instant takes it."""
        return amount if name is None else amount * power(self.growth[name], ratio(month, YEAR, 0))

    def applied_on(self, calendar: Calendar, amount: Expression, name: str | None) -> Expression:
        """An amount at the prices of its column on another calendar."""
        if name is None or calendar.axis is self.clock.axis:
            return self.applied(amount, name)
        label = f"{self.writers[name].title}: price index"
        return amount * _once(calendar.pen, f"index_{name}", label, lambda: power(self.growth[name], calendar.years))

    def since(self, name: str, year: int) -> Line:
        """By how much prices of the year in which the deal starts are above those of an earlier one."""
        writer, part = self.writers[name], self.parts[name]
        start = self._start_year(writer.pen)

        def factor() -> Expression:
            whole: Expression = Number(1.0)
            for past in part.after(year):
                rise = 1 + writer.read(f"past.{past}", SHARE, f"growth of prices to {past}")
                whole = whole * choose(at_least(start, Number(float(past))), rise, 1)
            self._check_reaches(name, year, start)
            return whole

        label = f"{writer.title}: prices of the year of the start, those of {year} being 1"
        return _once(writer.pen, f"{name}_since_{year}", label, factor)

    def _check_reaches(self, name: str, year: int, start: Line) -> None:
        """Under a scenario, or in the workbook, a deal may start later than its past growth reaches."""
        writer, last = self.writers[name], max([year, *self.parts[name].after(year)])
        writer.pen.check(
            f"{name}_since_{year}_reaches",
            f"{writer.title}: past growth reaches the year of the start",
            at_least(Number(float(last)), start),
            f"prices of {year} are brought to those of {last}, and the deal starts later.",
            "Add the growth of prices of the years between to 'past', or start earlier.",
            writer.path,
        )

    def _start_year(self, pen: Section) -> Line:
        year = floor(ratio(MonthNumber(self.clock.start), YEAR, 0))
        return _once(pen, "start_year", "Year in which the deal starts", lambda: year)


def _once(pen: Section, name: str, label: str, formula: Callable[[], Expression]) -> Line:
    """A line that several parts ask for, written when the first of them does."""
    full = f"{pen.prefix}.{name}"
    return pen.model.lines[full] if full in pen.model.lines else pen.line(name, label, formula(), unit=NUMBER)


def write_indices(model: Model, clock: Clock, inflation: Mapping[Name, Inflation]) -> Indices:
    """Write a line for each price index."""
    pen = model.section("indices", "Timeline", "Price indices")
    writers = {
        name: Writer(part, f"plan.inflation.{name}", titled(name, part.title), pen) for name, part in inflation.items()
    }
    growth: dict[str, Expression] = {name: 1 + writer.read("rate", SHARE) for name, writer in writers.items()}
    lines = {
        name: pen.line(name, f"{writer.title}: price index", power(growth[name], clock.years), unit=NUMBER)
        for name, writer in writers.items()
    }
    return Indices(clock, inflation, writers, lines, growth)
