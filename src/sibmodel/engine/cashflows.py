"""Every amount of a projection as one long table: the contract of ``cashflows.csv``.

One row for each scenario, line and instant at which there is something, so that a filter or a pivot finds any of them;
the first instant is there for every line, and an instant without a row is nil. A *flow* belongs to its period and may
be added up over the instants; a *level* (a balance, what is owed) stands at its instant and may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sibmodel.deal.part import date_of
from sibmodel.engine.projection import Projection, settled
from sibmodel.graph.model import Line
from sibmodel.graph.units import DAYS, MONEY, PEOPLE

HEADER: Final = ("scenario", "instant", "date", "line", "label", "kind", "unit", "amount")
_COUNTED: Final = (MONEY, PEOPLE, DAYS)
_LEFT_OUT: Final = ("Workings", "Checks")


def cash_flows(projection: Projection) -> Iterator[tuple[str, int, str, str, str, str, str, float]]:
    """The rows, in the order of :data:`HEADER`: scenario by scenario, line by line, instant by instant."""
    lines = [line for line in projection.model.lines.values() if _is_amount(projection, line)]
    for scenario in projection.scenarios:
        for line in lines:
            dates = _dates(projection, line, scenario)
            kind = "flow" if line.is_flow else "level"
            unit = projection.deal.currency if line.unit == MONEY else str(line.unit)
            for instant, value in enumerate(projection.row(line.name, scenario)):
                amount = settled(float(value))
                if amount or not instant:
                    yield scenario, instant, dates[instant], line.name, line.label, kind, unit, amount


def _is_amount(projection: Projection, line: Line) -> bool:
    """Whether a line counts money, people or days over the instants and is no mere working."""
    return (
        projection.model.dates_of(line.axis) is not None
        and line.unit in _COUNTED
        and line.place.sheet not in _LEFT_OUT
        and not line.name.startswith(("time.", "horizon."))
    )


def _dates(projection: Projection, line: Line, scenario: str) -> list[str]:
    """The dates of the columns of a line: the instants of the deal, or the periods of savings that outlast it."""
    dated = projection.model.dates_of(line.axis)
    assert dated is not None
    return [date_of(number).isoformat() for number in projection.row(dated.name, scenario)]
