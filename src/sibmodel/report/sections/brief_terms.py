"""Who pays, and for what: each term of payment in half a sentence, or of many how many there are and of what kind."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sibmodel.deal.payments.fee import Fee
from sibmodel.deal.payments.payment import Payment
from sibmodel.report import doubts, words
from sibmodel.report.say import Said
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_FEW: Final = 4
"""Terms that are told one by one; of more, how many there are."""


def who_pays(view: View) -> str:
    """The payers and what they pay for."""
    payers = view.deal.terms.payers
    named = [
        view.payer(name) if payer.share == 1 else f"{view.payer(name)} ({words.percent(payer.share)})"
        for name, payer in payers.items()
    ]
    what = "a fee, and for outcomes" if any(_is_fee(each) for each in view.deal.terms.payments.values()) else ""
    pays = "pays" if len(named) == 1 else "pay"
    own = view.number("government.own_costs")
    bears = "It also bears costs of its own" if len(named) == 1 else "They also bear costs of their own"
    beside = f" {bears}, {view.currency.full(own)}." if own > NOTHING else ""
    named = [named[0], *map(words.within, named[1:])]
    return f"{words.listed(named)} {pays} {what or 'for outcomes'}. {_terms(view)}{beside}"


def _terms(view: View) -> str:
    told = {name: text for name in view.deal.terms.payments if (text := terms_in_words(view, name))}
    if len(told) > _FEW:
        return _many(view, list(told))
    return " ".join(f"{_named(view, name)}: {text}." for name, text in told.items())


def _named(view: View, name: str) -> str:
    """A term with the sign where all of its figures are in doubt."""
    is_doubted = doubts.all_doubted(view, f"terms.payments.{name}")
    return f"{view.term(name)} {doubts.SIGN}" if is_doubted else view.term(name)


def terms_in_words(view: View, name: str) -> str:
    """A payment term in half a sentence; nothing for one that comes to nothing."""
    payment, said = view.deal.terms.payments[name], Said(view, f"terms.payments.{name}")
    brief = payment.told(said).brief.replace(f" ({view.term(name)})", "", 1)
    if brief:
        brief += f"{_score(view, payment)}{_readings(view, payment)}"
    if brief and payment.only_if:
        conditions = words.listed(each.told(said) for each in payment.only_if.values())
        brief += f"; paid only if {conditions}"
    return brief


def _score(view: View, payment: Payment) -> str:
    """What a plain number is a level of, where the term is not called the same."""
    name = payment.level_outcome
    if name is None or not payment.turns() or not view.deal.plan.outcomes[name].level_unit.is_number:
        return ""
    if view.deal.plan.outcomes[name].level_unit.shown_as == "share" or view.outcome(name) == payment.title:
        return ""
    return f" ({view.outcome(name)})"


def _readings(view: View, payment: Payment) -> str:
    """That a term is settled reading by reading, and how many of them there are."""
    settles = getattr(payment, "settles", "once")
    if settles == "once" or payment.level_outcome is None:
        return ""
    count = len(getattr(view.deal.plan.outcomes[payment.level_outcome], "readings", {}))
    each = f"at each of {count} readings" if count > 1 else "at its one reading"
    return f", {each}" if settles == "each_reading" else f", {each} on the level so far, less what was paid before"


class _Priced(Said):
    """Words of a term that remember which prices were named."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.prices: list[float] = []

    def price(self, amount: float) -> str:
        """Money as it was stated."""
        self.prices += [amount] if amount > NOTHING else []
        return super().price(amount)


def _many(view: View, names: list[str]) -> str:
    """How many terms there are, of which kinds, and from what amount to what."""
    said = _Priced(view)
    kinds = Counter(view.deal.terms.payments[name].told(said).formula.partition(":")[0] for name in names)
    listed = words.listed(f"{kind} ({count})" if count > 1 else kind for kind, count in kinds.items())
    sign = f" {doubts.SIGN}" if any(doubts.doubted(view, f"terms.payments.{name}") for name in names) else ""
    span = ""
    if said.prices:
        low, high = (view.currency.price(amount) for amount in (min(said.prices), max(said.prices)))
        span = f" The amounts that they state run from {low} to {high}{sign}."
    return f"There are {len(names)} payment terms, set out under “Outcome payment terms”: {listed}.{span}"


# --- fees ------------------------------------------------------------------------------------------------------------


def _is_fee(payment: Payment) -> bool:
    return isinstance(payment, Fee)


def paid_in_any_case(view: View) -> float:
    """What is paid whatever the outcomes: fees, less what of them hangs on an outcome."""
    fees = {name: term for name, term in view.deal.terms.payments.items() if isinstance(term, Fee)}
    return sum(
        min(
            view.number(f"payments.{name}.paid"),
            view.number(f"payments.{name}.{'fee' if term.at_risk is None else 'sure'}"),
        )
        for name, term in fees.items()
    )
