"""Caveats: what a reader must know before relying on a figure, each said only where it is true.

They stand in brief at the head of the page and again beside the tables that they are about, in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sibmodel.deal.capital.funding import INVESTOR
from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.part import titled
from sibmodel.engine.ladder import RUNGS
from sibmodel.report import words
from sibmodel.report.sections.limits import each_cut
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_NAMED: Final = 3
"""Scenarios named one by one; of more, the number and the worst."""
UNFUNDED: Final = "vehicle.unfunded"
MET_FROM_ELSEWHERE: Final = (
    "These costs are not covered by commitments or reused income when they fall due. Outcomes and returns are shown as "
    "if they were met from elsewhere, at no cost to investors, and delivery were not affected."
)


def pays_nobody(view: View) -> str:
    """That no outcome payment is made under any scenario."""
    if any(view.number("payments.paid", scenario) > NOTHING for scenario in view.scenarios):
        return ""
    where = "under the plan, its only scenario" if len(view.scenarios) == 1 else "under any scenario"
    return f"As it stands, this deal pays nobody: no outcome payment is made {where}."


def indexed(view: View) -> str:
    """Which prices move with an index, and how fast."""
    inflation = view.deal.plan.inflation
    said = [
        f"{view.term(name)}, by {words.percent(inflation[index].rate)} a year ({titled(index, inflation[index].title)})"
        for name, term in view.deal.terms.payments.items()
        if (index := getattr(term, "indexed", None)) is not None
    ]
    if not said:
        return ""
    return f"Stated prices are those of financial close and are indexed from then on: {words.listed(said)}."


def cut_by_limits(view: View) -> str:
    """Which limit cuts how much, under which scenarios."""
    found: dict[str, dict[str, float]] = {}
    for scenario in view.scenarios:
        for cut in each_cut(view, scenario):
            amounts = found.setdefault(cut.named, {})
            amounts[scenario] = amounts.get(scenario, 0.0) + cut.amount
    cuts_here = any(amounts[view.scenario] > NOTHING for amounts in found.values())
    told = by_scenario if cuts_here else elsewhere
    said = [f"{named} cuts {where}" for named, amounts in found.items() if (where := told(view, amounts))]
    if not said:
        return ""
    where = view.under()
    begins = f"{where[0].upper()}{where[1:]} no cap cuts anything. In other scenarios"
    cuts = f"{'Not all that is earned is paid' if cuts_here else begins}: {'; '.join(said)}."
    return " ".join(text for text in (cuts, what_caps_cut(view), _undone(view)) if text)


def _undone(view: View) -> str:
    """What of that was earned no longer in the end, so that nothing was lost with it."""
    lines = [f"{group}.{term}.undone" for term in view.deal.terms.payments for group in ("payments", "deductions")]
    lines = [line for line in lines if view.has(line)]
    undone = {each: sum(view.number(line, each) for line in lines) for each in view.scenarios}
    told = by_scenario(view, undone)
    return f"Of what caps cut, a later reading showed that it was not earned after all: {told}." if told else ""


def what_caps_cut(view: View) -> str:
    """What becomes of what a cap cuts, in the words that hold for every cap of the deal."""
    terms = view.deal.terms
    waits = any(payer.excess == "waits" for payer in terms.payers.values())
    waits = waits or any(limit.waits for limit in terms.limits.values())
    covered = any(payer.covers for payer in terms.payers.values())
    if waits and covered:
        return "What a cap cuts, no other payer covers and has no room by the end is lost."
    if covered:
        return "What a cap cuts and no other payer covers is lost."
    return "What a cap cuts and has no room for by the end is lost." if waits else "What a cap cuts is lost."


def unfunded(view: View) -> str:
    """Which costs have no funding under which scenarios, and what the returns take for granted."""
    where = by_scenario(view, {scenario: view.number(UNFUNDED, scenario) for scenario in view.scenarios})
    if not where:
        return ""
    return f"Costs without funding: {where}. {MET_FROM_ELSEWHERE}"


def then_unfunded(view: View, amount: float) -> str:
    """How much of costs has no funding in a case that was just told, without its full stop; nothing where all has."""
    return f"{view.currency.full(amount)} of costs then has no funding" if amount > NOTHING else ""


def unfunded_on_the_ladder(view: View) -> str:
    """That fewer outcomes leave costs without funding, where reused income would have paid them."""
    short = view.achieved(np.array(RUNGS), [UNFUNDED])[UNFUNDED]
    rungs = [rung for rung, amount in zip(RUNGS, short, strict=True) if amount > NOTHING]
    if not rungs:
        return ""
    low, high = words.percent(round(rungs[0], 6)), words.percent(round(rungs[-1], 6))
    span = f"At {low}" if len(rungs) == 1 else f"Between {low} and {high}"
    most = view.currency.full(float(short.max()))
    return (
        f"{span} of the outcomes expected, up to {most} of costs has no funding; outcomes and returns are shown as if "
        "it were met from elsewhere."
    )


def outside_government(view: View) -> str:
    """What guarantees cover and pay, and that no figure of government holds them."""
    if not view.guarantees:
        return ""
    said = [_guarantee(view, name, part) for name, part in view.guarantees.items()]
    return f"{' '.join(said)} {in_no_budget(view)}"


def in_no_budget(view: View) -> str:
    """That what guarantees pay is in no figure of government, and whether a payer gives one all the same."""
    if not view.guarantees:
        return ""
    terms = view.deal.terms
    known = {view.payer(name).casefold(): view.payer(name) for name in terms.payers}
    known |= {terms.parties[name].name.casefold(): view.payer(name) for name in terms.payers if name in terms.parties}
    given = [known[name] for part in view.guarantees.values() if (name := part.provider.casefold()) in known]
    if given:
        return (
            f"What {words.listed(dict.fromkeys(given))} pays as guarantor is counted neither in its budget nor in any "
            "other figure of payers."
        )
    return "A guarantee is in no payer’s figures."


def _guarantee(view: View, name: str, part: Guarantee) -> str:
    by = f" of {part.provider}" if part.provider else ""
    called = by_scenario(view, {each: view.number(f"capital.{name}.paid", each) for each in view.scenarios})
    pays = f"it pays {called}" if called else "it is called under no scenario"
    back = ""
    if part.reimbursed and called:
        amounts = {each: view.number(f"capital.{name}.reimbursed", each) for each in view.scenarios}
        back = f" and is reimbursed {by_scenario(view, amounts) or 'nothing'}"
    covers = view.said(part.layer_in_words())
    return f"{view.capital(name)}{by}, behind {view.capital(part.of)}: {covers}; {pays}{back}."


def nobody_at_risk(view: View) -> str:
    """That all capital is given, where nobody means to have any of it back."""
    if view.investors:
        return ""
    granted = view.currency.full(sum(view.number(f"capital.{name}.drawn") for name in view.tranches))
    return (
        f"Nobody puts money at risk: all capital is granted and never repaid ({granted} {view.under()}). There is no "
        "investor and no return."
    )


def what_counts(view: View) -> str:
    """What the returns hold that is no cash put in, and which money they leave out."""
    in_kind = {name: part for name, part in view.investors.items() if part.role != INVESTOR}
    said = []
    if amount := sum(view.number(f"capital.{name}.drawn") for name in in_kind):
        named = words.listed(view.capital(name) for name in in_kind)
        said.append(
            f"Fees deferred ({named}: {view.currency.full(amount)} {view.under()}) are at risk like money put in and "
            "count as drawn, though no cash moves."
        )
    grants = [name for name, part in view.tranches.items() if not part.is_at_risk]
    if grants:
        named = words.listed(view.capital(name) for name in grants)
        said.append(f"Grants ({named}) are never repaid and are in no return.")
    if view.deal.terms.fees:
        named = words.listed(view.capital(name) for name in view.deal.terms.fees)
        said.append(f"Fees of the structure ({named}) are a cost of it and in no return.")
    return " ".join(said)


def by_scenario(view: View, amounts: Mapping[str, float]) -> str:
    """Amounts with their scenarios, the one that the page shows first; nothing where all are nothing."""
    own, others = amounts[view.scenario], elsewhere(view, amounts)
    if own <= NOTHING:
        return f"nothing {view.under()}, but {others}" if others else ""
    shown = f"{view.currency.full(own)} {view.under()}"
    if not others:
        return shown
    return f"{shown}{',' if 1 < len(_found(view, amounts)) <= _NAMED else ' and'} {others}"


def elsewhere(view: View, amounts: Mapping[str, float]) -> str:
    """Amounts under scenarios other than the page's, none that are nothing; of many, how many and the most."""
    found = _found(view, amounts)
    if len(found) > _NAMED:
        worst = max(found, key=lambda scenario: found[scenario])
        most = view.currency.full(found[worst])
        return f"up to {most} ({view.under(worst)}) in {len(found)} of {len(view.scenarios) - 1} other scenarios"
    return words.listed(f"{view.currency.full(amount)} {view.under(scenario)}" for scenario, amount in found.items())


def _found(view: View, amounts: Mapping[str, float]) -> dict[str, float]:
    return {name: amount for name, amount in amounts.items() if amount > NOTHING and name != view.scenario}
