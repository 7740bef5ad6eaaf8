"""Returns: what each investor, and all of them together, put in and got back."""

from __future__ import annotations

from dataclasses import dataclass

from sibmodel.deal.timeline import Clock
from sibmodel.deal.vehicle import Stake, Vehicle
from sibmodel.graph.expressions import (
    Expression,
    Number,
    above,
    add_up,
    cumulative,
    largest,
    positive,
    previous,
    ratio,
    total,
)
from sibmodel.graph.model import Line, Measure, Model, Section
from sibmodel.graph.returns import internal_rate, payback, present_value
from sibmodel.graph.units import MONEY, MULTIPLE

MULTIPLE_STATUSES = {0: "nothing_drawn", 1: "ok"}


@dataclass(frozen=True, slots=True)
class Holding:
    """What an investor, or all of them together, put in, got back and did not get."""

    title: str
    committed: Expression
    drawn: Line
    back: Line
    principal_lost: Expression
    interest_unpaid: Expression


def write_returns(model: Model, clock: Clock, vehicle: Vehicle, hurdle: Line) -> None:
    """Write the returns of every tranche and of all investors together."""
    for name, stake in vehicle.stakes.items():
        _write(model.section(f"investors.{name}", "Returns", stake.writer.title), clock, _holding(stake, clock), hurdle)
    pen = model.section("investors.total", "Returns", "All investors together")
    _write(pen, clock, _together(pen, vehicle), hurdle)


def _holding(stake: Stake, clock: Clock) -> Holding:
    assert stake.drawn is not None
    assert stake.returned is not None
    lost = positive(total(stake.drawn) - total(stake.returned))
    unpaid: Expression = Number(0.0, MONEY)
    if stake.principal is not None:
        lost = total(stake.principal.closing * clock.is_last)
    if stake.interest is not None:
        unpaid = total(stake.interest.closing * clock.is_last)
    committed = stake.writer.read("commitment", MONEY)
    return Holding(stake.writer.title, committed, stake.drawn, stake.returned, lost, unpaid)


def _together(pen: Section, vehicle: Vehicle) -> Holding:
    def each(what: str) -> list[Line]:
        return [pen.model[f"investors.{name}.{what}"] for name in vehicle.stakes]

    stakes = vehicle.stakes.values()
    drawn = [stake.drawn for stake in stakes if stake.drawn is not None]
    back = [stake.returned for stake in stakes if stake.returned is not None]
    return Holding(
        "All investors",
        add_up(each("committed"), MONEY),
        pen.flow("all_drawn", "Drawn", add_up(drawn, MONEY), unit=MONEY),
        pen.flow("all_returned", "All that comes back", add_up(back, MONEY), unit=MONEY),
        add_up(each("principal_lost"), MONEY),
        add_up(each("interest_unpaid"), MONEY),
    )


def _write(pen: Section, clock: Clock, holding: Holding, hurdle: Line) -> None:
    title, drawn, back = holding.title, holding.drawn, holding.back
    workings = pen.model.section(f"{pen.prefix}.rate", "Workings", f"{title}: internal rate of return")
    flow = pen.flow("flow", f"{title}: cash flow", back - drawn, note="to the investor +, from the investor -")
    pen.line("committed", "Committed", holding.committed, unit=MONEY)
    all_drawn = pen.line("drawn", "Drawn in all", total(drawn), unit=MONEY)
    so_far = workings.line(
        "at_risk", "Drawn so far less what came back before", cumulative(drawn) - previous(cumulative(back))
    )
    pen.line("peak_drawn", "Most at risk at any instant", positive(largest(so_far)), unit=MONEY)
    returned = pen.line("returned", "Came back in all", total(back), unit=MONEY)
    multiple = pen.line("multiple", "Money multiple (came back / drawn)", ratio(returned, all_drawn, 0), unit=MULTIPLE)
    has_drawn = pen.line("has_drawn", "Something was drawn", above(all_drawn, 0))
    pen.model.measure(
        Measure(multiple.name, "Money multiple", multiple, has_drawn, MULTIPLE_STATUSES, {0: "nothing drawn"})
    )
    internal_rate(pen, workings, flow, clock.years, "Internal rate of return")
    npv = pen.line("npv", "Net present value at the hurdle rate", present_value(flow, hurdle, clock.years), unit=MONEY)
    pen.model.measure(Measure(npv.name, "Net present value at the hurdle rate", npv))
    payback(pen, workings, pen.model[f"{workings.prefix}.flow"], clock.years, "Payback, years")
    pen.line(
        "principal_lost",
        "Principal lost",
        holding.principal_lost,
        unit=MONEY,
        note="principal still owed after the last instant; for equity, what was drawn and did not come back",
    )
    pen.line("interest_unpaid", "Interest unpaid after the last instant", holding.interest_unpaid, unit=MONEY)
