"""Payment terms: each with its table, and the payment drawn against the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from sibmodel.deal.part import titled
from sibmodel.deal.payments.by_level import PaymentByLevel
from sibmodel.deal.payments.payment import Payment
from sibmodel.report import doubts, words
from sibmodel.report.blocks import Block, Data, Drawing, Heading, Pairs, Section, section
from sibmodel.report.charts import Chart, Mark, Scale, Series, round_steps, straightened
from sibmodel.report.courses import course, planned_level
from sibmodel.report.curves import Curve, payment_curve
from sibmodel.report.say import Said, as_table
from sibmodel.report.tables import Table, numbers, row
from sibmodel.report.tables import words as column
from sibmodel.report.view import View

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
    told = payment.told(Said(view, f"terms.payments.{name}"))
    doubt = doubts.of_term(view, name)
    yield Heading(view.term(name))
    in_doubt = (("Evidence", doubt),) if doubt else ()
    yield Pairs((("Formula", told.formula), *_rules(view, payment), *told.rules, *_paid(view, name), *in_doubt))
    curve = payment_curve(view, name)
    shows_levels = told.levels is not None and (curve is None or _index_of(payment) is not None)
    note = _FIRST_PRICES if _index_of(payment) is not None else ""
    for table in (*told.tables, *((told.levels,) if shows_levels and told.levels else ())):
        yield Data(as_table(table, _marked(view, name), note))
    if curve is not None:
        yield _drawn(view, name, curve, told.drawn)


def _marked(view: View, name: str) -> str:
    """The name of a term over its tables, with the sign where all of its figures are in doubt."""
    is_doubted = doubts.all_doubted(view, f"terms.payments.{name}")
    return f"{view.term(name)} {doubts.SIGN}" if is_doubted else view.term(name)


def _index_of(payment: Payment) -> str | None:
    return getattr(payment, "indexed", None)


def _rules(view: View, payment: Payment) -> Iterator[tuple[str, str]]:
    bases = list(dict.fromkeys(basis for _, _, basis in payment.outcomes_paid()))
    if bases:
        yield "Paid on", "; ".join(_BASIS[basis] for basis in bases)
    if isinstance(payment, PaymentByLevel):
        yield "Outcome", view.outcome(payment.outcome)
    for condition in payment.only_if.values():
        yield "Paid only if", condition.told(Said(view))


def _paid(view: View, name: str) -> Iterator[tuple[str, str]]:
    payment: Payment = view.deal.terms.payments[name]
    after = getattr(payment, "paid_after", None)
    if after is not None and getattr(payment, "at_risk", None) is None:
        since = (
            "the end of the period"
            if payment.needs != "units" and not list(payment.outcomes_paid())
            else ("the outcome is verified")
        )
        when = {"the outcome is verified": "in the month in which the outcome is verified"}
        yield "Paid", f"{words.months(after)} after {since}" if after else when.get(since, f"at {since}")
    if payment.max is not None:
        cap = f"{view.currency.full(payment.max)} in all"
        yield "Cap of this term", doubts.signed(view, cap, f"terms.payments.{name}.max")
    index = _index_of(payment)
    if index is not None:
        inflation = view.deal.plan.inflation[index]
        rate = words.percent(inflation.rate)
        yield "Indexed by", f"{titled(index, inflation.title)}, {rate} a year from financial close to measurement"


def _drawn(view: View, name: str, curve: Curve, drawn: str) -> Drawing:
    caption = course(view, name, curve, drawn)
    return Drawing(_chart(view, name, curve, caption), caption, _turns(view, name, curve))


_EARNED = {"whole": "Earned by the schedule", "reading": "Earned at a reading", "so_far": "Earned so far"}


def _turns(view: View, name: str, curve: Curve) -> Table:
    money, said = view.currency, Said(view, f"terms.payments.{name}")
    rows = tuple(
        row(
            view.level(curve.outcome, level),
            said.signed(money.cell(earned), earned),
            *([money.cell(paid)] if curve.is_limited else []),
        )
        for level, (earned, paid) in zip(curve.turns, curve.at_turns, strict=True)
    )
    heads = (column("Level reached"), *numbers(_EARNED[curve.drawn]))
    limited = numbers("Paid after all caps and shares") if curve.is_limited else ()
    caption = f"{_marked(view, name)}: amounts at the levels that the terms name"
    if said.rests_on_doubt(earned for earned, _ in curve.at_turns):
        caption += f" ({doubts.SIGN} some rest on figures that are assumed or unconfirmed)"
    return Table(caption, heads + limited, rows, _priced(view, name, curve))


def _priced(view: View, name: str, curve: Curve) -> str:
    """At which prices the amounts are, where an index moves them."""
    if _index_of(view.deal.terms.payments[name]) is None:
        return ""
    return "At the prices of the month of measurement." if curve.drawn == "whole" else _FIRST_PRICES


def _chart(view: View, name: str, curve: Curve, caption: str) -> Chart:
    points = list(zip(curve.levels.tolist(), curve.earned.tolist(), strict=True))
    after = list(zip(curve.levels.tolist(), curve.paid.tolist(), strict=True))
    rows = [Series("Earned by the schedule", "line", straightened(points))]
    if curve.is_limited:
        rows.append(Series("Paid after all caps and shares", "dashed", straightened(after)))
    up = round_steps(min(0.0, float(curve.earned.min())), float(curve.earned.max()))
    low, high = float(curve.levels[0]), float(curve.levels[-1])
    across = [step for step in round_steps(low, high, 8) if low - 1e-9 <= step <= high + 1e-9]
    title = words.shortened(view.outcome(curve.outcome), 75)
    return Chart(
        f"payment-{name}",
        f"{view.term(name)}: payment by level reached",
        f"Line chart. {caption}",
        title,
        Scale(low, high, tuple((step, view.level(curve.outcome, round(step, 6))) for step in across)),
        Scale(up[0], up[-1], view.currency.scale(up)),
        tuple(rows),
        (Mark(curve.planned[0], f"Expected: {planned_level(view, curve)}"),),
    )
