"""In brief: sentences that a hearing could quote, and the key figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np

from sibmodel.engine.exits import paid_for_ending
from sibmodel.report import words
from sibmodel.report.counterfactual import counts_what_is_so_anyway, without_difference
from sibmodel.report.maximum import Most
from sibmodel.report.say import Said
from sibmodel.report.sections import caveats, exits
from sibmodel.report.sections.cash import before_receipts, never_out_of_pocket
from sibmodel.report.sections.rungs import back_at
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_INVESTED: Final = tuple(f"investors.total.{what}" for what in ("drawn", "returned", "principal_lost"))


def in_brief(view: View, most: Most) -> tuple[str, ...]:
    """Who pays what for what, the most that can be paid, what investors risk, what happens if nothing works."""
    who = (caveats.pays_nobody(view), _who_pays(view), caveats.indexed(view))
    opening = (*who, _at_most(view, most), exits.ends_early(view))
    parts: tuple[Callable[[View], str], ...] = (
        caveats.cut_by_limits, _at_risk, _under_scenario, caveats.unfunded, _nothing_works, _nothing_changes,
        caveats.outside_government, _savings,
    )  # fmt: skip
    return tuple(text for text in (*opening, *(part(view) for part in parts)) if text)


def key_figures(view: View, most: Most) -> tuple[tuple[str, str, str], ...]:
    """Label, figure and what it is for."""
    money, title = view.currency, view.scenario_title()
    paid = (
        ("Maximum outcome payments", _most(view, most), f"all payers, whole contract{_on_condition(view, most)}"),
        ("Outcome payments", money.full(view.number("payments.paid")), title),
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
    return (
        ("Drawn from investors", money.full(view.number("investors.total.drawn")), title),
        ("Money multiple", words.multiple(view.figure("investors.total.multiple")), f"came back / drawn, {title}"),
        ("Internal rate of return", view.rate("total"), f"a year, {title}"),
        ("Break-even for investors", back_at(view), f"of the outcomes expected, all cash{_if_funded(view)}"),
    )


def _if_funded(view: View) -> str:
    """What the break-even takes for granted where costs have no funding on the ladder."""
    return ", if costs without funding are met from elsewhere" if caveats.unfunded_on_the_ladder(view) else ""


def _most(view: View, most: Most) -> str:
    if most.amount is None:
        return "not known" if most.unknown else "no cap"
    return view.currency.at_most(most.amount)


def _on_condition(view: View, most: Most) -> str:
    """At whose prices and under which scenario the most is so much, where that matters."""
    months = words.listed(words.month_of_deal(view.start, month) for month in most.priced)
    prices = f", at the prices of {months}" if most.priced else ""
    return prices if most.scenario == view.scenario else f"{prices}, {view.under(most.scenario)}"


def _who_pays(view: View) -> str:
    payers = view.deal.terms.payers
    named = [
        view.payer(name) if payer.share == 1 else f"{view.payer(name)} ({words.percent(payer.share)})"
        for name, payer in payers.items()
    ]
    terms = [f"{view.term(name)}: {terms_in_words(view, name)}" for name in view.deal.terms.payments]
    own = view.number("government.own_costs")
    beside = f" Beside that, government bears costs of its own of {view.currency.full(own)}." if own > NOTHING else ""
    return f"{words.listed(named)} {'pays' if len(named) == 1 else 'pay'} for outcomes. {'. '.join(terms)}.{beside}"


def terms_in_words(view: View, name: str) -> str:
    """A payment term in half a sentence."""
    payment, said = view.deal.terms.payments[name], Said(view)
    brief = payment.told(said).brief
    if payment.only_if:
        conditions = words.listed(each.told(said) for each in payment.only_if.values())
        brief += f"; paid only if {conditions}"
    return brief


def _at_most(view: View, most: Most) -> str:
    if most.amount is None or most.own is None:
        if not most.unknown:
            return "The contract states no cap on what can be paid in all."
        terms = words.listed(view.term(name) for name in most.unknown)
        return f"The most that can be paid over the whole contract is not known: no cap is stated for {terms}."
    said = f"The most that can be paid over the whole contract is {_most(view, most)}{_on_condition(view, most)}"
    other = most.scenario != view.scenario
    own = f"; {view.under()} it is {view.currency.at_most(most.own)}" if other else ""
    moves = " Prices are indexed, so another month of measurement would change it." if most.priced else ""
    return f"{said}{own}.{moves}"


def _at_risk(view: View) -> str:
    if not view.investors:
        return caveats.nobody_at_risk(view)
    money = view.currency
    committed, peak = view.number("investors.total.committed"), view.number("investors.total.peak_drawn")
    if never_out_of_pocket(view) and peak > NOTHING:
        return (
            f"Investors commit {money.full(committed)} and put in at most {money.full(peak)} at any one time "
            f"{view.under()}, always covered by what comes back at the same instant."
        )
    between = before_receipts(view)
    return (
        f"Investors commit {money.full(committed)} and are out of pocket by at most {money.full(peak)} "
        f"at any one time {view.under()}{f', {between}' if between else ''}."
    )


def _under_scenario(view: View) -> str:
    money = view.currency
    paid, drawn, back = (
        view.number(line) for line in ("payments.paid", "investors.total.drawn", "investors.total.returned")
    )
    where = view.under()
    payments = f"{where[0].upper()}{where[1:]}, outcome payments come to {money.full(paid)}"
    if not view.investors:
        return f"{payments}."
    return (
        f"{payments}; investors draw down "
        f"{money.full(drawn)} and get back {money.full(back)}, {_at_a_rate(view, drawn)}."
    )


def _at_a_rate(view: View, drawn: float) -> str:
    """The internal rate of all investors, or that there is none and why."""
    figure, rate = view.figure("investors.total.irr"), view.rate("total")
    if figure.value is not None:
        return f"an internal rate of return of {rate} a year"
    if drawn <= NOTHING:
        return "so there is no internal rate of return"
    if rate in words.IRR_WORDS.values():
        return f"with {rate} of return"
    return f"{rate}, so no internal rate of return"


def _nothing_works(view: View) -> str:
    found = {name: float(row[0]) for name, row in view.achieved(np.zeros(1), _asked(view)).items()}
    paid = view.currency.full(found["payments.paid"])
    return f"If there is no outcome at all, payers pay {paid}{_for_ending(view, found)}{_and_investors(view, found)}"


def _for_ending(view: View, found: Mapping[str, float]) -> str:
    """How much of what is paid is owed only because the deal ends early."""
    amount = sum(found[line] for line in paid_for_ending(view.deal))
    if amount <= NOTHING:
        return ""
    much = "all of it" if amount >= found["payments.paid"] - NOTHING else f"{view.currency.full(amount)} of it"
    return f", {much} because the deal ends early"


def _nothing_changes(view: View) -> str:
    """What is paid all the same if the programme makes no difference; where gross payments count what is so anyway."""
    terms = counts_what_is_so_anyway(view)
    if not terms:
        return ""
    found = without_difference(view, _asked(view))
    if found["payments.paid"] <= NOTHING:
        return ""
    named = words.listed(view.term(name) for name in terms)
    return (
        f"If the programme makes no difference, payers still pay {view.currency.full(found['payments.paid'])}, because "
        f"what would have happened anyway counts too ({named}, paid on gross){_and_investors(view, found)}"
    )


def _and_investors(view: View, found: Mapping[str, float]) -> str:
    """What investors then get back, where there are any."""
    return f"; investors then get back {_get_back(view, found)}" if view.investors else "."


def _asked(view: View) -> list[str]:
    """The lines that tell what payers pay and investors get back."""
    return ["payments.paid", caveats.UNFUNDED, *_INVESTED, *_called(view), *paid_for_ending(view.deal)]


def _called(view: View) -> list[str]:
    return [f"capital.{name}.paid" for name in view.guarantees]


def _get_back(view: View, found: Mapping[str, float]) -> str:
    """What investors get back of what they drew, what they lose, and which costs have no funding."""
    money = view.currency
    drawn, back, lost = (found[line] for line in _INVESTED)
    loss = f"lose {money.full(lost)} of principal" if lost > NOTHING else "lose no principal"
    earned = ", interest and surplus included," if lost > drawn - back + NOTHING and lost > NOTHING else ""
    guaranteed = _guaranteed(view, sum(found[line] for line in _called(view)), back)
    of = "against" if earned or back > drawn + NOTHING else "of"
    short = found[caveats.UNFUNDED]
    gap = f" {money.full(short)} of costs then has no funding." if short > NOTHING else ""
    return f"{money.full(back)}{earned} {of} {money.full(drawn)} drawn{guaranteed} and {loss}.{gap}"


def _guaranteed(view: View, amount: float, back: float) -> str:
    """How much of what comes back is a guarantee’s payment."""
    if not view.guarantees:
        return ""
    one = "the guarantee" if len(view.guarantees) == 1 else "the guarantees"
    if amount <= NOTHING:
        return f", none of it from {one},"
    share = "all" if amount >= back - NOTHING else view.currency.full(amount)
    return f", {share} of it from {one},"


def _savings(view: View) -> str:
    if not view.deal.plan.savings:
        return "The deal file states no cost avoided, so this term sheet says nothing about savings to government."
    cash, fiscal = view.number("government.net_cashable"), view.number("government.net_fiscal")
    return (
        f"Counting only money that can be taken out of a budget, government ends {_worse_or_better(view, cash)}; "
        f"counting capacity freed as well, which is not cash, it ends {_worse_or_better(view, fiscal)}. "
        f"Both are nominal {view.under()}, after outcome payments and its own costs{_surplus_received(view)}."
    )


def _surplus_received(view: View) -> str:
    received = view.number("government.surplus_received")
    return f" and with the {view.currency.full(received)} of surplus that it receives" if received > NOTHING else ""


def _worse_or_better(view: View, amount: float) -> str:
    if abs(amount) <= NOTHING:
        return "as it began"
    return f"{view.currency.full(abs(amount))} {'better' if amount > 0 else 'worse'} off"
