"""Returns: what each investor, and all of them together, put in and got back."""

from __future__ import annotations

from sibmodel.deal.timeline import Clock
from sibmodel.deal.vehicle import Vehicle
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
from sibmodel.graph.returns import internal_rate, payback, present_value
from sibmodel.graph.units import MONEY, MULTIPLE

MULTIPLE_STATUSES = {0: "nothing_drawn", 1: "ok"}


def write_returns(model: Model, clock: Clock, vehicle: Vehicle, hurdle: Line) -> None:
    """Write the returns of every tranche and of all investors together."""
    for name, stake in vehicle.stakes.items():
        assert stake.drawn is not None
        pen = model.section(f"investors.{name}", "Returns", stake.writer.title)
        commitment = stake.writer.read("commitment", MONEY)
        lost = _principal_lost(stake.principal.closing if stake.principal else None, clock)
        _write(pen, clock, stake.writer.title, commitment, stake.drawn, model[f"capital.{name}.returned"], lost, hurdle)
    _write_total(model, clock, vehicle, hurdle)


def _write_total(model: Model, clock: Clock, vehicle: Vehicle, hurdle: Line) -> None:
    pen = model.section("investors.total", "Returns", "All investors together")
    stakes = vehicle.stakes.values()
    names = list(vehicle.stakes)
    drawn = pen.flow(
        "all_drawn", "Drawn", add_up([stake.drawn for stake in stakes if stake.drawn is not None], MONEY), unit=MONEY
    )
    back = pen.flow(
        "all_returned",
        "All that comes back",
        add_up([model[f"capital.{n}.returned"] for n in names], MONEY),
        unit=MONEY,
    )
    commitments = add_up([stake.writer.read("commitment", MONEY) for stake in stakes], MONEY)
    lost = add_up([model[f"investors.{name}.principal_lost"] for name in names], MONEY)
    _write(pen, clock, "All investors", commitments, drawn, back, lost, hurdle)


def _principal_lost(principal: Line | None, clock: Clock) -> Expression | None:
    return None if principal is None else total(principal * clock.is_last)


def _write(
    pen: Section,
    clock: Clock,
    title: str,
    commitment: Expression,
    drawn: Line,
    back: Line,
    lost: Expression | None,
    hurdle: Line,
) -> None:
    workings = pen.model.section(f"{pen.prefix}.rate", "Workings", f"{title}: internal rate of return")
    flow = pen.flow("flow", f"{title}: cash flow", back - drawn, note="to the investor +, from the investor -")
    pen.line("committed", "Committed", commitment, unit=MONEY)
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
        positive(all_drawn - returned) if lost is None else lost,
        unit=MONEY,
        note="principal still owed after the last instant; for equity, what was drawn and did not come back",
    )
