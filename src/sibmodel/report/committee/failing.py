"""If it fails: what the payer still pays, and who loses what."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.report import words
from sibmodel.report.committee.payer import Payer
from sibmodel.report.counterfactual import without_difference
from sibmodel.report.words import NOTHING


def if_it_fails(payer: Payer) -> Iterator[str]:
    """What every outcome at what it would have been anyway comes to, for the payer, the investors and guarantors."""
    view, money = payer.view, payer.money
    budget = f"budget.{payer.name}"
    lines = [f"{budget}.outcome_payments", f"{budget}.spent", *_of_investors(payer), *_of_guarantors(payer)]
    found = without_difference(view, lines)
    pays, spends = found[f"{budget}.outcome_payments"], found[f"{budget}.spent"]
    own = f", and {money.full(spends - pays)} of its own costs" if spends - pays > NOTHING else ""
    yield f"If the programme makes no difference, {words.within(payer.title)} still pays {_much(payer, pays)}{own}."
    yield from _losses(payer, found)


def _much(payer: Payer, amount: float) -> str:
    return payer.money.full(amount) if amount > NOTHING else "nothing for outcomes"


def _of_investors(payer: Payer) -> list[str]:
    return [f"investors.{name}.{what}" for name in payer.view.investors for what in ("drawn", "returned")]


def _of_guarantors(payer: Payer) -> list[str]:
    return [f"capital.{name}.paid" for name in payer.view.guarantees]


def _losses(payer: Payer, found: dict[str, float]) -> Iterator[str]:
    view, money = payer.view, payer.money
    lost = {name: found[f"investors.{name}.drawn"] - found[f"investors.{name}.returned"] for name in view.investors}
    put_in = {name: money.full(found[f"investors.{name}.drawn"]) for name in lost}
    said = [
        f"{words.shortened(view.capital(name))} loses {money.full(amount)} of the {put_in[name]} put in"
        for name, amount in lost.items()
        if amount > NOTHING
    ]
    said += [
        f"{words.shortened(view.capital(name))} pays {money.full(found[f'capital.{name}.paid'])} as guarantor"
        for name in view.guarantees
        if found[f"capital.{name}.paid"] > NOTHING
    ]
    granted = [words.shortened(view.capital(name)) for name, part in view.tranches.items() if not part.is_at_risk]
    if said:
        yield f"{'; '.join(said)}."
    elif view.investors:
        yield "No investor then loses anything."
    if granted:
        yield f"Grants ({words.listed(granted)}) are spent in any case."
