"""The government's view: what it pays, what it spends itself, what it avoids, by fiscal year and agency.

Nominal first and present value second. Cashable savings and other fiscal value are never added silently: *net
cashable* counts only the first, *net fiscal* says in its name that it counts both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sibmodel.deal.part import titled
from sibmodel.deal.payments.payers import Paid
from sibmodel.deal.programme import VEHICLE, Programme
from sibmodel.deal.savings import Avoided
from sibmodel.deal.timeline import Clock, fiscal_years
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import (
    Counter,
    Expression,
    Number,
    TotalWhere,
    add_up,
    at_least,
    power,
    total,
)
from sibmodel.graph.model import Line, Measure, Model, Section
from sibmodel.graph.units import MONEY, NUMBER


def write_government(
    model: Model,
    clock: Clock,
    payers: Mapping[str, Paid],
    programme: Programme,
    savings: Sequence[Avoided],
    rate: Line,
    months: int,
) -> None:
    """Write the budget of each payer and the value of the deal to government as a whole."""
    years = Axis("fiscal years", fiscal_years(months))
    for name, payer in payers.items():
        _write_budget(model, clock, name, payer, programme, savings, years)
    _write_value(model, clock, payers, programme, savings, rate)


def _write_budget(
    model: Model,
    clock: Clock,
    name: str,
    payer: Paid,
    programme: Programme,
    savings: Sequence[Avoided],
    years: Axis,
) -> None:
    pen = model.section(f"budget.{name}", "Budget", payer.title)
    first = total(payer.fiscal_year * clock.falls(Number(0.0, clock.closes.counts)))
    year = pen.line("fiscal_year", "Fiscal year (named by the year it ends in)", Counter(years) + first, unit=NUMBER)

    def by_year(line: Line) -> Expression:
        return TotalWhere(line, payer.fiscal_year, year)

    paid = pen.flow("outcome_payments", "Outcome payments", by_year(payer.total), unit=MONEY)
    for term, row in payer.by_term.items():
        pen.flow(f"paid.{term}", f"of which for {titled(term).lower()}", by_year(row), unit=MONEY)
    own = programme.by_payer.get(name)
    pen.check(
        "covers_all",
        f"{payer.title}: the fiscal years cover every payment",
        at_least(total(paid), total(payer.total)),
        "some payments fall in a fiscal year that the budget does not show.",
        "Bring the end of the first period closer to the start.",
        "terms.timeline",
    )
    spent: Expression = paid
    if own is not None:
        costs = pen.flow("own_costs", "Own costs (evaluation, management, legal)", by_year(own), unit=MONEY)
        spent = paid + costs
    pen.flow("spent", "Spent in all", spent, unit=MONEY)
    for agency, value_class in dict.fromkeys((each.agency, each.value_class) for each in savings):
        lines = [each.line for each in savings if (each.agency, each.value_class) == (agency, value_class)]
        label = f"Cost avoided, {titled(agency)}, {value_class} (in this fiscal year)"
        pen.flow(f"avoided.{agency}.{value_class}", label, add_up([by_year(line) for line in lines], MONEY), unit=MONEY)


def _write_value(
    model: Model,
    clock: Clock,
    payers: Mapping[str, Paid],
    programme: Programme,
    savings: Sequence[Avoided],
    rate: Line,
) -> None:
    pen = model.section("government", "Savings", "Government as a whole")
    paid = pen.flow(
        "outcome_payments", "Outcome payments", add_up([p.total for p in payers.values()], MONEY), unit=MONEY
    )
    own = [line for name, line in programme.by_payer.items() if name != VEHICLE]
    costs = pen.flow(
        "own_costs", "Government's own costs", add_up(list(own), MONEY) if own else clock.nothing(MONEY), unit=MONEY
    )
    by_class = {
        kind: pen.flow(kind, f"Cost avoided, {kind}", _sum(savings, clock, value_class=kind), unit=MONEY)
        for kind in ("cashable", "fiscal", "economic", "social")
    }
    factor = pen.line("discount_factor", "Discount factor", power(1 + rate, 0 - clock.years), unit=NUMBER)
    cashable = pen.flow("net_cashable_flow", "Net cashable", by_class["cashable"] - paid - costs)
    fiscal = pen.flow("net_fiscal_flow", "Net fiscal (cashable and other fiscal value)", cashable + by_class["fiscal"])
    for agency, kind in dict.fromkeys((each.agency, each.value_class) for each in savings):
        _headline(
            pen.at("value").at(agency),
            kind,
            f"{titled(agency)}, {kind}",
            total(_sum(savings, clock, agency=agency, value_class=kind)),
        )
    _headline(pen, "net_cashable", "Net cashable, nominal", total(cashable))
    _headline(pen, "net_fiscal", "Net fiscal, nominal", total(fiscal))
    _headline(pen, "pv_net_cashable", "Net cashable, present value", total(cashable * factor))
    _headline(pen, "pv_net_fiscal", "Net fiscal, present value", total(fiscal * factor))


def _sum(savings: Sequence[Avoided], clock: Clock, *, value_class: str, agency: str = "") -> Expression:
    lines: list[Expression] = [
        each.line for each in savings if each.value_class == value_class and agency in ("", each.agency)
    ]
    return add_up(lines, MONEY) if lines else clock.nothing(MONEY)


def _headline(pen: Section, name: str, label: str, value: Expression) -> None:
    line = pen.line(name, label, value, unit=MONEY)
    pen.model.measure(Measure(line.name, label, line))
