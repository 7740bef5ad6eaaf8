"""Payment terms: each with its table, and the payment drawn against the outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sibmodel.deal.part import titled
from sibmodel.deal.payments.banded_schedule import BandedSchedule
from sibmodel.deal.payments.payment import Payment, PaymentByLevel
from sibmodel.deal.payments.proportional import Proportional
from sibmodel.deal.payments.rate_card import RateCard
from sibmodel.deal.payments.threshold import Threshold
from sibmodel.deal.payments.tiered_schedule import TieredSchedule
from sibmodel.graph.units import Unit
from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Drawing, Heading, Pairs, Section, section
from sibmodel.report.charts import Chart, Mark, Scale, Series, round_steps, straightened
from sibmodel.report.curves import Curve, payment_curve
from sibmodel.report.maximum import SCHEDULES
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_KINDS = {
    "rate_card": "rate card: a price for each outcome",
    "tiered_schedule": "tiers: the amount of the highest level reached, nothing in between",
    "banded_schedule": "bands: a price for each percentage point, counted from zero once the first level is reached",
    "threshold": "threshold: one amount, all or nothing",
    "proportional": "proportional: a straight line between two levels, flat beyond",
}
_BASIS = {
    "gross": "gross: every outcome measured counts",
    "net": "net: only what goes beyond what would have happened anyway",
}


def payments(view: View) -> Section | None:
    """Every payment term."""
    blocks = [block for name in view.deal.terms.payments for block in _term(view, name)]
    return section("payments", "Outcome payment terms", *blocks)


def _term(view: View, name: str) -> Iterator[Block]:
    payment: Payment = view.deal.terms.payments[name]
    yield Heading(view.term(name))
    yield Pairs(tuple(_rules(view, payment)))
    if isinstance(payment, RateCard):
        yield Data(_card(view, name, payment))
    elif isinstance(payment, BandedSchedule):
        yield Data(_bands(view, name, payment))
    elif not isinstance(payment, SCHEDULES):
        yield Data(_described(view, name, payment))
    curve = payment_curve(view, name)
    if curve is not None:
        yield _drawn(view, name, curve)
    elif isinstance(payment, TieredSchedule | Threshold | Proportional):
        yield Data(_amounts(view, name, payment))


def _rules(view: View, payment: Payment) -> Iterator[tuple[str, str]]:
    yield "Formula", _KINDS.get(kind_of(payment), words.in_words(kind_of(payment)))
    yield "Paid on", _BASIS[payment.paid_on]
    if isinstance(payment, PaymentByLevel):
        yield "Outcome", view.outcome(payment.outcome)
    yield (
        "Paid",
        f"{words.months(payment.paid_after)} after the outcome is verified"
        if payment.paid_after
        else ("in the month in which the outcome is verified"),
    )
    if payment.max is not None:
        yield "Cap of this term", f"{view.currency.full(payment.max)} in all"
    if payment.indexed is not None:
        inflation = view.deal.plan.inflation[payment.indexed]
        index = titled(payment.indexed, inflation.title)
        yield "Indexed by", f"{index}, {words.percent(inflation.rate)} a year from financial close to measurement"


def kind_of(payment: Payment) -> str:
    """The kind of a payment term, as the deal file writes it."""
    return str(getattr(payment, "kind", ""))


def _card(view: View, name: str, payment: RateCard) -> Table:
    rows = tuple(
        row(view.outcome(outcome), _per(view.deal.plan.outcomes[outcome].unit), view.currency.price(price))
        for outcome, price in payment.prices.items()
    )
    heads = (column("Outcome"), column("Paid for each"), *numbers("Price"))
    return Table(f"{view.term(name)}: prices", heads, rows, _not_indexed(payment))


def _not_indexed(payment: Payment) -> str:
    """That stated prices and amounts are those of financial close, where an index moves them."""
    return "Prices of financial close, before indexation." if payment.indexed is not None else ""


def _per(unit: Unit) -> str:
    return {"people": "person", "days": "day"}.get(str(unit), str(unit))


def _bands(view: View, name: str, payment: BandedSchedule) -> Table:
    rows, below = [], 0.0
    for key, band in payment.bands.items():
        span = f"{words.percent(below)} to {words.percent(band.up_to)}"
        rows.append(row(titled(key), span, view.currency.price(band.per_point)))
        below = band.up_to
    heads = (column("Band"), column("Reduction"), *numbers("For each percentage point"))
    starts = words.percent(payment.starts_at)
    note = f"Nothing is paid below {starts}; once that is reached, points count from zero. {_not_indexed(payment)}"
    return Table(f"{view.term(name)}: bands", heads, tuple(rows), note.strip())


def _amounts(view: View, name: str, payment: PaymentByLevel) -> Table:
    unit = view.deal.plan.outcomes[payment.outcome].unit
    rows = tuple(row(words.level(level, unit), view.currency.price(pays)) for _, level, pays in payment.describe())
    heads = (column("Level reached"), *numbers("Pays"))
    return Table(f"{view.term(name)}: amounts", heads, rows, _not_indexed(payment))


def _described(view: View, name: str, payment: Payment) -> Table:
    """The table of a term as it describes itself, for a kind that nothing more is known of."""
    is_by_level = isinstance(payment, PaymentByLevel)
    rows = tuple(row(titled(key), words.exact(first), words.exact(second)) for key, first, second in payment.describe())
    heads = numbers("Level", "Price or amount") if is_by_level else numbers("Price or amount", "For each unit")
    return Table(f"{view.term(name)}: terms", (column("Item"), *heads), rows, _not_indexed(payment))


def _drawn(view: View, name: str, curve: Curve) -> Drawing:
    caption = _caption(view, curve)
    return Drawing(_chart(view, name, curve, caption), caption, _turns(view, name, curve))


def _turns(view: View, name: str, curve: Curve) -> Table:
    money = view.currency
    rows = tuple(
        row(words.level(level, curve.unit), money.cell(earned), *([money.cell(paid)] if curve.is_limited else []))
        for level, (earned, paid) in zip(curve.turns, curve.at_turns, strict=True)
    )
    heads = (column("Level reached"), *numbers("Earned by the schedule"))
    limited = numbers("Paid after all caps and shares") if curve.is_limited else ()
    return Table(f"{view.term(name)}: amounts at the levels that the terms name", heads + limited, rows)


def _caption(view: View, curve: Curve) -> str:
    """What the curve comes to: where payment begins, what it rises to, what is expected."""
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
    payment = view.deal.terms.payments[name]
    assert isinstance(payment, PaymentByLevel)
    title = words.shortened(view.outcome(payment.outcome))
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
