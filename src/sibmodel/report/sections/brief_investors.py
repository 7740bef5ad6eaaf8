"""What investors put in, get back and lose, in brief: under the scenario, and if nothing works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sibmodel.deal.capital.deferred_fee import DeferredFee
from sibmodel.deal.capital.recoverable_grant import RecoverableGrant
from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.engine.exits import paid_for_ending
from sibmodel.report import words
from sibmodel.report.counterfactual import counts_what_is_so_anyway, without_difference
from sibmodel.report.sections import caveats
from sibmodel.report.sections.brief_terms import paid_in_any_case
from sibmodel.report.sections.cash import before_receipts, never_out_of_pocket
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_DELIVERS: Final = ("provider", "contractor")
"""Roles of those who do the work, whose own money is no investor's."""
_INVESTED: Final = tuple(f"investors.total.{what}" for what in ("drawn", "returned", "principal_lost"))


def at_risk(view: View) -> str:
    """What is committed and the most that is out of pocket."""
    if not view.investors:
        return caveats.nobody_at_risk(view)
    money = view.currency
    committed, peak = view.number("investors.total.committed"), view.number("investors.total.peak_drawn")
    said = f"{money.full(committed)}{_of_which(view)}"
    own = own_capital(view)
    if never_out_of_pocket(view) and peak > NOTHING:
        always = f"at any one time {view.under()}, always covered by what comes back at the same instant."
        if own:
            return f"The only capital is “{own}”: {said} is committed and at most {money.full(peak)} put in {always}"
        return f"Investors commit {said} and put in at most {money.full(peak)} {always}"
    between = before_receipts(view)
    when = f"at any one time {view.under()}{f', {between}' if between else ''}"
    out = f"out of pocket by at most {money.full(peak)} {when}."
    if own:
        return f"The only capital is “{own}”: {said} is committed, and whoever gives it is {out}"
    return f"Investors commit {said} and are {out}"


def own_capital(view: View) -> str:
    """The one tranche where it is the provider's own money and nobody else invests; nothing otherwise."""
    if len(view.investors) != 1:
        return ""
    ((name, part),) = view.investors.items()
    parties = view.deal.terms.parties.values()
    known = {each.name.casefold() for each in parties if any(role in each.role.casefold() for role in _DELIVERS)}
    is_own = part.provider.casefold() in known or "working capital" in view.capital(name).casefold()
    return view.capital(name) if is_own else ""


def _of_which(view: View) -> str:
    """How much of what is committed is no loan and no equity: fees that are deferred, grants to be paid back."""
    kinds = ((DeferredFee, "fees that are deferred"), (RecoverableGrant, "recoverable grants"))
    found = []
    for kind, called in kinds:
        amount = sum(_committed(view, name) for name, part in view.investors.items() if isinstance(part, kind))
        if amount > NOTHING:
            found.append((amount, called))
    if not found or sum(amount for amount, _ in found) >= view.number("investors.total.committed") - NOTHING:
        return ""
    first, *others = [(view.currency.full(amount), called) for amount, called in found]
    said = [f"{first[0]} is {first[1]}", *(f"{amount} {called}" for amount, called in others)]
    return f" (of which {words.listed(said)})"


def _committed(view: View, name: str) -> float:
    return view.deal.terms.tranches[name].commitment


def under_scenario(view: View) -> str:
    """What payers pay and what investors put in and get back."""
    money = view.currency
    paid, drawn, back = (
        view.number(line) for line in ("payments.paid", "investors.total.drawn", "investors.total.returned")
    )
    where, sure = view.under(), paid_in_any_case(view)
    payments = f"{where[0].upper()}{where[1:]}, outcome payments come to {money.full(paid)}"
    if sure > NOTHING:
        payments = (
            f"{where[0].upper()}{where[1:]}, payments come to {money.full(paid)}, of which {money.full(sure)} is paid "
            f"whatever the outcomes{_less_penalties(view)} and {money.full(paid - sure)} for outcomes"
        )
    if not view.investors:
        return f"{payments}."
    flows = f"investors draw down {money.full(drawn)} and get back {money.full(back)}"
    if own := own_capital(view):
        flows = f"of “{own}” {money.full(drawn)} is drawn and {money.full(back)} comes back"
    return f"{payments}; {flows}, {_at_a_rate(view, drawn)}."


def _less_penalties(view: View) -> str:
    """That a fee is cut by what other terms take back, where any does."""
    return " (less any penalties)" if any(term.may_deduct for term in view.deal.terms.payments.values()) else ""


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


