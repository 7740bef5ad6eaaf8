"""In brief: sentences that a hearing could quote, and the key figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sibmodel.report import doubts, words
from sibmodel.report.maximum import Most
from sibmodel.report.sections import caveats, exits
from sibmodel.report.sections.brief_investors import (
    at_risk,
    nothing_changes,
    nothing_works,
    own_capital,
    under_scenario,
)
from sibmodel.report.sections.brief_terms import paid_in_any_case, who_pays
from sibmodel.report.sections.rungs import back_at
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING


def in_brief(view: View, most: Most) -> tuple[str, ...]:
    """Who pays what for what, the most that can be paid, what investors risk, what happens if nothing works."""
    who = (caveats.pays_nobody(view), who_pays(view), caveats.indexed(view))
    opening = (*who, _at_most(view, most), exits.ends_early(view))
    parts: tuple[Callable[[View], str], ...] = (
        caveats.cut_by_limits, at_risk, under_scenario, caveats.unfunded, nothing_works, nothing_changes,
        caveats.outside_government, _savings, doubts.in_brief,
    )  # fmt: skip
    return tuple(text for text in (*opening, *(part(view) for part in parts)) if text)


def key_figures(view: View, most: Most) -> tuple[tuple[str, str, str], ...]:
    """Label, figure and what it is for."""
    money, title = view.currency, view.scenario_title()
    sure = paid_in_any_case(view)
    maximum, in_all, of_which = "Maximum outcome payments", "Outcome payments", ""
    if sure > NOTHING:
        maximum, in_all, of_which = "Maximum payments", "Payments", f"of which fees {money.full(sure)}, "
    paid = (
        (maximum, _most(view, most), f"all payers, whole contract{on_condition(view, most)}"),
        (in_all, money.full(view.number("payments.paid")), f"{of_which}{title}"),
    )
    return (*paid, *(_investors_figures(view) if view.investors else _programme_figures(view)))


def _programme_figures(view: View) -> Iterator[tuple[str, str, str]]:
    """What a deal without investors has to show instead of their returns."""
    money, title = view.currency, view.scenario_title()
    granted = sum(view.number(f"capital.{name}.drawn") for name in view.tranches)
    yield "Grants drawn", money.full(granted), f"never repaid, {title}"
    yield "Costs of the programme", money.full(view.number("vehicle.costs_paid")), title


def _investors_figures(view: View) -> tuple[tuple[str, str, str], ...]:
    money, title = view.currency, view.scenario_title()
    drawn = "Capital drawn" if own_capital(view) else "Drawn from investors"
    return (
        (drawn, money.full(view.number("investors.total.drawn")), title),
        ("Money multiple", words.multiple(view.figure("investors.total.multiple")), f"came back / drawn, {title}"),
        ("Internal rate of return", view.rate("total"), f"a year, {title}"),
        ("Break-even for investors", back_at(view), f"of the outcomes expected, all cash{_if_funded(view)}"),
    )


def _if_funded(view: View) -> str:
    """What the break-even takes for granted where costs have no funding on the ladder."""
    return ", if costs without funding are met from elsewhere" if caveats.unfunded_on_the_ladder(view) else ""


def _most(view: View, most: Most) -> str:
    return "no cap" if most.amount is None else view.currency.at_most(most.amount)


def on_condition(view: View, most: Most) -> str:
    """For how many people, at whose prices and under which scenario the most is so much, where that matters."""
    one = most.people == 1
    people = f", for the {words.exact(most.people)} {'person' if one else 'people'} planned to start"
    months = words.listed(words.month_of_deal(view.start, month) for month in most.priced)
    prices = f", at the prices of {months}" if most.priced else ""
    scenario = "" if most.scenario == view.scenario else f", {view.under(most.scenario)}"
    return f"{people if most.people else ''}{prices}{scenario}"


def _at_most(view: View, most: Most) -> str:
    if most.amount is None or most.own is None:
        terms = words.listed(view.term(name) for name in most.uncapped)
        return f"The contract states no cap on what can be paid in all. Nothing limits what is paid for {terms}."
    said = f"The most that can be paid over the whole contract is {_most(view, most)}{on_condition(view, most)}"
    other = most.scenario != view.scenario
    own = f"; {view.under()} it is {view.currency.at_most(most.own)}" if other else ""
    moves = " Prices are indexed, so another month of measurement would change it." if most.priced else ""
    return f"{said}{own}.{moves}"


def _savings(view: View) -> str:
    if not view.deal.plan.savings:
        return "The deal file states no cost avoided, so this term sheet says nothing about savings to government."
    cash, fiscal = view.number("government.net_cashable"), view.number("government.net_fiscal")
    freed = (
        ""
        if abs(cash - fiscal) <= NOTHING
        else (
            f"; counting capacity freed as well, which is not cash, {'they end' if _are_several(view) else 'it ends'} "
            f"{_worse_or_better(view, fiscal)}"
        )
    )
    own = " and own costs" if view.number("government.own_costs") > NOTHING else ""
    who = "payers and agencies together end" if _are_several(view) else "the payer ends"
    after = f"nominal {view.under()}, after payments{own}{_surplus_received(view)}"
    return (
        f"Counting only money that can be taken out of a budget, {who} {_worse_or_better(view, cash)}{freed}. "
        f"{'These sums are' if freed else 'That is'} {after}."
    )


def _are_several(view: View) -> bool:
    """Whether more than one payer pays, or an agency that is no payer avoids costs."""
    agencies = {saving.agency for saving in view.deal.plan.savings.values()}
    return len(agencies | view.deal.terms.payers.keys()) > 1


def _surplus_received(view: View) -> str:
    received = view.number("government.surplus_received")
    return f" and with the {view.currency.full(received)} of surplus received" if received > NOTHING else ""


def _worse_or_better(view: View, amount: float) -> str:
    if abs(amount) <= NOTHING:
        return "as they began" if _are_several(view) else "as it began"
    return f"{view.currency.full(abs(amount))} {'better' if amount > 0 else 'worse'} off"
