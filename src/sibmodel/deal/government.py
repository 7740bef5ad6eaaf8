"""The government's view: what it pays, what it spends itself, what it avoids, by fiscal year and agency.

Nominal first and present value second. Cashable savings and other fiscal value are never added silently: *net
cashable* counts only the first, *net fiscal* says in its name that it counts both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from sibmodel.deal.budget import write_clocks
from sibmodel.deal.payments.payers import Paid
from sibmodel.deal.payments.payment import Due
from sibmodel.deal.programme import Borne
from sibmodel.deal.rates import DiscountCurve
from sibmodel.deal.savings.horizon import Horizon
from sibmodel.deal.savings.ledger import Avoided
from sibmodel.deal.savings.saving import VALUE_CLASSES, ValueClass
from sibmodel.deal.timeline import fiscal_years
from sibmodel.graph.axes import Axis
from sibmodel.graph.expressions import (
    Counter,
    Expression,
    Number,
    TotalWhere,
    add_up,
    at_least,
    total,
)
from sibmodel.graph.model import Line, Measure, Model, Section
from sibmodel.graph.units import MONEY, MONTHS, NUMBER

Flow = Callable[[str, str, Iterable[Line]], Line]
"""Writes the sum of some lines as a flow over the columns of savings: its name, its label, the lines."""
FISCAL_YEARS: Final = "fiscal years"
"""The name of the columns that a payer's budget runs over."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What the programme and its deal cost, whoever pays.

    Args:
        programme: Every cost of the programme.
        service: The costs without which nobody would be served.
        fees: What is paid for each fee of the structure.
    """

    programme: Line
    service: Line
    fees: Sequence[Line]

    @property
    def whole(self) -> list[Line]:
        """All of it: the work that is paid for, whoever pays."""
        return [self.programme, *self.fees]


@dataclass(frozen=True, slots=True)
class Government:
    """What the government's view is made of, and what readers call its parts.

    Args:
        payers: What each payer pays.
        own_costs: What payers spend themselves.
        surplus: What payers get back.
        savings: What is avoided.
        dues: Each payment term.
        spending: What the programme and its deal cost.
        standing: The agencies whose benefits count in public value; all where none is named.
        called: What readers call the agency of a name.
    """

    payers: Mapping[str, Paid]
    own_costs: Mapping[str, Borne]
    surplus: Mapping[str, Line]
    savings: Sequence[Avoided]
    dues: Mapping[str, Due]
    spending: Spending
    standing: Sequence[str]
    called: Callable[[str], str]

    def kinds(self) -> list[tuple[str, ValueClass]]:
        """Each agency and class of value that some saving has."""
        return list(dict.fromkeys((each.agency, each.value_class) for each in self.savings))

    def avoided(self, *, agency: str = "", value_class: str) -> list[Line]:
        """The savings of one class, of one agency or of all."""
        return [each.line for each in self.savings if each.value_class == value_class and agency in ("", each.agency)]

    def of_public_value(self) -> list[Line]:
        """The savings that are a gain to those whose benefits count, and no loss to anybody."""
        counted = (each for each in self.savings if not each.is_transfer)
        return [each.line for each in counted if not self.standing or each.agency in self.standing]


def write_government(model: Model, horizon: Horizon, government: Government, curve: DiscountCurve) -> None:
    """Write the budget of each payer and the value of the deal to government as a whole.

    Args:
        model: Where the lines go.
        horizon: The instants of the deal, and the columns over which savings are counted.
        government: What payers pay, spend, get back and avoid.
        curve: How government discounts.
    """
    years = Axis(FISCAL_YEARS, fiscal_years(horizon.months))
    for name in government.payers:
        _write_budget(model, horizon, name, government, years)
    _write_value(model, horizon, government, curve)


def _write_budget(model: Model, horizon: Horizon, name: str, government: Government, years: Axis) -> None:
    payer, clock = government.payers[name], horizon.clock
    pen = model.section(f"budget.{name}", "Budget", payer.title)
    first = total(payer.fiscal_year * clock.falls(Number(0.0, MONTHS)))
    year = pen.line(
        "fiscal_year",
        "Fiscal year (named by the year it ends in)",
        Counter(years) + first,
        unit=NUMBER,
        note="what is paid at the end of a period counts in the fiscal year of its last day",
    )

    def by_year(line: Line) -> Expression:
        return TotalWhere(line, payer.fiscal_year, year)

    paid = pen.flow("outcome_payments", "Outcome payments", by_year(payer.total), unit=MONEY)
    cash = {
        term: pen.flow(f"paid.{term}", f"of which for {government.dues[term].title}", by_year(row), unit=MONEY)
        for term, row in payer.by_term.items()
    }
    write_clocks(pen, payer, government.dues, year, cash, paid)
    spent: Expression = paid
    if name in government.own_costs:
        borne = government.own_costs[name]
        own = by_year(borne.now)
        if borne.ahead is not None:
            own = own + TotalWhere(borne.ahead, clock.fiscal_year_ahead(payer.fiscal_year_ends), year)
        label, note = "Own costs (evaluation, management, legal)", "in the fiscal year in which they are paid"
        spent = spent + pen.flow("own_costs", label, own, unit=MONEY, note=note)
    spent = pen.flow("spent", "Spent in all", spent, unit=MONEY)
    if name in government.surplus:
        back = pen.flow("surplus", "Share of surplus received", by_year(government.surplus[name]), unit=MONEY)
        pen.flow("net_spent", "Spent less share of surplus", spent - back)
    avoided = [_write_avoided(pen, horizon, government, payer, year, *kind) for kind in government.kinds()]
    pen.check(
        "covers_all",
        f"{payer.title}: the fiscal years cover every payment and saving",
        reduce(Expression.__mul__, [at_least(total(paid), total(payer.total)), *avoided]),
        "some payments or savings fall in a fiscal year that the budget does not show.",
        "Bring the end of the first period closer to the start.",
        "terms.timeline",
    )


def _write_avoided(
    pen: Section, horizon: Horizon, government: Government, payer: Paid, year: Line, agency: str, kind: ValueClass
) -> Expression:
    """Write what one agency avoids of one class by the payer's fiscal years; whether these cover all of it."""
    key, lines = (
        horizon.calendar.fiscal_year(payer.fiscal_year_ends),
        government.avoided(agency=agency, value_class=kind),
    )
    label = f"Cost avoided, {government.called(agency)}, {kind} (whole government)"
    years = add_up([TotalWhere(line, key, year) for line in lines], MONEY)
    shown, there = total(pen.flow(f"avoided.{agency}.{kind}", label, years, unit=MONEY)), total(add_up(lines, MONEY))
    return at_least(shown, there) * at_least(there, shown)


