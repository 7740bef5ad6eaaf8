"""Within limits: what caps leave of a payment that is made once, where they concern that payment alone.

A cap that other payments share leaves room that depends on them; it is named and left out. Nothing of a contract is
worked out again here: which caps there are is read off the terms, and how high they are off the inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sibmodel.deal.part import titled
from sibmodel.deal.payments.payers import LIMITS, Payer
from sibmodel.deal.payments.terms_limits import InAll, PerFiscalYear, TermsLimit
from sibmodel.deal.terms import Terms
from sibmodel.risk.canonical import Canonical

Value = Callable[[str], float]
"""The value of an input, by path."""


@dataclass(slots=True)
class Limited:
    """What is left of a payment.

    Args:
        schedule: The payment within the caps that concern it alone.
        left_out: The limits that it shares with others, in words.
    """

    schedule: Canonical
    left_out: list[str] = field(default_factory=list)


def within_limits(terms: Terms, name: str, schedule: Canonical, value: Value) -> Limited:
    """A payment after its own cap, the limits over payments and the shares and caps of payers.

    Args:
        terms: What is signed.
        name: The payment term.
        schedule: What it comes to before any limit.
        value: The inputs.
    """
    found = Limited(schedule)
    if terms.payments[name].max is not None:
        found.schedule = schedule.capped(value(f"terms.payments.{name}.max"))
    for key, limit in terms.limits.items():
        if name in limit.payments:
            _under(found, key, limit, value)
    paid = [_paid_by(found, terms, key, name, value) for key in _paying(terms, name)]
    found.schedule = paid[0]
    for other in paid[1:]:
        found.schedule = found.schedule.plus(other)
    return found


def _under(found: Limited, key: str, limit: TermsLimit, value: Value) -> None:
    if len(limit.payments) > 1:
        found.left_out.append(f"{titled(key, limit.title)}, which it shares with {_others(limit.payments)}")
    elif isinstance(limit, InAll) or (isinstance(limit, PerFiscalYear) and _is_plain(limit)):
        found.schedule = found.schedule.capped(value(f"terms.limits.{key}.amount"))
    else:
        found.left_out.append(f"{titled(key, limit.title)}, whose room depends on time or on people")


def _others(payments: list[str]) -> str:
    return "one other payment" if len(payments) == 2 else f"{len(payments) - 1} other payments"


def _is_plain(limit: PerFiscalYear | Payer) -> bool:
    """Whether a limit of a fiscal year is one of the year in which a single payment falls, and no more."""
    return limit.unused == "lapses" and limit.excess == "lost"


def _paying(terms: Terms, name: str) -> list[str]:
    return [key for key, payer in terms.payers.items() if payer.pays_for(name)]


def _paid_by(found: Limited, terms: Terms, key: str, name: str, value: Value) -> Canonical:
    """A payer's share, within those of its caps under which nothing else falls."""
    payer = terms.payers[key]
    share = value(f"terms.payers.{key}.share")
    if payer.pays:
        share *= value(f"terms.payers.{key}.pays.{name}")
    schedule = found.schedule.scaled(share)
    caps = [cap for cap in LIMITS if getattr(payer, cap) is not None]
    reasons = list(_why_shared(terms, key, name)) if caps else []
    for cap in caps:
        if cap == "max_per_fiscal_year" and not _is_plain(payer):
            reasons.append("whose room depends on time")
        elif not reasons:
            schedule = schedule.capped(value(f"terms.payers.{key}.{cap}"))
    if reasons:
        found.left_out.append(f"{_listed(LIMITS[cap] for cap in caps)} of {titled(key, payer.title)}, {reasons[0]}")
    return schedule


def _why_shared(terms: Terms, key: str, name: str) -> Iterator[str]:
    """Why a payer's cap is not that of one payment."""
    payer = terms.payers[key]
    others = [term for term in payer.terms(terms.payments) if term != name]
    if others:
        yield f"which it shares with {_others([name, *others])}"
    if payer.covers or any(key in other.covers for other in terms.payers.values()):
        yield "beyond which another payer pays"


def _listed(words: Iterator[str]) -> str:
    return " and ".join(f"the {each}" for each in words)