def nothing_works(view: View) -> str:
    """What is paid if no outcome is reached."""
    found = {name: float(row[0]) for name, row in view.achieved(np.zeros(1), _asked(view)).items()}
    paid = view.currency.full(found["payments.paid"])
    is_level = any(isinstance(part, GroupLevel) for part in view.deal.plan.outcomes.values())
    when = "If every outcome were at zero" if is_level else "If there is no outcome at all"
    return f"{when}, {_payers_pay(view)} {paid}{_for_ending(view, found)}{_and_investors(view, found)}"


def _for_ending(view: View, found: Mapping[str, float]) -> str:
    """How much of what is paid is owed only because the deal ends early."""
    amount = sum(found[line] for line in paid_for_ending(view.deal))
    if amount <= NOTHING:
        return ""
    much = "all of it" if amount >= found["payments.paid"] - NOTHING else f"{view.currency.full(amount)} of it"
    return f", {much} because the deal ends early"


def _payers_pay(view: View, still: str = "") -> str:
    return f"the payer {still}pays" if len(view.deal.terms.payers) == 1 else f"payers {still}pay"


def nothing_changes(view: View) -> str:
    """What is paid all the same if the programme makes no difference; where gross payments count what is so anyway."""
    terms = counts_what_is_so_anyway(view)
    if not terms:
        return ""
    found = without_difference(view, _asked(view))
    if found["payments.paid"] <= NOTHING:
        return ""
    named = words.listed(view.term(name) for name in terms)
    paid = view.currency.full(found["payments.paid"])
    return (
        f"If the programme makes no difference, {_payers_pay(view, 'still ')} {paid}, because what would have happened "
        f"anyway counts too ({named}, paid on gross){_and_investors(view, found, 'then ')}"
    )


def _and_investors(view: View, found: Mapping[str, float], then: str = "") -> str:
    """What investors then get back, where there are any."""
    who = f"whoever puts in “{own}” {then}gets" if (own := own_capital(view)) else f"investors {then}get"
    return f"; {who} back {_get_back(view, found)}" if view.investors else "."


def _asked(view: View) -> list[str]:
    """The lines that tell what payers pay and investors get back."""
    return ["payments.paid", caveats.UNFUNDED, *_INVESTED, *_called(view), *paid_for_ending(view.deal)]


def _called(view: View) -> list[str]:
    return [f"capital.{name}.paid" for name in view.guarantees]


def _get_back(view: View, found: Mapping[str, float]) -> str:
    """What investors get back of what they drew, what they lose, and which costs have no funding."""
    money = view.currency
    drawn, back, lost = (found[line] for line in _INVESTED)
    guaranteed = _guaranteed(view, sum(found[line] for line in _called(view)), back)
    short = caveats.then_unfunded(view, found[caveats.UNFUNDED])
    gap = f" {short}." if short else ""
    if lost > drawn - back + NOTHING and drawn > back + NOTHING:
        loss = _lost_beside(view, drawn, back, lost)
        return f"{money.full(back)} of {money.full(drawn)} drawn{guaranteed or ','} {loss}.{gap}"
    loss = f"lose {money.full(lost)} of principal" if lost > NOTHING else "lose no principal"
    loss = loss.replace("lose", "loses", 1) if own_capital(view) else loss
    earned = ", interest and surplus included," if lost > drawn - back + NOTHING and lost > NOTHING else ""
    of = "against" if earned or back > drawn + NOTHING else "of"
    return f"{money.full(back)}{earned} {of} {money.full(drawn)} drawn{guaranteed} and {loss}.{gap}"


def _lost_beside(view: View, drawn: float, back: float, lost: float) -> str:
    """The loss of cash first; then the principal that is not repaid, of which more is lost than of cash."""
    money = view.currency
    loss = f"a loss of {money.full(drawn - back)}"
    if lost >= drawn - NOTHING:
        return f"{loss}; it all went to interest and surplus, so no principal was repaid"
    return f"{loss}; as some of it is interest or surplus, {money.full(lost)} of principal is not repaid"


def _guaranteed(view: View, amount: float, back: float) -> str:
    """How much of what comes back is a guarantee’s payment."""
    if not view.guarantees:
        return ""
    one = "the guarantee" if len(view.guarantees) == 1 else "the guarantees"
    if amount <= NOTHING:
        return f", none of it from {one},"
    share = "all" if amount >= back - NOTHING else view.currency.full(amount)
    return f", {share} of it from {one},"
