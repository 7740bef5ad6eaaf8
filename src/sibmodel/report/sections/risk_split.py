"""What the expected payment is for: the true effect, noise, and what would have been anyway."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sibmodel.report import simulated, words
from sibmodel.report.blocks import Block, Drawing, Heading, Prose
from sibmodel.report.stacked import Stacked
from sibmodel.report.tables import Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import Known, PaymentRisk


def split(view: View, risk: PaymentRisk) -> Iterator[Block]:
    """The expected payment in parts, and what is paid for no effect at all."""
    yield Heading("What the expected payment is for")
    yield Drawing(_bar(view, risk), _caption(view, risk), _table(view, risk))
    yield Prose((_for_nothing(view, risk),))


def _caption(view: View, risk: PaymentRisk) -> str:
    money, expected = view.currency, risk.split.expected
    said = f"payments of {simulated.money(money, expected.value, expected.error)} are to be expected"
    if risk.planned <= NOTHING:
        return f"Given all that is uncertain, {said}; the plan shows none."
    share = words.percent(expected.value / risk.planned, 0)
    return f"Given all that is uncertain, {said}, {share} of the {money.full(risk.planned)} that the plan shows."


def _bar(view: View, risk: PaymentRisk) -> Stacked:
    parts, money = risk.split, view.currency
    named = (
        ("would have been anyway", parts.anyway.value),
        ("for the true effect", parts.for_effect.value),
        ("noise" if parts.for_noise.value >= 0 else "noise takes away", parts.for_noise.value),
    )
    description = "; ".join(f"{label}: {money.full(value)}" for label, value in named)
    whole = f"expected: {money.short(parts.expected.value)}"
    return Stacked("risk-split", "The expected payment in parts", f"{description}; {whole}", named, whole)


def _table(view: View, risk: PaymentRisk) -> Table:
    parts = risk.split
    heads = (column("Part"), *numbers("Expected payment", "± standard error"))
    named = (
        ("Would have been anyway: paid for no effect, measured exactly", parts.anyway),
        ("For the true effect: what is paid beyond that, measured exactly", parts.for_effect),
        ("Noise: what luck and errors of measurement add or take away", parts.for_noise),
    )
    rows = (*(row(label, *_cells(known)) for label, known in named), total("Expected payment", *_cells(parts.expected)))
    caption = f"Expected payment by what it is for, simulated ({view.currency.code})"
    note = (
        "Measured exactly: neither luck of people nor an error of measurement. All runs draw the same scenarios; "
        "errors of differences are given as if they did not, and are smaller than that."
    )
    return Table(caption, heads, rows, note)


def _cells(known: Known) -> tuple[str, str]:
    return words.amount(known.value), simulated.error_of_money(known.error)


def _for_nothing(view: View, risk: PaymentRisk) -> str:
    """What is paid for no effect, and of what it is made: what would have been anyway, and luck."""
    money, nothing, anyway = view.currency, risk.without_effect, risk.split.anyway
    if nothing.highest <= NOTHING:
        return "If the programme had no effect at all, no scenario would pay anything."
    amount = simulated.money(money, nothing.mean, nothing.error)
    share = f", {words.percent(nothing.mean / risk.planned, 1)} of what the plan pays" if risk.planned > NOTHING else ""
    said = f"If the programme had no effect at all, payers would still be expected to pay {amount}{share}"
    found = nothing.mean - anyway.value
    if anyway.value <= NOTHING:
        return f"{said}, because luck or an error of measurement is taken for an effect.{_balance(risk)}"
    error = simulated.money(money, found, math.hypot(nothing.error, anyway.error))
    rest = f", and {error} that luck and errors of measurement add" if found > NOTHING else ""
    made = f"{simulated.money(money, anyway.value, anyway.error)} for what would have been anyway{rest}"
    return f"{said}: {made}.{_balance(risk)}"


def _balance(risk: PaymentRisk) -> str:
    """Noise is a balance of two large things, which is said where it looks like nothing."""
    if not risk.terms:
        return ""
    return " The noise above is the balance of such payments and of those that are missed though they were earned."
