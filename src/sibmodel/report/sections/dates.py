"""Payment dates: when outcome payments are made, and for what."""

from __future__ import annotations

from sibmodel.report import words
from sibmodel.report.blocks import Block, Data, Section, prose, section
from sibmodel.report.sections import caveats
from sibmodel.report.tables import Table, numbers, row, total
from sibmodel.report.tables import words as column
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING

_TERMS_SHOWN = 5


def dates(view: View) -> Section | None:
    """Every instant at which something is paid under the scenario."""
    return section("dates", "Payment schedule", _table(view))


def _table(view: View) -> Block | None:
    terms = list(view.deal.terms.payments)
    shown = terms if 1 < len(terms) <= _TERMS_SHOWN else []
    lines = [*(f"payments.{term}.paid" for term in shown), "payments.paid"]
    columns = [view.row(line) for line in lines]
    rows = [
        row(words.date(day), *(words.amount(values[at]) for values in columns))
        for at, day in enumerate(view.dates)
        if abs(columns[-1][at]) > NOTHING
    ]
    if not rows:
        return prose(caveats.pays_nobody(view) or f"No outcome payment is made {view.under()}.")
    rows.append(total("In all", *(words.amount(view.number(line)) for line in lines)))
    heads = (column("Date"), *numbers(*(view.term(term) for term in shown), "Outcome payments"))
    caption = f"Outcome payments by date, {view.scenario_title()} ({view.currency.code})"
    return Data(
        Table(caption, heads, tuple(rows), "Payments are shown at the end of the period in which they fall due.")
    )
