"""Returns: what each investor, and all of them together, put in and got back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.rates import DiscountCurve
from sibmodel.deal.timeline import Clock
from sibmodel.deal.vehicle.vehicle import Vehicle
from sibmodel.graph.expressions import (
    Expression,
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
from sibmodel.graph.returns import internal_rate, payback
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


def write_returns(model: Model, clock: Clock, vehicle: Vehicle, hurdle: DiscountCurve) -> None:
    """Write the returns of every tranche whose money is at risk, and of all of them together."""
    for name, stake in vehicle.at_risk.items():
        _write(model.section(f"investors.{name}", "Returns", stake.writer.title), clock, _holding(stake, clock), hurdle)
    pen = model.section("investors.total", "Returns", "All investors together")
    _write(pen, clock, _together(pen, clock, vehicle), hurdle)


def _holding(stake: Stake, clock: Clock) -> Holding:
    back, principal = stake.returned(), stake.closing("principal")
    lost = positive(total(stake.drawn) - total(back)) if principal is None else total(principal * clock.is_last)
    owed = [closing for what in ("interest", "fee") if (closing := stake.closing(what)) is not None]
    unpaid = add_up([total(closing * clock.is_last) for closing in owed], MONEY)
    return Holding(stake.writer.title, stake.writer.read("commitment", MONEY), stake.drawn, back, lost, unpaid)


def _together(pen: Section, clock: Clock, vehicle: Vehicle) -> Holding:
    def each(what: str) -> list[Expression]:
        return [pen.model[f"investors.{name}.{what}"] for name in vehicle.at_risk]

    def whole(rows: Iterable[Line]) -> Expression:
        return add_up(list(rows), MONEY) if vehicle.at_risk else clock.nothing(MONEY)

    stakes = vehicle.at_risk.values()
    return Holding(
        "All investors",
        add_up(each("committed"), MONEY),
        pen.flow("all_drawn", "Drawn", whole(stake.drawn for stake in stakes), unit=MONEY),
        pen.flow("all_returned", "All that comes back", whole(stake.returned() for stake in stakes), unit=MONEY),
        add_up(each("principal_lost"), MONEY),
        add_up(each("interest_unpaid"), MONEY),
    )


def _write(pen: Section, clock: Clock, holding: Holding, hurdle: DiscountCurve) -> None:
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
    has_drawn = pen.line("has_drawn", "Something was drawn", above(all_drawn, 0))
    worth = has_drawn * ratio(returned, all_drawn, 0)
    multiple = pen.line("multiple", "Money multiple (came back / drawn)", worth, unit=MULTIPLE)
    pen.model.measure(
        Measure(multiple.name, "Money multiple", multiple, has_drawn, MULTIPLE_STATUSES, {0: "nothing drawn"})
    )
    internal_rate(pen, workings, flow, clock.years, "Internal rate of return", total(back))
    npv = pen.line("npv", "Net present value at the hurdle rate", hurdle.present_value(flow, clock.years), unit=MONEY)
    pen.model.measure(Measure(npv.name, "Net present value at the hurdle rate", npv))
    payback(pen, workings, pen.model[f"{workings.prefix}.flow"], clock.years, "Payback, years")
    pen.line(
        "principal_lost",
        "Principal lost",
        holding.principal_lost,
        unit=MONEY,
        note="principal still owed after the last instant; for equity, what was drawn and did not come back",
    )
    pen.line(
        "interest_unpaid",
        "Interest unpaid after the last instant",
        holding.interest_unpaid,
        unit=MONEY,
        note="with commitment fees, where there are any",
    )