def _write_value(model: Model, horizon: Horizon, government: Government, curve: DiscountCurve) -> None:
    pen, calendar = model.section("government", "Savings", "Government as a whole"), horizon.calendar

    def flow(name: str, label: str, lines: Iterable[Line]) -> Line:
        parts = list(lines)
        whole = add_up(parts, MONEY) if parts else calendar.nothing(MONEY)
        return pen.flow(name, label, whole if whole.axis is calendar.axis else horizon.carried(whole), unit=MONEY)

    paid = flow("outcome_payments", "Outcome payments", (payer.total for payer in government.payers.values()))
    costs = flow("own_costs", "Government's own costs", (borne.whole for borne in government.own_costs.values()))
    back = flow("surplus_received", "Share of surplus received", government.surplus.values())
    by_class = {
        kind: flow(kind, f"Cost avoided, {kind}", government.avoided(value_class=kind)) for kind in VALUE_CLASSES
    }
    factor = pen.line("discount_factor", "Discount factor", curve.factor(calendar.years), unit=NUMBER)
    cashable = pen.flow("net_cashable_flow", "Net cashable", by_class["cashable"] + back - paid - costs)
    fiscal = pen.flow("net_fiscal_flow", "Net fiscal (cashable and other fiscal value)", cashable + by_class["fiscal"])
    _write_against_direct(pen, horizon, government, paid + costs - back, factor)
    _write_public_value(pen, flow, government, factor)
    for agency, kind in government.kinds():
        avoided = add_up(government.avoided(agency=agency, value_class=kind), MONEY)
        label = f"Cost avoided, {government.called(agency)}, {kind}"
        _headline(pen.at("value").at(agency), kind, label, total(avoided))
    _headline(pen, "net_cashable", "Net cashable, nominal", total(cashable))
    _headline(pen, "net_fiscal", "Net fiscal, nominal", total(fiscal))
    _headline(pen, "pv_net_cashable", "Net cashable, present value", total(cashable * factor))
    _headline(pen, "pv_net_fiscal", "Net fiscal, present value", total(fiscal * factor))


def _write_against_direct(
    pen: Section, horizon: Horizon, government: Government, spent: Expression, factor: Line
) -> None:
    """What the deal costs its payers, beside what the service would cost if they paid for it themselves."""
    deal = pen.flow("deal_cost", "Cost of the deal to payers", spent, unit=MONEY)
    service = horizon.carried(government.spending.service)
    label = "Cost of the service if payers fund it directly"
    note = "delivery, set-up and management; evaluation, intermediary and legal costs are taken for those of the deal"
    direct = pen.flow("direct_cost", label, service, unit=MONEY, note=note)
    worth = "Cost of the service if payers fund it directly, present value"
    pen.line("pv_direct_cost", worth, total(direct * factor), unit=MONEY)
    more = pen.flow("premium_flow", "Deal less direct funding", deal - direct, unit=MONEY)
    _headline(pen, "premium", "Deal less direct funding, nominal", total(more))
    _headline(pen, "pv_premium", "Deal less direct funding, present value", total(more * factor))


def _write_public_value(pen: Section, flow: Flow, government: Government, factor: Line) -> None:
    """What everybody gains whose benefits count, less the work that it takes: payments only move money."""
    gained = flow("gained", "Value to those whose benefits count, without transfers", government.of_public_value())
    used = flow("resources", "Work paid for: programme, evaluation, fees", government.spending.whole)
    value = pen.flow("public_value_flow", "Public value", gained - used, unit=MONEY)
    _headline(pen, "public_value", "Public value, nominal", total(value))
    _headline(pen, "pv_public_value", "Public value, present value", total(value * factor))


def _headline(pen: Section, name: str, label: str, value: Expression) -> None:
    line = pen.line(name, label, value, unit=MONEY)
    pen.model.measure(Measure(line.name, label, line))
