"""If it fails: what the payer still pays and why, who loses what, and which costs nobody funds."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.report import words
from sibmodel.report.committee import chances
from sibmodel.report.committee.payer import Payer
from sibmodel.report.counterfactual import counts_what_is_so_anyway, taken_for_nothing, without_difference
from sibmodel.report.sections import caveats
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_FEW = 3
"""Outcomes that are named one by one."""


def if_it_fails(payer: Payer) -> Iterator[str]:
    """What every outcome at what it would have been anyway comes to, for the payer, the investors and guarantors."""
    view, money = payer.view, payer.money
    budget = f"budget.{payer.name}"
    lines = [f"{budget}.outcome_payments", f"{budget}.spent", "payments.paid", caveats.UNFUNDED]
    lines += [*_of_investors(payer), *_of_guarantors(payer)]
    found = without_difference(view, [*lines, *(f"{budget}.paid.{name}" for name in payer.terms)])
    pays, spends = found[f"{budget}.outcome_payments"], found[f"{budget}.spent"]
    own = f", and {money.full(spends - pays)} of its own costs" if spends - pays > NOTHING else ""
    who = words.within(payer.title)
    yield f"If the programme makes no difference, and that is what is found, {who} {_pays(payer, pays, found)}{own}."
    yield from _unknown(payer, pays)
    if not payer.is_alone:
        others = found["payments.paid"] - pays
        yield f"The other payers then pay {money.full(others) if others > NOTHING else 'nothing'}."
    yield from _losses(payer, found)
    if short := caveats.then_unfunded(view, found[caveats.UNFUNDED]):
        yield f"{short}: somebody must find it, or the service stops early."
    yield from chances.of_false_success(payer)


def _unknown(payer: Payer, pays: float) -> Iterator[str]:
    """Outcomes taken at nothing because nobody says how many come about anyway, and what is paid if they come."""
    view = payer.view
    unknown = taken_for_nothing(view, payer.terms)
    if not unknown:
        return
    line = f"budget.{payer.name}.outcome_payments"
    named = words.listed(f"“{words.shortened(view.outcome(name))}”" for name in unknown[:_FEW])
    more = f" and {len(unknown) - _FEW} more" if len(unknown) > _FEW else ""
    come = without_difference(view, [line], but=unknown)[line]
    yield (
        f"That takes {named}{more} at nothing, for the file does not say how much of it comes about anyway. "
        f"{'It is the same' if abs(come - pays) <= NOTHING else f'{payer.money.full(come)} is paid'} if all of it "
        f"comes as {view.under()}."
    )


def _pays(payer: Payer, amount: float, found: dict[str, float]) -> str:
    """How much, and for what: one reason in the sentence, several with the amount of each."""
    if amount <= NOTHING:
        return "pays nothing for outcomes"
    parts: dict[str, float] = {}
    for name in payer.terms:
        if (paid := found[f"budget.{payer.name}.paid.{name}"]) > NOTHING:
            why = _why(payer.view, name)
            parts[why] = parts.get(why, 0.0) + paid
    still = f"still pays {payer.money.full(amount)}"
    if len(parts) == 1:
        return f"{still} {next(iter(parts))}"
    return f"{still} ({words.listed(f'{payer.money.full(part)} {why}' for why, part in parts.items())})"


def _why(view: View, name: str) -> str:
    """Why a term pays though nothing changes."""
    if kind := view.deal.terms.payments[name].in_any_case:
        return f"as {kind}"
    if name in counts_what_is_so_anyway(view):
        return "for outcomes that come about anyway (paid on gross)"
    return "on terms that pay without any effect too"


def _of_investors(payer: Payer) -> list[str]:
    return [f"investors.{name}.{what}" for name in payer.view.investors for what in ("drawn", "returned")]


def _of_guarantors(payer: Payer) -> list[str]:
    return [f"capital.{name}.paid" for name in payer.view.guarantees]


def _losses(payer: Payer, found: dict[str, float]) -> Iterator[str]:
    view, money = payer.view, payer.money
    lost = {name: found[f"investors.{name}.drawn"] - found[f"investors.{name}.returned"] for name in view.investors}
    called = {name: found[f"capital.{name}.paid"] for name in view.guarantees}
    said = [
        f"{_name(view, name)} {money.full(amount)} of {money.full(found[f'investors.{name}.drawn'])}"
        for name, amount in lost.items()
        if amount > NOTHING
    ]
    covered = [f"{_name(view, name)} {money.full(amount)}" for name, amount in called.items() if amount > NOTHING]
    granted = [_name(view, name) for name, part in view.tranches.items() if not part.is_at_risk]
    by_guarantors = f" Paid by guarantors: {'; '.join(covered)}." if covered else ""
    if said:
        yield f"Then lost, of what was put in: {'; '.join(said)}.{by_guarantors}"
    elif view.investors:
        yield f"No investor then loses anything.{by_guarantors}"
    if granted:
        yield f"Grants ({words.listed(granted)}) are spent in any case."


def _name(view: View, name: str) -> str:
    return words.within(words.shortened(view.capital(name)))
