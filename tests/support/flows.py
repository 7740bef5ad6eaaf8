"""Models whose only inputs are the flows of each year, and what the lines of returns say of them."""

from sibmodel.engine.evaluate import evaluate
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import Counter, Number, at_least, maximum, total
from sibmodel.graph.model import Model
from sibmodel.graph.returns import IRR_STATUSES, internal_rate, payback
from sibmodel.graph.units import MONEY, YEARS


def model_of(flows):
    model = Model(Axis("years", len(flows)))
    pen, workings = model.section("all", "Returns", "All"), model.section("all.rate", "Workings", "All")
    year = pen.line("year", "Year", Counter(model.time), unit=YEARS)
    flow = Number(0.0, MONEY) * year
    for number, amount in enumerate(flows):
        here = at_least(year, number) * at_least(number, year)
        flow = flow + model.input(f"flow_{number}", f"Flow {number}", amount, MONEY) * here
    flow = pen.flow("flow", "Flow", flow)
    internal_rate(pen, workings, flow, year, "IRR", total(maximum(flow, 0)))
    payback(pen, workings, flow, year, "Payback")
    return model


def rate_of(flows):
    """The rate and its status."""
    values = evaluate(model_of(flows))
    return float(values["all.irr"][0, 0]), IRR_STATUSES[round(float(values["all.irr_status"][0, 0]))]
