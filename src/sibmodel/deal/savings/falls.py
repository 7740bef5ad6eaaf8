"""When the value of an outcome falls, and how much of it is left in later years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sibmodel.deal.calendar import YEAR
from sibmodel.deal.outcomes.outcome import Observed, apart
from sibmodel.deal.part import Writer
from sibmodel.deal.savings.horizon import Horizon
from sibmodel.graph.expressions import Expression, Number, minimum, positive, ratio
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY, MONTHS, SHARE


@dataclass(frozen=True, slots=True)
class Falling:
    """The value of the units of one outcome, by when they are measured.

    Args:
        writer: Reads the inputs of the saving, and writes its lines.
        horizon: The columns of savings.
        observed: The units.
        each: The value of one of them.
        lasts: The months over which it falls.
    """

    writer: Writer
    horizon: Horizon
    observed: Observed
    each: Expression
    lasts: Expression

    def whole(self) -> Line:
        """All of it, evenly, as if none of it faded."""
        label = f"{self.writer.title}: value when it falls"
        parts = self._parts(self.each, Number(0.0, MONTHS), self.lasts)
        return self.writer.pen.flow("spread", label, self._apart("falls", label, parts), unit=MONEY)

    def kept(self) -> list[Line]:
        """What is left of it, by the year since it began: the first in full, each further one less."""
        writer, rows = self.writer, []
        left: Expression = Number(1.0)
        for year in range(1, -(-self.horizon.months // 12) + 1):
            pen, title = writer.pen.at(f"year_{year}"), f"{writer.title}: year {year}"
            begins = Number(12.0 * (year - 1), MONTHS)
            months = pen.line("months", f"{title}, months that it lasts", minimum(positive(self.lasts - begins), YEAR))
            if year > 1:
                left = pen.line("left", f"{title}, share left", left * (1 - writer.read("drop_off", SHARE)), unit=SHARE)
            each = self.each * ratio(months, self.lasts, 0) * left
            label = f"{title}, value left"
            parts = self._parts(each, begins, months)
            rows.append(pen.flow("value", label, self._apart(f"year_{year}", label, parts), unit=MONEY))
        return rows

    def _parts(self, each: Expression, later: Expression, lasts: Expression) -> Iterator[tuple[str, Expression]]:
        calendar, after = self.horizon.calendar, self.writer.read("after", MONTHS) + later
        for reading in self.observed.readings:
            yield reading.name, each * reading.amount * calendar.share_of(reading.measured + after, lasts)
        for stream in self.observed.streams:
            amount = self._carried(stream.name, stream.amount)
            yield stream.name, calendar.spread(each * amount, stream.measured_after + after, lasts)

    def _carried(self, name: str, amount: Expression) -> Expression:
        """The units of a stream by their start, on the columns of savings; a line, for a lag reads whole rows."""
        if not self.horizon.is_longer:
            return amount
        pen, key = self.writer.pen, f"started_{name}" if name else "started"
        full = f"{pen.prefix}.{key}"
        if full in pen.model.lines:
            return pen.model.lines[full]
        label = f"{self.writer.title}: units by the start of their lag"
        own = amount if isinstance(amount, Line) else pen.flow(f"{key}_there", label, amount, unit=self.observed.unit)
        return pen.flow(key, f"{label}, on the columns of savings", self.horizon.carried(own), unit=self.observed.unit)

    def _apart(self, name: str, label: str, parts: Iterator[tuple[str, Expression]]) -> Expression:
        found, by_start = list(parts), bool(self.observed.streams)
        return apart(self.writer.pen, name, label, found, MONEY, is_by_start=by_start)
