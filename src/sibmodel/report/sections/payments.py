"""Payment terms: each with its table, and the payment drawn against the outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sibmodel.deal.part import titled
from sibmodel.deal.payments.payment import Payment, PaymentByLevel
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Drawing, Heading, Pairs, Section, section
from sibmodel.report.charts import Chart, Mark, Scale, Series, round_steps, straightened
from sibmodel.report.curves import Curve, payment_curve
from sibmodel.report.say import Said, as_table
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_BASIS = {
    "gross": "gross: every outcome measured counts",
    "net": "net: only what goes beyond what would have happened anyway",
}
_FIRST_PRICES = "Prices of financial close, before indexation."


def payments(view: View) -> Section | None:
    """Every payment term."""
    blocks = [block for name in view.deal.terms.payments for block in _term(view, name)]
    return section("payments", "Outcome payment terms", *blocks)


def _term(view: View, name: str) -> Iterator[Block]:
    payment: Payment = view.deal.terms.payments[name]
    told = payment.told(Said(view))
    yield Heading(view.term(name))
    yield Pairs((("Formula", told.formula), *_rules(view, payment), *told.rules, *_paid(view, payment)))
    note = _FIRST_PRICES if getattr(payment, "indexed", None) is not None else ""
    for table in told.tables:
        yield Data(as_table(table, view.term(name), note))
    curve = payment_curve(view, name)
    if curve is not None:
        yield _drawn(view, name, curve)


def _rules(view: View, payment: Payment) -> Iterator[tuple[str, str]]:
    bases = list(dict.fromkeys(basis for _, _, basis in payment.outcomes_paid()))
    if bases:
        yield "Paid on", "; ".join(_BASIS[basis] for basis in bases)
    if isinstance(payment, PaymentByLevel):
        yield "Outcome", view.outcome(payment.outcome)
    for condition in payment.only_if.values():
        yield "Paid only if", condition.told(Said(view))


def _paid(view: View, payment: Payment) -> Iterator[tuple[str, str]]:
    after = getattr(payment, "paid_after", None)
    if after is not None:
        since = (
            "the end of the period"
            if payment.needs != "units" and not list(payment.outcomes_paid())
            else ("the outcome is verified")
        )
        when = {"the outcome is verified": "in the month in which the outcome is verified"}
        yield "Paid", f"{words.months(after)} after {since}" if after else when.get(since, f"at {since}")
    if payment.max is not None:
        yield "Cap of this term", f"{view.currency.full(payment.max)} in all"
    index = getattr(payment, "indexed", None)
    if index is not None:
        inflation = view.deal.plan.inflation[index]
        rate = words.percent(inflation.rate)
        yield "Indexed by", f"{titled(index, inflation.title)}, {rate} a year from financial close to measurement"


def _drawn(view: View, name: str, curve: Curve) -> Drawing:
    caption = _caption(view, curve)
    return Drawing(_chart(view, name, curve, caption), caption, _turns(view, name, curve))


def _turns(view: View, name: str, curve: Curve) -> Table:
    money = view.currency
    rows = tuple(
        row(words.level(level, curve.unit), money.cell(earned), *([money.cell(paid)] if curve.is_limited else []))
        for level, (earned, paid) in zip(curve.turns, curve.at_turns, strict=True)
    )
    heads = (column("Level reached"), *numbers("Earned at a reading" if curve.is_of_one else "Earned by the schedule"))
    limited = numbers("Paid after all caps and shares") if curve.is_limited else ()
    return Table(f"{view.term(name)}: amounts at the levels that the terms name", heads + limited, rows)


def _caption(view: View, curve: Curve) -> str:
    """What the curve comes to: where payment begins, what it rises to, what is expected."""
    if curve.is_of_one:
        return f"Of a single reading, before caps: {_course(view, curve)}"
    return _course(view, curve)


def _course(view: View, curve: Curve) -> str:
    money = view.currency
    expected = f"{_expected(view)} {_planned(curve)}, which pays {money.full(curve.planned[1])}."
    if not np.any(curve.paid > NOTHING):
        return f"Nothing is paid at any level shown; {expected}"
    most = float(curve.paid.max())
    first, last = (int(np.argmax(curve.paid >= amount)) for amount in (2 * NOTHING, most - NOTHING))
    if first == 0 and last == 0:
        return f"{money.full(most)} is paid at every level shown; {expected}"
    if curve.paid[first] >= most - NOTHING:
        return f"{money.full(most)} is paid from {_level_at(curve, last)} on; {expected}"
    rises_from = first - 1 if curve.turn_at(first) is None and curve.turn_at(first - 1) is not None else first
    begins = "Payment begins at once" if first == 0 else f"Payment begins at {_level_at(curve, rises_from)}"
    return f"{begins} and rises to {money.full(most)} at {_level_at(curve, last)}; {expected}"


def _level_at(curve: Curve, index: int) -> str:
    """A level at which the amount is paid: as the terms name it, else read off the curve and rounded up."""
    named, size = curve.turn_at(index), 1000 if curve.unit.is_number else 100
    if named is not None:
        return words.level(named, curve.unit)
    return f"about {words.level(math.ceil(float(curve.levels[index]) * size - 1e-6) / size, curve.unit)}"


def _planned(curve: Curve) -> str:
    """The level expected, rounded where that does not carry it over a level that the terms name."""
    level = curve.planned[0]
    rounded = round(level, 6 if curve.unit.is_number else 2)
    crosses = any(min(level, rounded) < turn <= max(level, rounded) for turn in curve.turns)
    return words.level(level if crosses else rounded, curve.unit)


def _expected(view: View) -> str:
    return "the plan is" if view.scenario == "plan" else f"“{view.scenario_title()}” is"


def _chart(view: View, name: str, curve: Curve, caption: str) -> Chart:
    points = list(zip(curve.levels.tolist(), curve.earned.tolist(), strict=True))
    after = list(zip(curve.levels.tolist(), curve.paid.tolist(), strict=True))
    rows = [Series("Earned by the schedule", "line", straightened(points))]
    if curve.is_limited:
        rows.append(Series("Paid after all caps and shares", "dashed", straightened(after)))
    up = round_steps(min(0.0, float(curve.earned.min())), float(curve.earned.max()))
    low, high = float(curve.levels[0]), float(curve.levels[-1])
    across = [step for step in round_steps(low, high, 8) if low - 1e-9 <= step <= high + 1e-9]
    title = words.shortened(view.outcome(curve.outcome))
    return Chart(
        f"payment-{name}",
        f"{view.term(name)}: payment by level reached",
        f"Line chart. {caption}",
        title,
        Scale(low, high, tuple((step, words.level(round(step, 6), curve.unit)) for step in across)),
        Scale(up[0], up[-1], tuple((step, view.currency.short(step)) for step in up)),
        tuple(rows),
        (Mark(curve.planned[0], f"Expected: {_planned(curve)}"),),
    )
